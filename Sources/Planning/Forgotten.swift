import Campaigns
package import CivilTime
package import Platform
import Rules

/// Customers who asked to be forgotten (`herald forget`), as keyed hashes of their keys and addresses.
///
/// They get no marketing any more, and nothing about what began before they were forgotten. What they order afterwards is
/// a new relation: service and legal messages about it go.
package struct Forgotten: Sendable {
  package let hash: KeyedHash
  /// By hash: when.
  package private(set) var entries: [Hash128: Instant]

  package init(hash: KeyedHash, entries: [Hash128: Instant] = [:]) {
    self.hash = hash
    self.entries = entries
  }

  package static let nobody = Forgotten(hash: KeyedHash(secret: []))

  /// When this key or address was forgotten; nil for one that was not.
  package func since(_ text: String) -> Instant? { entries.isEmpty ? nil : entries[hash.hash(text)] }

  package mutating func add(_ texts: Set<String>, at now: Instant) {
    for text in texts { entries[hash.hash(text)] = now }
  }
}

extension GateContext {
  /// Whether a message must not go because its recipient, by key or address, is forgotten.
  func isForgotten(_ candidate: Candidate, address: String) -> Bool {
    guard !forgotten.entries.isEmpty else { return false }
    let key = text(cells.customer, candidate.subject)
    let since = [address, key].compactMap { $0 }.compactMap(forgotten.since).max()
    guard let since else { return false }
    return program.campaign.purpose == .marketing || candidate.start <= since
  }
}

extension Plan {
  /// Every address by which the loaded campaigns would reach a customer.
  package func addresses(ofCustomer key: String) -> Set<String> {
    var found: Set<String> = []
    for (index, decider) in deciders {
      let context = decider.context()
      for row in subjects[index] ?? [] {
        let subject = RecordID(entity: decider.program.campaign.each, row: row)
        guard context.text(context.cells.customer, subject) == key else { continue }
        for channel in decider.program.reach.keys where !project.channels[channel].isStaff {
          if case .valid(let address) = context.address(channel, subject) { found.insert(address) }
        }
      }
    }
    return found
  }
}
