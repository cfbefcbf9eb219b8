import Foundation
import Platform
import TestSupport

@testable import herald

/// A shop of two orders, one of them late, in a folder of its own.
final class Shop {
  static let now = "2026-03-02T12:00:00Z"
  let folder: TemporaryFolder
  var path: String { folder.path }

  init() throws {
    folder = try TemporaryFolder()
    try write("herald.yaml", Self.house)
    try write("late.yaml", Self.late)
    try write("customers.csv", "Email,Name,ok\nanna@x.example,Anna,yes\nbert@x.example,Bert,no\n")
    try write(
      "orders.csv",
      "Order,Email,promised_at,delivered_at\nO1,anna@x.example,2026-03-01T10:00:00Z,\n"
        + "O2,bert@x.example,2026-03-01T10:00:00Z,2026-03-01T09:00:00Z\n")
  }

  static let house = """
    id: two
    shop: Two
    zone: UTC
    currency: EUR
    quiet: none
    channels:
      email: {to: [customer.email, customer.key], consent: customer.ok}
    data:
      customer: {file: customers.csv, key: Email, fields: {name: Name, ok: ok}}
      order:
        file: orders.csv
        key: Order
        fields: {customer: Email, promised_at: promised_at, delivered_at: delivered_at}

    """.replacing("to: [customer.email, customer.key]", with: "to: customer.key")

  static let late = """
    # An order is a day late.
    purpose: service
    each: order
    start: order.promised_at
    when: order.delivered_at == null
    via: [email]
    send:
      - after: 1d
        before: 10d
        email: {subject: "Order {{ order.key }} is late", text: "Hello {{ customer.name }}"}

    """

  func write(_ name: String, _ text: String) throws { try folder.write(name, text) }
  func write(_ name: String, _ bytes: [UInt8]) throws { try FileSystem.replace(folder.path(name), with: bytes) }

  func herald(_ arguments: String...) throws -> HeraldProgram.Result { try herald(arguments) }

  func herald(_ arguments: [String]) throws -> HeraldProgram.Result { try HeraldProgram.run(["-C", path] + arguments) }

  /// A verb at `now`.
  func at(_ now: String = now, _ arguments: String...) throws -> HeraldProgram.Result {
    try HeraldProgram.run(["-C", path] + arguments + ["--now", now])
  }

  /// Names of the batches in the stage.
  func staged() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/var/spool/stage")) ?? []
  }

  /// Names of the jobs below a channel's folder, sorted: `queue` or `done/sent`.
  func jobs(_ channel: String = "email", _ place: String = "queue") -> [String] {
    let base = path + "/var/spool/\(channel)/\(place)"
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".json") }.map { ($0 as NSString).lastPathComponent }.sorted()
  }
}
