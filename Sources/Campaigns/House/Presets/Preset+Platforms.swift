// Other shops, and what stands beside shops.
extension Preset {
  static let platforms = [magentoOrders, bigCommerceOrders, shipStationOrders, rees46Events]

  private static let magentoOrders = Preset(
    "magento2-sales-order-grid", "Magento 2: Sales > Orders > Export",
    notes: "Times are those that the admin shows: the shop's own, without a zone. There are no items in it.",
    """
    key: ID
    fields:
      customer: Customer Email
      email: Customer Email
      customer_name: Customer Name
      customer_group: Customer Group
      created_at:
        column: Purchase Date
        format: ["%b %d, %Y %I:%M:%S %p", "%b %d, %Y %H:%M:%S PM", "%b %d, %Y %H:%M:%S AM", "%Y-%m-%d %H:%M:%S"]
      status: Status
      total: {column: Grand Total (Purchased), type: money, decimal: point}
      base_total: {column: Grand Total (Base), type: money, decimal: point}
      subtotal: {column: Subtotal, type: money, decimal: point}
      shipping: {column: Shipping and Handling, type: money, decimal: point}
      refunded: {column: Total Refunded, type: money, decimal: point}
      payment_method: Payment Method
      shipping_method: Shipping Information
      billing_name: Bill-to Name
      shipping_name: Ship-to Name
      billing_address: Billing Address
      shipping_address: Shipping Address
      purchase_point: Purchase Point
      pickup_location: Pickup Location Code
      dispute_state: Dispute State
    """)

  private static let bigCommerceOrders = Preset(
    "bigcommerce-orders-default", "BigCommerce: Orders > Export, the default template",
    notes: """
      Dates are written as the store displays them, day or month first, and nothing in the file says which: give \
      “created_at: {column: Order Date, format: \"%d/%m/%Y\"}”, and fulfilled_at alike. What was bought is one text, \
      “products”. A template of your own may lack columns.
      """,
    """
    key: Order ID
    fields:
      customer: Customer Email
      email: Customer Email
      phone: {column: Customer Phone, apostrophe: strip}
      customer_name: Customer Name
      customer_id: Customer ID
      first_name: Billing First Name
      last_name: Billing Last Name
      created_at: Order Date
      fulfilled_at: Date Shipped
      status: Order Status
      total: {column: Order Total (inc tax), type: number}
      subtotal: {column: Subtotal (inc tax), type: number}
      shipping: {column: Shipping Cost (inc tax), type: number}
      taxes: {column: Tax Total, type: number}
      refunded: {column: Refund Amount, type: number}
      currency: Order Currency Code
      payment_method: Payment Method
      shipping_method: Ship Method
      item_count: {column: Total Quantity, type: int}
      shipped_count: {column: Total Shipped, type: int}
      country: Shipping Country
      city: Shipping Suburb
      zip: {column: Shipping Zip, apostrophe: strip}
      shipping_phone: {column: Shipping Phone, apostrophe: strip}
      products: Product Details
      coupons: Coupon Details
      note: Customer Message
    """)

  private static let shipStationOrders = Preset(
    "shipstation-orders", "ShipStation: Orders > Export, a row for each item",
    notes: "The columns are chosen in ShipStation. Dates are US ones, the account's own, without a zone.",
    """
    key: Order - Number
    fields:
      created_at:
        column: Date - Order Date
        format: ["%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"]
      customer_name: Bill To - Name
      zip: {column: Ship To - Postal Code, apostrophe: strip}
      total: {column: Amount - Order Total, type: number}
      shipping: {column: [Amount - Order Shipping, Amount - Shipping Cost], type: number}
      tracking_number: {column: Tracking Number, apostrophe: strip}
      source_name: Source
      store_name: Market - Store Name
      marketplace_name: [Market - Markeplace Name, Market - Marketplace Name]
    items:
      sku: {column: Item - SKU, apostrophe: strip}
      name: Item - Name
      price: {column: Item - Price, type: number}
      quantity: {column: Item - Qty, type: int}
    """)

  private static let rees46Events = Preset(
    "rees46-events", "REES46: what visitors view, put into the cart and buy",
    notes: "An event has no number of its own: it is known by its session, time, kind and product.",
    """
    key: [user_session, event_time, event_type, product_id]
    duplicates: first
    fields:
      customer: user_id
      created_at: event_time
      kind: event_type
      product: product_id
      category: category_code
      category_id: category_id
      brand: brand
      price: {column: price, type: number}
      session: user_session
    """)
}
