/// Which jobs a person means.
package struct JobSelection: Hashable, Sendable {
  /// Whole ids; nil for all jobs.
  package var ids: Set<String>?
  package var channels: [String]?
  /// The campaign that wrote them. Asking for it opens each file.
  package var campaign: String?
  package var places: [Place]

  package init(ids: Set<String>? = nil, channels: [String]? = nil, campaign: String? = nil, places: [Place]) {
    self.ids = ids
    self.channels = channels
    self.campaign = campaign
    self.places = places
  }
}

extension SpoolFolder {
  /// The jobs that are meant, as they lie now: a moving picture.
  package func select(_ selection: JobSelection) throws(SpoolProblem) -> [SpooledJob] {
    var found: [SpooledJob] = []
    try eachJob(channels: selection.channels, places: selection.places) { job throws(SpoolProblem) in
      if let ids = selection.ids, !ids.contains(job.name.id) { return }
      if try isOf(selection.campaign, job) { found.append(job) }
    }
    return found
  }

  /// Whether the campaign wrote the job; nil stands for any. What cannot be read is no campaign's.
  private func isOf(_ campaign: String?, _ job: SpooledJob) throws(SpoolProblem) -> Bool {
    guard let campaign else { return true }
    guard let bytes = try bytes(job.path), let file = JobFile(bytes) else { return false }
    return file.campaign == campaign
  }

  /// The ids that begin with each of these words, of all jobs in the spool, whatever their place.
  package func ids(beginningWith words: Set<String>) throws(SpoolProblem) -> [String: Set<String>] {
    let lengths = Set(words.map(\.utf8.count)).sorted()
    var found: [String: Set<String>] = [:]
    try eachJob { job in
      for length in lengths {
        let start = String(job.name.id.prefix(length))
        if words.contains(start) { found[start, default: []].insert(job.name.id) }
      }
    }
    return found
  }
}
