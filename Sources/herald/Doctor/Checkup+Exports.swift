import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Rules
import Tables

/// Whether the exports can be opened and are fresh, and what the last runs saw of their rows and links.
extension Checkup {
  mutating func checkExports(_ ledger: LedgerStore?) {
    for entity in project.entities {
      let record = try? ledger?.export(entity: entity.name)
      do throws(Diagnostic) {
        check(entity, try Export(opening: entity.mapping), record ?? nil)
      } catch {
        add(.bad, "export \(entity.name)", error.message, error.advice)
      }
      checkJoins(record ?? nil)
    }
  }

  private mutating func check(_ entity: EntitySource, _ export: Export, _ record: ExportRecord?) {
    let name = "export \(entity.name)"
    let age = now.since(export.madeAt)
    let rows = record.map { ", \(grouped($0.rows)) rows when last used" } ?? ""
    if let record, record.refusedAt == export.madeAt.microseconds, let why = record.refusedWhy {
      return add(.bad, name, why, "see whether what writes it is whole; if it is, herald run --accept \(entity.name)")
    }
    if age < TimeSpan(seconds: -300) {
      return add(
        .look, name, "made \(roughly(-age.seconds)) in the future",
        "its machine's clock or this one's is wrong, and what it says of the time is too")
    }
    if let fresh = entity.fresh, age > fresh {
      return add(
        .bad, name, "\(roughly(age.seconds)) old, and fresh is \(fresh.text)\(rows)",
        "what reads it waits (stale-data): look at what writes it")
    }
    add(.ok, name, "\(roughly(max(0, age.seconds))) old\(rows)")
  }

  /// A link that leads nowhere for most may be right, and is worth a look.
  private mutating func checkJoins(_ record: ExportRecord?) {
    guard let record else { return }
    for (path, joins) in Dictionary(grouping: record.joins, by: \.path).sorted(by: { $0.key < $1.key }) {
      let (looked, joined) = joins.reduce((0, 0)) { ($0.0 + $1.looked, $0.1 + $1.joined) }
      guard looked > 0 else { continue }
      let share = 100 * joined / looked
      guard isToOne(path) else {
        add(.ok, "link \(path)", "\(share) % of \(grouped(looked)) have any")
        continue
      }
      add(
        share < 50 ? .look : .ok, "link \(path)", "\(share) % of \(grouped(looked)) lead to a record",
        "are both sides written alike, and is the other export whole?")
    }
  }

  /// Most customers have no ticket, but an order has its customer.
  private func isToOne(_ path: String) -> Bool {
    let names = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard names.count == 2, let entity = project.schema.entity(named: names[0]) else { return false }
    return project.schema.entities[entity].links.contains { $0.name == names[1] && $0.kind == .one }
  }
}
