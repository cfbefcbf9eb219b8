extension Preset {
  static let shopify = [shopifyOrders, shopifyCustomers, shopifyCheckouts]

  private static let shopifyOrders = Preset(
    "shopify-orders", "Shopify: Orders > Export",
    notes: """
      An order has a row for each line item, and its own values only in the first of them. Orders are known by their \
      name (#1001), which is unique within one shop.
      """,
    """
    key: {column: Name, apostrophe: strip}
    fields:
      customer: Email
      email: Email
      phone: {column: Phone, apostrophe: strip}
      created_at: Created at
      paid_at: Paid at
      fulfilled_at: Fulfilled at
      cancelled_at: Cancelled at
      payment_due_at: Next Payment Due At
      financial_status: Financial Status
      fulfillment_status: Fulfillment Status
      email_ok: Accepts Marketing
      currency: Currency
      total: {column: Total, type: number}
      subtotal: {column: Subtotal, type: number}
      shipping: {column: Shipping, type: number}
      taxes: {column: Taxes, type: number}
      refunded: {column: Refunded Amount, type: number}
      outstanding: {column: Outstanding Balance, type: number}
      discount_code: Discount Code
      discount_amount: {column: Discount Amount, type: number}
      shipping_method: Shipping Method
      payment_method: Payment Method
      billing_name: Billing Name
      billing_country: Billing Country
      billing_zip: {column: Billing Zip, apostrophe: strip}
      billing_phone: {column: Billing Phone, apostrophe: strip}
      shipping_name: Shipping Name
      country: Shipping Country
      province: Shipping Province
      city: Shipping City
      zip: {column: Shipping Zip, apostrophe: strip}
      shipping_phone: {column: Shipping Phone, apostrophe: strip}
      shopify_id: {column: Id, apostrophe: strip}
      risk_level: Risk Level
      source_name: Source
      tags: Tags
      note: Notes
    items:
      sku: {column: Lineitem sku, apostrophe: strip}
      name: Lineitem name
      price: {column: Lineitem price, type: number}
      quantity: {column: Lineitem quantity, type: int}
    """)

  private static let shopifyCustomers = Preset(
    "shopify-customers", "Shopify: Customers > Export",
    notes: "Customers are known by their e-mail address, as orders name them; one without an address is skipped.",
    """
    key: Email
    fields:
      email: Email
      phone: {column: Phone, apostrophe: strip}
      first_name: First Name
      last_name: Last Name
      country: [Default Address Country Code, Country Code]
      province: [Default Address Province Code, Province Code]
      city: [Default Address City, City]
      zip: {column: [Default Address Zip, Zip], apostrophe: strip}
      company: [Default Address Company, Company]
      email_ok: Accepts Email Marketing
      sms_ok: Accepts SMS Marketing
      total_spent: {column: Total Spent, type: number}
      order_count: {column: Total Orders, type: int}
      shopify_id: {column: Customer ID, apostrophe: strip}
      tags: Tags
      note: Note
    """)

  private static let shopifyCheckouts = Preset(
    "shopify-abandoned-checkouts", "Shopify's Admin API: GET checkouts.json, one checkout a line",
    notes: """
      jq -c '.checkouts[]' makes JSON Lines of the answer. Each checkout must stand in the file once: of answers of \
      many pages or days, keep the latest. The link to the cart is “url”.
      """,
    """
    format: jsonl
    key: id
    fields:
      customer: email
      email: email
      phone: phone
      sms_phone: sms_marketing_phone
      first_name: customer.first_name
      last_name: customer.last_name
      country: shipping_address.country_code
      locale: customer_locale
      created_at: created_at
      updated_at: updated_at
      completed_at: completed_at
      closed_at: closed_at
      email_ok: buyer_accepts_marketing
      sms_ok: buyer_accepts_sms_marketing
      total: {column: total_price, type: number}
      subtotal: {column: subtotal_price, type: number}
      discount: {column: total_discounts, type: number}
      currency: currency
      url: abandoned_checkout_url
      source_name: source_name
      tags: customer.tags
      note: note
    items:
      sku: line_items[].sku
      name: line_items[].title
      variant: line_items[].variant_title
      price: {column: "line_items[].price", type: number}
      quantity: {column: "line_items[].quantity", type: int}
    """)
}
