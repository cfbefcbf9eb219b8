import CivilTime
import Ledger
import Planning

extension ExportMeasure {
  init(_ record: ExportRecord) {
    var joins: [Join: JoinShare] = [:]
    for join in record.joins {
      joins[Join(campaign: join.campaign, path: join.path)] = JoinShare(looked: join.looked, joined: join.joined)
    }
    self.init(
      madeAt: Instant(microseconds: record.madeAt), rows: record.rows, joins: joins,
      refused: record.refusedAt.map { Refusal(madeAt: Instant(microseconds: $0), why: record.refusedWhy ?? "") })
  }

  func record(entity: String) -> ExportRecord {
    ExportRecord(
      entity: entity, madeAt: madeAt.microseconds, rows: rows, refusedAt: refused?.madeAt.microseconds,
      refusedWhy: refused?.why,
      joins: joins.sorted { $0.key < $1.key }.map {
        JoinRecord(
          campaign: $0.key.campaign, path: $0.key.path, looked: $0.value.looked, joined: $0.value.joined)
      })
  }
}
