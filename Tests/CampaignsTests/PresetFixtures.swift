import Testing

/// Made-up exports, one for each preset: what stands in them, and what Herald makes of it.
enum PresetFixtures {
  struct Fixture: CustomTestStringConvertible, Sendable {
    var preset: String
    var entity = "order"
    var file = "export.csv"
    /// Further lines of the `data:` entry.
    var more = ""
    var text: String
    /// The rows with all that is not missing.
    var rows: [[String: String]]
    var testDescription: String { preset }
  }

  static let all = shopify + woocommerce + platforms + marketplaces

  private static let shopify = [
    Fixture(
      preset: "shopify-orders",
      text: """
        Name,Email,Financial Status,Paid at,Accepts Marketing,Currency,Total,Created at,Lineitem quantity,Lineitem name,\
        Lineitem price,Lineitem sku,Billing Zip,Shipping Zip,Shipping Country,Cancelled at,Tags,Phone
        #7,Kim@Made.Example,paid,2012-01-01 11:13:25 -0500,yes,USD,30.50,2012-01-01 11:10:00 -0500,2,Lamp,10.00,L-1,\
        '01067,'75008,FR,,"late, vip ",'+33140000000
        #7,,,,,,,,1,Bulb,10.50,'0042,,,,,,
        #8,kim@made.example,pending,,no,USD,5.00,2012-01-02 00:00:00 +0100,1,Bulb,5.00,'0042,,,DE,,,
        """,
      rows: [
        [
          "key": "#7", "customer": "kim@made.example", "email": "Kim@Made.Example", "financial_status": "paid",
          "paid_at": "2012-01-01T16:13:25Z", "email_ok": "yes", "currency": "USD", "total": "30.5",
          "created_at": "2012-01-01T16:10:00Z", "billing_zip": "01067", "zip": "75008", "country": "FR",
          "tags": "late|vip", "phone": "+33140000000", "items.quantity": "2", "items.name": "Lamp",
          "items.price": "10.0", "items.sku": "L-1",
        ],
        ["key": "#7", "items.quantity": "1", "items.name": "Bulb", "items.price": "10.5", "items.sku": "0042"],
        [
          "key": "#8", "customer": "kim@made.example", "email": "kim@made.example", "financial_status": "pending",
          "email_ok": "no", "currency": "USD", "total": "5.0", "created_at": "2012-01-01T23:00:00Z", "country": "DE",
          "items.quantity": "1", "items.name": "Bulb", "items.price": "5.0", "items.sku": "0042",
        ],
      ]),
    Fixture(
      preset: "shopify-customers", entity: "client",
      text: """
        Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Default Address Zip,\
        Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags
        '8770001,Wim,'t Hooft,WIM@made.example,yes,NL,'1011 AB,'+31201234567,no,12.30,3,"club, vip"
        """,
      rows: [
        [
          "key": "wim@made.example", "email": "WIM@made.example", "first_name": "Wim", "last_name": "'t Hooft",
          "shopify_id": "8770001", "email_ok": "yes", "sms_ok": "no", "country": "NL", "zip": "1011 AB",
          "phone": "+31201234567", "total_spent": "12.3", "order_count": "3", "tags": "club|vip",
        ]
      ]),
    Fixture(
      preset: "shopify-abandoned-checkouts", entity: "cart", file: "carts.json",
      text: #"""
        {"id":17,"email":"Kim@made.example","phone":null,"created_at":"2026-03-01T07:05:27-04:00","customer_locale":"fr","total_price":"25.00","currency":"CAD","buyer_accepts_marketing":true,"buyer_accepts_sms_marketing":false,"line_items":[{"sku":"L-1","title":"Lamp","variant_title":"Red","quantity":2,"price":"10.00","tax_lines":[{"price":"1.00","title":"VAT"}]},{"sku":null,"title":"Gift \"wrap\"","variant_title":null,"quantity":1,"price":"5.00"}],"abandoned_checkout_url":"https://made.example/c/17","shipping_address":{"country_code":"CA"},"customer":{"first_name":"Kim","tags":"club, vip"}}
        {"id":18,"email":null,"line_items":[],"total_price":"0.00","customer":null}

        """#,
      rows: [
        [
          "key": "17", "customer": "kim@made.example", "email": "Kim@made.example", "locale": "fr", "first_name": "Kim",
          "created_at": "2026-03-01T11:05:27Z", "total": "25.0", "currency": "CAD", "email_ok": "yes", "sms_ok": "no",
          "url": "https://made.example/c/17", "country": "CA", "tags": "club|vip", "items.sku": "L-1",
          "items.name": "Lamp", "items.variant": "Red", "items.quantity": "2", "items.price": "10.0",
        ],
        ["key": "17", "items.name": "Gift \"wrap\"", "items.quantity": "1", "items.price": "5.0"],
        ["key": "18", "total": "0.0"],
      ]),
  ]

  private static let woocommerce = [
    Fixture(
      preset: "woocommerce-analytics-orders",
      text: """
        Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,\
        Attribution
        2026-01-15 09:30:00,901,"€1.234,50",processing,Kim Made,new,"2× Lamp, 1× Bulb",3,"A1, B2",1200.5,Direct
        2026-07-15 09:30:00,902,"$1,234.50",on-hold,Kim Made,returning,1× Bulb,1,,1200.5,
        2026-07-15 09:31:00,903,"¥1,234",completed,,,,0,,0,
        """,
      rows: [
        [
          "key": "901", "created_at": "2026-01-15T08:30:00Z", "total": "1234.5", "status": "processing",
          "customer_name": "Kim Made", "customer_type": "new", "products": "2× Lamp, 1× Bulb", "item_count": "3",
          "coupons": "A1|B2", "net_total": "1200.5", "attribution": "Direct",
        ],
        [
          "key": "902", "created_at": "2026-07-15T07:30:00Z", "total": "1234.5", "status": "on-hold",
          "customer_name": "Kim Made", "customer_type": "returning", "products": "1× Bulb", "item_count": "1",
          "net_total": "1200.5",
        ],
        [
          "key": "903", "created_at": "2026-07-15T07:31:00Z", "total": "?", "status": "completed", "item_count": "0",
          "net_total": "0.0",
        ],
      ]),
    Fixture(
      preset: "woocommerce-webtoffee-orders",
      text: """
        order_id,order_number,order_date,paid_date,status,order_total,order_currency,customer_email,billing_first_name,\
        billing_email,billing_phone,billing_country,shipping_country,meta:wpml_language,line_item_1,line_item_2
        55,W-55,9/6/2016 6:29:00,09/06/2016 18:05:59,processing,20.00,USD,acc@made.example,Kim,kim@made.example,\
        '0151 1,US,CA,en,name:Lamp|quantity:2,
        """,
      rows: [
        [
          "key": "W-55", "order_id": "55", "created_at": "2016-09-06T04:29:00Z", "paid_at": "2016-09-06T16:05:59Z",
          "status": "processing", "total": "20.0", "currency": "USD", "customer": "kim@made.example",
          "email": "kim@made.example", "first_name": "Kim", "phone": "0151 1", "billing_country": "US",
          "country": "CA", "locale": "en", "line_item_1": "name:Lamp|quantity:2",
        ]
      ]),
    Fixture(
      preset: "woocommerce-csv-import-suite-orders",
      text: """
        order_id,order_number,date,status,order_total,billing_email,billing_country,line_items
        55,#55,2014-09-15 04:48:06,processing,20.00,Kim@made.example,US,name:Lamp|quantity:2
        """,
      rows: [
        [
          "key": "#55", "order_id": "55", "created_at": "2014-09-15T02:48:06Z", "status": "processing", "total": "20.0",
          "customer": "kim@made.example", "email": "Kim@made.example", "country": "US",
          "products": "name:Lamp|quantity:2",
        ]
      ]),
  ]

  private static let platforms = [
    Fixture(
      preset: "magento2-sales-order-grid",
      text: """
        ID,"Purchase Point","Purchase Date","Grand Total (Base)","Grand Total (Purchased)",Status,"Customer Email"
        000000042,"Main
        English","Nov 12, 2019 3:15:11 PM",1234.5000,"$1,234.50","On Hold",Kim@made.example
        000000043,Main,"Nov 12, 2019 15:15:11 PM",10,10,Pending,
        000000044,Main,2019-11-12 15:15:11,10,10,Pending,
        """,
      rows: [
        [
          "key": "000000042", "purchase_point": "Main\nEnglish", "created_at": "2019-11-12T14:15:11Z",
          "base_total": "1234.5", "total": "1234.5", "status": "On Hold", "customer": "kim@made.example",
          "email": "Kim@made.example",
        ],
        [
          "key": "000000043", "purchase_point": "Main", "created_at": "2019-11-12T14:15:11Z", "base_total": "10.0",
          "total": "10.0", "status": "Pending",
        ],
        [
          "key": "000000044", "purchase_point": "Main", "created_at": "2019-11-12T14:15:11Z", "base_total": "10.0",
          "total": "10.0", "status": "Pending",
        ],
      ]),
    Fixture(
      preset: "bigcommerce-orders-default",
      more: "fields: {created_at: {column: Order Date, format: \"%d/%m/%Y\"}}",
      text: """
        Order ID,Customer ID,Customer Email,Order Date,Order Status,Order Total (inc tax),Total Quantity,Date Shipped,\
        Order Currency Code,Product Details
        77,5,Kim@made.example,03/04/2026,Awaiting Fulfillment,20.00,2,05/04/2026,AUD,"Product ID: 1, Product Qty: 2"
        """,
      rows: [
        [
          "key": "77", "customer_id": "5", "customer": "kim@made.example", "email": "Kim@made.example",
          "created_at": "2026-04-02T22:00:00Z", "fulfilled_at": "?", "status": "Awaiting Fulfillment", "total": "20.0",
          "item_count": "2", "currency": "AUD", "products": "Product ID: 1, Product Qty: 2",
        ]
      ]),
    Fixture(
      preset: "shipstation-orders",
      text: """
        Order - Number,Bill To - Name,Ship To - Postal Code,Item - Name,Item - SKU,Item - Qty,Item - Price,\
        Amount - Order Total,Amount - Shipping Cost,Date - Order Date,Tracking Number,Market - Store Name
        S-1,Kim Made,'01067,Lamp,L-1,2,10.00,25.00,5.00,5/1/2026 3:07:00 PM,'9400100000000000000000,Main
        S-1,Kim Made,'01067,Bulb,B-1,1,5.00,25.00,5.00,05/01/2026,,Main
        """,
      rows: [
        [
          "key": "S-1", "customer_name": "Kim Made", "zip": "01067", "total": "25.0", "shipping": "5.0",
          "created_at": "2026-05-01T13:07:00Z", "tracking_number": "9400100000000000000000", "store_name": "Main",
          "items.name": "Lamp", "items.sku": "L-1", "items.quantity": "2", "items.price": "10.0",
        ],
        [
          "key": "S-1", "customer_name": "Kim Made", "zip": "01067", "total": "25.0", "shipping": "5.0",
          "created_at": "2026-04-30T22:00:00Z", "store_name": "Main", "items.name": "Bulb", "items.sku": "B-1",
          "items.quantity": "1", "items.price": "5.0",
        ],
      ]),
    Fixture(
      preset: "rees46-events", entity: "event",
      text: """
        event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
        2026-01-01 00:00:00 UTC,remove_from_cart,44,9,light.lamp,lumo,10.50,501,s-1
        """,
      rows: [
        [
          "key": "s-1\u{1F}2026-01-01 00:00:00 UTC\u{1F}remove_from_cart\u{1F}44", "customer": "501", "product": "44",
          "created_at": "2026-01-01T00:00:00Z", "kind": "remove_from_cart", "category": "light.lamp",
          "category_id": "9", "brand": "lumo", "price": "10.5", "session": "s-1",
        ]
      ]),
  ]

  private static let marketplaces = [
    Fixture(
      preset: "amazon-all-orders-flat-file", file: "amazon.txt",
      text: """
        amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tproduct-name\tsku\titem-status\tquantity\
        \tcurrency\titem-price\tship-country\tis-business-order
        111-2\t2017-06-17T08:04:21+00:00\t2017-06-18T08:00:00+00:00\tShipped\tLamp, red\tL-1\tShipped\t2\tEUR\t20.00\tDE\tfalse
        """,
      rows: [
        [
          "key": "111-2", "created_at": "2017-06-17T08:04:21Z", "updated_at": "2017-06-18T08:00:00Z",
          "status": "Shipped", "currency": "EUR", "country": "DE", "is_business": "no", "items.name": "Lamp, red",
          "items.sku": "L-1", "items.status": "Shipped", "items.quantity": "2", "items.price": "20.0",
        ]
      ]),
    Fixture(
      preset: "amazon-order-report", file: "amazon.txt",
      text: """
        order-id\tpurchase-date\tpayments-date\tbuyer-email\tbuyer-name\tbuyer-phone-number\tsku\tproduct-name\
        \tquantity-purchased\tcurrency\titem-price\tship-country\tdelivery-Instructions
        111-3\t2009-01-01T10:50:49-08:00\t2009-01-01T10:51:00-08:00\tKim@made.example\tKim Made\t555 01\tL-1\tLamp\t2\tUSD\t20.00\tUS\tBack door
        """,
      rows: [
        [
          "key": "111-3", "created_at": "2009-01-01T18:50:49Z", "paid_at": "2009-01-01T18:51:00Z",
          "customer": "kim@made.example", "email": "Kim@made.example", "customer_name": "Kim Made", "phone": "555 01",
          "currency": "USD", "country": "US", "note": "Back door", "items.sku": "L-1", "items.name": "Lamp",
          "items.quantity": "2", "items.price": "20.0",
        ]
      ]),
    Fixture(
      preset: "amazon-unshipped-orders", file: "amazon.txt",
      text: """
        order-id\tpurchase-date\tpromise-date\tdays-past-promise\tbuyer-email\tsku\tproduct-name\tquantity-purchased\
        \tquantity-shipped\tquantity-to-ship\tis-business-order
        111-4\t2026-03-01T10:00:00+00:00\t2026-03-04\t-2\tkim@made.example\tL-1\tLamp\t2\t0\t2\ttrue
        """,
      rows: [
        [
          "key": "111-4", "created_at": "2026-03-01T10:00:00Z", "promised_at": "2026-03-04T22:59:59Z",
          "days_late": "-2", "customer": "kim@made.example", "email": "kim@made.example", "is_business": "yes",
          "items.sku": "L-1", "items.name": "Lamp", "items.quantity": "2", "items.shipped": "0",
          "items.unshipped": "2",
        ]
      ]),
    Fixture(
      preset: "etsy-sold-order-items",
      text: """
        Sale Date,Item Name,Quantity,Price,Coupon Code,Order Total,Listing ID,Date Paid,Date Shipped,Ship Name,\
        Ship Zipcode,Ship Country,Order ID,Variations,Buyer
        12/31/25,Lamp,2,10.00,TEN,25.00,777,01/01/2026,,Kim Made,01067,Germany,3001,Colour:Red,kimmade
        """,
      rows: [
        [
          "key": "3001", "created_at": "2025-12-30T23:00:00Z", "paid_at": "2025-12-31T23:00:00Z",
          "discount_code": "TEN", "total": "25.0", "shipping_name": "Kim Made", "zip": "01067", "country": "Germany",
          "customer": "kimmade", "items.sku": "777", "items.name": "Lamp", "items.quantity": "2",
          "items.price": "10.0", "items.variations": "Colour:Red",
        ]
      ]),
  ]
}
