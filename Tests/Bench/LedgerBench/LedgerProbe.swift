import Ledger
import Platform

/// What a run asks of its ledger and tells it.
struct LedgerProbe {
  private let path: String
  static let messages = 20_000
  static let new = 1000

  init(_ path: String) { self.path = path }

  /// `open 0.0008 probe 0.041 commit 0.012`: seconds of processor time.
  func run() throws -> String {
    let keys = try known().sorted()
    let id = try BenchDatabase(path).texts("SELECT value FROM meta WHERE name = 'herald'").first ?? ""
    var marks = [SystemClock.processorTime()]
    let ledger = try LedgerStore.open(path, heraldID: id)
    marks.append(SystemClock.processorTime())
    let states = try ledger.decided(keys)
    marks.append(SystemClock.processorTime())
    let new = zip(keys, states).filter { $0.1 == nil }.map(\.0)
    let sequence = try ledger.nextBatchSequence()
    try ledger.commit(batch(new, sequence))
    marks.append(SystemClock.processorTime())
    guard new.count == Self.new else { return "\(new.count) were new: not what is measured" }
    let seconds = zip(marks.dropFirst(), marks).map { Double(($0 - $1) / 1000) / 1e6 }
    return
      "open \(seconds[0]) probe \(seconds[1]) commit \(seconds[2]) all \(Double((marks[3] - marks[0]) / 1000) / 1e6)"
  }

  /// Keys from all over the table, and new ones among them.
  private func known() throws -> [Hash128] {
    var generator = SystemRandomNumberGenerator()
    let database = try BenchDatabase(path)
    var keys: Set<Hash128> = []
    while keys.count < Self.messages - Self.new {
      let place = Hash128(high: generator.next(), low: generator.next())
      if let key = try database.key(from: place) { keys.insert(key) }
    }
    while keys.count < Self.messages { keys.insert(Hash128(high: generator.next(), low: generator.next())) }
    return Array(keys)
  }

  private func batch(_ keys: [Hash128], _ sequence: Int64) -> BatchRecord {
    let now: Int64 = 1_800_000_000_000_000 + sequence * 60_000_000
    var messages: [MessageRecord] = []
    var jobs: [JobRecord] = []
    for (number, key) in keys.enumerated() {
      messages.append(
        MessageRecord(
          key: key, campaign: "campaign-\(number % 20)", step: "24h", subjectEntity: "order",
          subjectKey: "O\(sequence)-\(number)", customer: "customer\(number * 2969)@mail.example", purpose: "service",
          channel: "email", variant: nil, startAt: now, dueAt: now, decidedAt: now, state: .queued, attempt: 1))
      jobs.append(JobRecord(id: key.base32, attempt: 1, message: key, channel: "email"))
    }
    return BatchRecord(
      sequence: sequence, name: "bench\(sequence)", now: now, count: jobs.count, hash: Hash128("bench"),
      messages: messages, sequences: [], jobs: jobs, run: nil, firstSeen: [], endings: [], day: "2027-01-15")
  }
}
