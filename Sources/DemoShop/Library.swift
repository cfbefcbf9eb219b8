/// The project that people start from: the repository's `campaigns/`, carried inside the program.
///
/// SwiftPM embeds the files of `Project/`, which are links to those of `campaigns/`: no bundle has to travel along. A new
/// file there needs a link and a line here, and a test says so.
package enum Library {
  /// herald.yaml and what it names, the campaigns, and after each its tests.
  package static var project: [File] {
    [
      File("herald.yaml", PackageResources.herald_yaml),
      File("holidays.txt", PackageResources.holidays_txt),
      File("snippets/button.liquid", PackageResources.button_liquid),
      File("snippets/greeting.liquid", PackageResources.greeting_liquid),
      File("snippets/parcels.liquid", PackageResources.parcels_liquid),
      File("gateways/cm.http", PackageResources.cm_http),
      File("gateways/twilio-whatsapp.http", PackageResources.twilio_whatsapp_http),
      File("gateways/twilio.http", PackageResources.twilio_http),
      File("gateways/whatsapp-cloud.http", PackageResources.whatsapp_cloud_http),
      File("abandoned-cart.yaml", PackageResources.abandoned_cart_yaml),
      File("abandoned-cart.test.yaml", PackageResources.abandoned_cart_test_yaml),
      File("back-in-stock.yaml", PackageResources.back_in_stock_yaml),
      File("back-in-stock.test.yaml", PackageResources.back_in_stock_test_yaml),
      File("cross-sell.yaml", PackageResources.cross_sell_yaml),
      File("cross-sell.test.yaml", PackageResources.cross_sell_test_yaml),
      File("delayed-dispatch-renewed.yaml", PackageResources.delayed_dispatch_renewed_yaml),
      File("delayed-dispatch-renewed.test.yaml", PackageResources.delayed_dispatch_renewed_test_yaml),
      File("delayed-dispatch.yaml", PackageResources.delayed_dispatch_yaml),
      File("delayed-dispatch.test.yaml", PackageResources.delayed_dispatch_test_yaml),
      File("delayed-shipment.yaml", PackageResources.delayed_shipment_yaml),
      File("delayed-shipment.test.yaml", PackageResources.delayed_shipment_test_yaml),
      File("delivered.yaml", PackageResources.delivered_yaml),
      File("delivered.test.yaml", PackageResources.delivered_test_yaml),
      File("delivery-attempt-failed.yaml", PackageResources.delivery_attempt_failed_yaml),
      File("delivery-attempt-failed.test.yaml", PackageResources.delivery_attempt_failed_test_yaml),
      File("delivery-exception.yaml", PackageResources.delivery_exception_yaml),
      File("delivery-exception.test.yaml", PackageResources.delivery_exception_test_yaml),
      File("fraud-check.yaml", PackageResources.fraud_check_yaml),
      File("fraud-check.test.yaml", PackageResources.fraud_check_test_yaml),
      File("high-value-late.yaml", PackageResources.high_value_late_yaml),
      File("high-value-late.test.yaml", PackageResources.high_value_late_test_yaml),
      File("high-value-reward.yaml", PackageResources.high_value_reward_yaml),
      File("high-value-reward.test.yaml", PackageResources.high_value_reward_test_yaml),
      File("loyalty-expiring.yaml", PackageResources.loyalty_expiring_yaml),
      File("loyalty-expiring.test.yaml", PackageResources.loyalty_expiring_test_yaml),
      File("order-confirmed.yaml", PackageResources.order_confirmed_yaml),
      File("order-confirmed.test.yaml", PackageResources.order_confirmed_test_yaml),
      File("out-for-delivery.yaml", PackageResources.out_for_delivery_yaml),
      File("out-for-delivery.test.yaml", PackageResources.out_for_delivery_test_yaml),
      File("payment-failed.yaml", PackageResources.payment_failed_yaml),
      File("payment-failed.test.yaml", PackageResources.payment_failed_test_yaml),
      File("post-sale-survey.yaml", PackageResources.post_sale_survey_yaml),
      File("post-sale-survey.test.yaml", PackageResources.post_sale_survey_test_yaml),
      File("ready-for-pickup.yaml", PackageResources.ready_for_pickup_yaml),
      File("ready-for-pickup.test.yaml", PackageResources.ready_for_pickup_test_yaml),
      File("return-received.yaml", PackageResources.return_received_yaml),
      File("return-received.test.yaml", PackageResources.return_received_test_yaml),
      File("shipped.yaml", PackageResources.shipped_yaml),
      File("shipped.test.yaml", PackageResources.shipped_test_yaml),
      File("win-back.yaml", PackageResources.win_back_yaml),
      File("win-back.test.yaml", PackageResources.win_back_test_yaml),
    ]
  }

  /// A dozen rows of each export, around 2026-03-02T10:30:00Z.
  package static var exports: [File] {
    [
      File("exports/backorders.csv", PackageResources.backorders_csv),
      File("exports/bounced.csv", PackageResources.bounced_csv),
      File("exports/carts.csv", PackageResources.carts_csv),
      File("exports/customers.csv", PackageResources.customers_csv),
      File("exports/loyalty.csv", PackageResources.loyalty_csv),
      File("exports/orders.csv", PackageResources.orders_csv),
      File("exports/payments.csv", PackageResources.payments_csv),
      File("exports/products.csv", PackageResources.products_csv),
      File("exports/refunds.csv", PackageResources.refunds_csv),
      File("exports/reviews.csv", PackageResources.reviews_csv),
      File("exports/shipments.csv", PackageResources.shipments_csv),
      File("exports/tickets.csv", PackageResources.tickets_csv),
      File("exports/unsubscribed.csv", PackageResources.unsubscribed_csv),
      File("exports/wishes.csv", PackageResources.wishes_csv),
    ]
  }

  /// All of it.
  package static var files: [File] { project + exports }

  package struct File: Sendable {
    /// Relative to the project's folder.
    package let path: String
    package let bytes: [UInt8]

    init(_ path: String, _ bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }
}
