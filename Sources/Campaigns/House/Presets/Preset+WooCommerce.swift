extension Preset {
  static let woocommerce = [analyticsOrders, webToffeeOrders, importSuiteOrders]

  private static let analyticsOrders = Preset(
    "woocommerce-analytics-orders", "WooCommerce: Analytics > Orders > Download",
    notes: """
      There is no address in it: “customer” is a name, which links to nothing unless customers are keyed by it. The \
      total is printed money; where it has no cents (¥1,234), “total: {column: N. Revenue (formatted), type: money, \
      decimal: point}” says what its comma is. All that was bought is one text, “products”: 2× Mug, 1× Crew Tee.
      """,
    """
    key: "Order #"
    fields:
      customer_name: Customer
      customer_type: Customer type
      created_at: Date
      status: Status
      total: {column: N. Revenue (formatted), type: money}
      net_total: {column: Net Sales, type: number}
      products: Product(s)
      item_count: {column: Items sold, type: int}
      coupons: {column: Coupon(s), type: list}
      attribution: Attribution
    """)

  private static let webToffeeOrders = Preset(
    "woocommerce-webtoffee-orders", "WooCommerce: WebToffee's Order Export",
    notes: """
      Times are the shop's own, without a zone. An order is one row, its products the texts “line_item_1”, \
      “line_item_2” and so on, of which only the first two are mapped: name:Mug|quantity:2|total:20.00.
      """,
    """
    key: order_number
    fields:
      customer: [billing_email, customer_email]
      email: [billing_email, customer_email]
      phone: {column: billing_phone, apostrophe: strip}
      first_name: billing_first_name
      last_name: billing_last_name
      created_at: {column: order_date, format: [&times]}
      paid_at: {column: paid_date, format: [&times]}
      status: status
      total: {column: order_total, type: number}
      subtotal: {column: order_subtotal, type: number}
      shipping: {column: shipping_total, type: number}
      taxes: {column: tax_total, type: number}
      discount: {column: discount_total, type: number}
      currency: order_currency
      payment_method: payment_method_title
      shipping_method: shipping_method
      customer_id: customer_id
      order_id: order_id
      country: [shipping_country, billing_country]
      city: [shipping_city, billing_city]
      zip: {column: [shipping_postcode, billing_postcode], apostrophe: strip}
      billing_country: billing_country
      locale: "meta:wpml_language"
      coupons: coupon_items
      note: customer_note
      line_item_1: line_item_1
      line_item_2: line_item_2
    """.replacing("&times", with: "\"%m/%d/%Y %H:%M:%S\", \"%m/%d/%Y %H:%M\", \"%Y-%m-%d %H:%M:%S\""))

  private static let importSuiteOrders = Preset(
    "woocommerce-csv-import-suite-orders", "WooCommerce: Customer/Order CSV Import Suite",
    notes: "Times are the shop's own, without a zone. What was bought is one text, “products”.",
    """
    key: order_number
    fields:
      customer: billing_email
      email: billing_email
      phone: {column: billing_phone, apostrophe: strip}
      first_name: billing_first_name
      last_name: billing_last_name
      created_at: date
      status: status
      total: {column: order_total, type: number}
      shipping: {column: shipping_total, type: number}
      taxes: {column: tax_total, type: number}
      discount: {column: discount_total, type: number}
      payment_method: payment_method
      shipping_method: shipping_method
      customer_id: customer_id
      order_id: order_id
      country: [shipping_country, billing_country]
      city: [shipping_city, billing_city]
      zip: {column: [shipping_postcode, billing_postcode], apostrophe: strip}
      products: line_items
      coupons: coupons
      note: customer_note
    """)
}
