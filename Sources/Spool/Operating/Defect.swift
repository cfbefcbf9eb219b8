/// Something that is wrong with a file or folder of the spool.
package struct Defect: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Another's account owns it: workers may not be able to rename it.
    case owner
    /// Others than its owner may read or write it.
    case permissions
    /// It has a job's name, and is torn or no job.
    case torn
    /// There is another file of the same job, so that it could be sent twice.
    case doubled
    /// A job that lies beside the chunks, where no worker looks.
    case stranded
    /// A job in a chunk of another priority, or of an earlier time than its own.
    case misfiled
    /// A half-written file that a crash left behind.
    case draft
    /// Not the spool's.
    case foreign

    /// Whether `repair` does anything about it.
    package var canBeRepaired: Bool { self != .owner && self != .foreign }
  }

  package var kind: Kind
  package var channel: String
  /// Absolute.
  package var path: String
  package var detail: String
  /// Of a job.
  package var name: JobName?

  package init(_ kind: Kind, _ path: String, channel: String = "", name: JobName? = nil, detail: String) {
    self.kind = kind
    self.channel = channel
    self.path = path
    self.name = name
    self.detail = detail
  }
}
