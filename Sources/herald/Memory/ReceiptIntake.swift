import Campaigns
import CivilTime
import Ledger
import Planning
import Platform
import Spool

/// Takes in what workers say became of jobs, first thing after the recovery. Under the run lock.
///
/// **Archive, then ledger, then the files**: a crash between two of them makes the next run do the later ones again, and
/// each does no harm twice.
struct ReceiptIntake {
  let project: Project
  let folder: SpoolFolder
  let ledger: LedgerStore
  let forgotten: Forgotten

  @discardableResult
  func run(lock: borrowing RunLock) throws(SpoolProblem) -> Intake {
    var journal = IntakeLedger(project: project, ledger: ledger, hash: forgotten.hash)
    return try folder.takeIn(lock: lock, into: &journal)
  }
}

/// The ledger and the archive as an intake sees them.
private struct IntakeLedger: IntakeJournal {
  let ledger: LedgerStore
  private let zone: Zone
  private let archive: String
  private let addresses: AddressHashes
  private var receipts: [JobReceipt] = []
  private var withdrawn: [TakenBackJob] = []
  private var page: ArchivePage?

  init(project: Project, ledger: LedgerStore, hash: KeyedHash) {
    self.ledger = ledger
    zone = project.zone
    archive = JobArchive(state: project.state).folder
    addresses = AddressHashes(project, hash)
  }

  mutating func add(_ entry: IntakeEntry) throws(SpoolProblem) {
    if entry.place == .withdrawn, entry.hasJob, entry.receipt == nil {
      withdrawn.append(TakenBackJob(id: entry.name.id, attempt: entry.name.attempt))
      return
    }
    if let job = entry.job, entry.place == .sent || entry.place == .dropped { try keep(job, entry) }
    receipts.append(receipt(entry))
  }

  mutating func commit() throws(SpoolProblem) {
    if let page {
      do throws(Errno) { try page.finish() } catch { throw SpoolProblem(.system(error), path: archive) }
    }
    do throws(LedgerProblem) {
      try ledger.record(receipts: receipts)
      try ledger.takeBack(withdrawn) { [zone] in zone.wall(at: Instant(microseconds: $0)).date.text }
    } catch { throw SpoolProblem(.journal(error.diagnostic, exitCode: error.exitCode), path: ledger.path) }
    page = nil
    receipts = []
    withdrawn = []
  }

  private mutating func keep(_ job: JobFile, _ entry: IntakeEntry) throws(SpoolProblem) {
    do throws(Errno) {
      let page = if let page { page } else { try ArchivePage(archive) }
      self.page = page
      try page.add(job, entry)
    } catch { throw SpoolProblem(.system(error), path: archive) }
  }

  private func receipt(_ entry: IntakeEntry) -> JobReceipt {
    JobReceipt(
      id: entry.name.id, attempt: entry.name.attempt, at: Self.microseconds(entry.at),
      outcome: Self.outcome(entry.place), hasJob: entry.hasJob, isExpired: entry.isExpired,
      reason: entry.receipt?.reason, exitCode: entry.receipt?.exitCode,
      providerID: entry.receipt?.providerID, address: entry.job.flatMap { addresses.hash($0.address, entry.channel) })
  }

  /// Of a clock that may be wrong.
  private static func microseconds(_ seconds: Int64) -> Int64 { max(0, min(seconds, 253_402_300_799)) * 1_000_000 }

  private static func outcome(_ place: Place) -> JobReceipt.Outcome {
    switch place {
    case .sent: .sent
    case .failed, .dead: .failed
    case .withdrawn: .withdrawn
    case .dropped: .dropped
    case .deferred: .deferred
    case .unknown, .queue, .work, .held, .corrupt: .unknown
    }
  }
}

/// Keyed hashes of addresses in their normal form, by which the ledger knows whom to spare.
struct AddressHashes {
  private let channels: [String: Channel]
  private let hash: KeyedHash

  init(_ project: Project, _ hash: KeyedHash) {
    channels = Dictionary(project.channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.hash = hash
  }

  /// Nil for what is no address of the channel.
  func hash(_ address: String, _ channel: String) -> Hash128? {
    let form = channels[channel].map { $0.normalForm(of: address) } ?? (address.isEmpty ? nil : address)
    return form.map { hash.hash($0) }
  }
}
