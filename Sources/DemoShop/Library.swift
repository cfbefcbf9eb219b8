/// The project that people start from: the repository's `campaigns/`, carried inside the program.
///
/// SwiftPM embeds the files of `Project/`, which are links to those of `campaigns/`: no bundle has to travel along. A new
/// file there needs a link and a line here, and a test says so.
package enum Library {
  /// herald.yaml and the campaigns.
  package static var project: [File] {
    [
      File("herald.yaml", PackageResources.herald_yaml),
      File("abandoned-cart.yaml", PackageResources.abandoned_cart_yaml),
      File("delayed-dispatch.yaml", PackageResources.delayed_dispatch_yaml),
      File("delayed-shipment.yaml", PackageResources.delayed_shipment_yaml),
      File("post-sale-survey.yaml", PackageResources.post_sale_survey_yaml),
    ]
  }

  /// A dozen rows of each export, around 2026-03-02T10:30:00Z.
  package static var exports: [File] {
    [
      File("exports/backorders.csv", PackageResources.backorders_csv),
      File("exports/carts.csv", PackageResources.carts_csv),
      File("exports/customers.csv", PackageResources.customers_csv),
      File("exports/orders.csv", PackageResources.orders_csv),
      File("exports/shipments.csv", PackageResources.shipments_csv),
      File("exports/tickets.csv", PackageResources.tickets_csv),
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
