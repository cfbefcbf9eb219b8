import CivilTime
import JSON
import Planning

/// Finds what files say about a customer.
enum PersonMatch {
  /// By key and addresses, as `forget` and `access` know them.
  case known(key: String, entity: String, addresses: Set<String>)
  /// By the hashes of all who were forgotten: for what a backup brought back.
  case forgotten(Forgotten, entity: String)

  /// Whether a job's file is the customer's. What was made after they were forgotten is of a new relation.
  func matches(job bytes: [UInt8]) -> Bool {
    switch self {
    case .known(let key, let entity, let addresses):
      if Self.contains(bytes, addresses) { return true }
      guard let value = try? JSONValue.parse(bytes) else { return false }
      return Self.names(value, entity).contains(key)
    case .forgotten(let forgotten, let entity):
      guard let value = try? JSONValue.parse(bytes) else { return false }
      let made = value["created_at"]?.string.flatMap { ISOTime.parse($0, zone: .utc) }
      let since = (Self.names(value, entity) + [value["to"]?["address"]?.string].compactMap { $0 })
        .compactMap(forgotten.since).max()
      return since.map { since in made.map { $0 <= since } ?? true } ?? false
    }
  }

  /// Whether a line of `decisions.jsonl.gz` is about the customer.
  func matches(decision bytes: [UInt8]) -> Bool {
    guard let value = try? JSONValue.parse(bytes) else { return false }
    switch self {
    case .known(let key, let entity, let addresses):
      return Self.names(value, entity).contains(key) || Self.contains(bytes, addresses)
    case .forgotten(let forgotten, let entity):
      return Self.names(value, entity).contains { forgotten.since($0) != nil }
    }
  }

  /// Whether a line of `rejects/` shows the customer: a row that could not be read, so any cell may be the key.
  func matches(reject bytes: [UInt8]) -> Bool {
    let row = (try? JSONValue.parse(bytes))?["row"]?.string ?? String(decoding: bytes, as: UTF8.self)
    switch self {
    case .known(let key, _, let addresses):
      return Self.contains(Array(row.utf8), addresses) || Self.cells(row).contains(key)
    case .forgotten(let forgotten, _): return Self.cells(row).contains { forgotten.since($0) != nil }
    }
  }

  /// Those whom a job or decision names: its customer, and its subject if that is a customer.
  private static func names(_ value: JSONValue, _ entity: String) -> [String] {
    var names = [value["customer"]?.string].compactMap { $0 }
    if value["subject"]?["entity"]?.string == entity, let key = value["subject"]?["key"]?.string { names.append(key) }
    return names
  }

  /// The cells of a row, and the words in them: a key may stand in a sentence.
  private static func cells(_ row: String) -> Set<String> {
    let cells = row.split { ",;\t|\"\n\r".contains($0) }
    let words = cells.flatMap { $0.split { " <>()':\\".contains($0) } }
    return Set((cells + words).map { customerKey(String($0)) })
  }

  /// Whether one of the addresses stands anywhere in it, in whatever case.
  private static func contains(_ bytes: [UInt8], _ addresses: Set<String>) -> Bool {
    guard !addresses.isEmpty else { return false }
    let text = bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    return addresses.contains { text.firstRange(of: Array($0.utf8)) != nil }
  }
}
