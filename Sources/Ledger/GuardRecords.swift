/// An export as it was when a run last used it. Times in microseconds since 1970.
package struct ExportRecord: Hashable, Sendable {
  package var entity: String
  package var madeAt: Int64
  package var rows: Int
  /// When a later one was made that was not trusted.
  package var refusedAt: Int64?
  package var refusedWhy: String?
  package var joins: [JoinRecord]

  package init(
    entity: String, madeAt: Int64, rows: Int, refusedAt: Int64? = nil, refusedWhy: String? = nil,
    joins: [JoinRecord] = []
  ) {
    self.entity = entity
    self.madeAt = madeAt
    self.rows = rows
    self.refusedAt = refusedAt
    self.refusedWhy = refusedWhy
    self.joins = joins
  }
}

/// How many of the rows that a campaign looked at led over a link to a record.
package struct JoinRecord: Hashable, Sendable {
  package var campaign: String
  package var path: String
  package var looked: Int
  package var joined: Int

  package init(campaign: String, path: String, looked: Int, joined: Int) {
    self.campaign = campaign
    self.path = path
    self.looked = looked
    self.joined = joined
  }
}

/// Something that is wrong and stays so. Times in microseconds since 1970.
package struct ProblemRecord: Hashable, Sendable {
  /// What it is about, without its numbers: `unusable/order`.
  package var identity: String
  package var firstAt: Int64
  /// When a person was last told.
  package var toldAt: Int64

  package init(identity: String, firstAt: Int64, toldAt: Int64) {
    self.identity = identity
    self.firstAt = firstAt
    self.toldAt = toldAt
  }
}

/// What a run learned beside its decisions: remembered after them, since a run that is cut short before learns it again.
package struct Lessons: Hashable, Sendable {
  package var exports: [ExportRecord]
  package var problems: [ProblemRecord]
  /// Identities of problems that are no more.
  package var solved: [String]

  package init(exports: [ExportRecord] = [], problems: [ProblemRecord] = [], solved: [String] = []) {
    self.exports = exports
    self.problems = problems
    self.solved = solved
  }

  package var isEmpty: Bool { exports.isEmpty && problems.isEmpty && solved.isEmpty }
}
