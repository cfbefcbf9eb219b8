// Amazon and Etsy: an order has a row for each item.
extension Preset {
  static let marketplaces = [amazonAllOrders, amazonOrderReport, amazonUnshippedOrders, etsyOrderItems]

  private static let amazonAllOrders = Preset(
    "amazon-all-orders-flat-file", "Amazon: All Orders report, a flat file",
    notes: """
      There is no buyer in it. The status is the order's; each item has its own. In some marketplaces the file is in \
      windows-1252: “encoding: windows-1252”.
      """,
    """
    delimiter: tab
    key: amazon-order-id
    fields:
      created_at: purchase-date
      updated_at: last-updated-date
      status: order-status
      channel: sales-channel
      fulfillment_channel: fulfillment-channel
      shipping_method: ship-service-level
      currency: currency
      country: ship-country
      city: ship-city
      zip: {column: ship-postal-code, apostrophe: strip}
      is_business: is-business-order
      merchant_order_id: merchant-order-id
    items:
      sku: sku
      name: product-name
      price: {column: item-price, type: number}
      quantity: {column: quantity, type: int}
      status: item-status
      asin: asin
    """)

  private static let amazonOrderReport = Preset(
    "amazon-order-report", "Amazon: Order report, a flat file",
    """
    delimiter: tab
    key: order-id
    fields:
      customer: buyer-email
      email: buyer-email
      phone: {column: buyer-phone-number, apostrophe: strip}
      customer_name: buyer-name
      created_at: purchase-date
      paid_at: payments-date
      delivery_starts_at: delivery-start-date
      delivery_ends_at: delivery-end-date
      delivery_zone: delivery-time-zone
      currency: currency
      shipping_method: ship-service-level
      shipping_name: recipient-name
      shipping_phone: {column: ship-phone-number, apostrophe: strip}
      country: ship-country
      city: ship-city
      zip: {column: ship-postal-code, apostrophe: strip}
      note: delivery-Instructions
    items:
      sku: sku
      name: product-name
      price: {column: item-price, type: number}
      quantity: {column: quantity-purchased, type: int}
    """)

  private static let amazonUnshippedOrders = Preset(
    "amazon-unshipped-orders", "Amazon: Unshipped Orders report, a flat file",
    notes: "“days_late” is the report's own count, negative before the promised date; it is as old as the report.",
    """
    delimiter: tab
    key: order-id
    fields:
      customer: buyer-email
      email: buyer-email
      phone: {column: buyer-phone-number, apostrophe: strip}
      customer_name: buyer-name
      created_at: purchase-date
      paid_at: payments-date
      reported_at: reporting-date
      promised_at: {column: promise-date, time: end of day}
      days_late: {column: days-past-promise, type: int}
      shipping_method: ship-service-level
      shipping_name: recipient-name
      country: ship-country
      city: ship-city
      zip: {column: ship-postal-code, apostrophe: strip}
      is_business: is-business-order
    items:
      sku: sku
      name: product-name
      quantity: {column: quantity-purchased, type: int}
      shipped: {column: quantity-shipped, type: int}
      unshipped: {column: quantity-to-ship, type: int}
    """)

  private static let etsyOrderItems = Preset(
    "etsy-sold-order-items", "Etsy: Shop Manager > Settings > Options > Download Data > Order Items",
    notes: "There is no address in it: “customer” is the buyer's name at Etsy. Dates are US ones, without a time.",
    """
    key: Order ID
    fields:
      customer: Buyer
      created_at: {column: Sale Date, format: ["%m/%d/%Y", "%m/%d/%y"]}
      paid_at: {column: Date Paid, format: ["%m/%d/%Y", "%m/%d/%y"]}
      fulfilled_at: {column: Date Shipped, format: ["%m/%d/%Y", "%m/%d/%y"]}
      total: {column: Order Total, type: number}
      shipping: {column: Shipping, type: number}
      taxes: {column: Sales Tax, type: number}
      discount_code: Coupon Code
      discount_amount: {column: Discount Amount, type: number}
      shipping_name: Ship Name
      country: Ship Country
      city: Ship City
      zip: {column: Ship Zipcode, apostrophe: strip}
      order_type: Order Type
      payment_method: Payment Type
    items:
      sku: Listing ID
      name: Item Name
      price: {column: Price, type: number}
      quantity: {column: Quantity, type: int}
      variations: Variations
    """)
}
