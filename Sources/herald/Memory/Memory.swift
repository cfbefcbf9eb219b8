import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform

/// What the state folder remembers: the ledger and the key that signs links.
struct Memory {
  enum Purpose {
    /// Leaves the disk as it is; a shop that never ran has no memory yet.
    case reading
    /// Makes what is missing. Under the run lock.
    case writing
  }

  let ledger: LedgerStore?
  let history: any History
  /// Customers who asked to be forgotten, and the key of the hashes that are kept of them.
  let forgotten: Forgotten
  /// Signs links (`| sign`): 32 bytes of the state folder's `sign.key`, made by the first run. A plan before that signs
  /// with nothing secret.
  let signKey: [UInt8]
  private let sequence: Int64

  static func open(_ project: Project, for purpose: Purpose) throws -> Memory {
    do throws(LedgerProblem) {
      let path = project.state + "/ledger.sqlite"
      let ledger =
        switch purpose {
        case .reading: try LedgerStore.openReadOnly(path)
        case .writing: try LedgerStore.open(path, heraldID: project.id) as LedgerStore?
        }
      let signKey = try signKey(project.state + "/sign.key", purpose)
      let forgotten = try ForgottenFile(state: project.state).read(hash: KeyedHash(secret: signKey))
      if let ledger { try requireSameKey(ledger, forgotten, purpose, path: project.state + "/sign.key") }
      return Memory(
        ledger: ledger, history: ledger.map { LedgerHistory($0, forgotten: forgotten) } ?? NoHistory(),
        forgotten: forgotten, signKey: signKey, sequence: try ledger?.nextBatchSequence() ?? 1)
    } catch {
      throw Failure(ExitCode(rawValue: error.exitCode) ?? .inputOutput, [error.diagnostic])
    }
  }

  /// A hash of `now` and the ledger's sequence: the same decisions have the same name.
  func nextBatch(now: Instant) -> String { Hash128("batch", now.rfc3339, String(sequence)).base32 }
  var nextSequence: Int64 { sequence }

  /// What the ledger has on one subject, a line each.
  func sentMessages(entity: String, key: String) -> [String] {
    let messages = (try? ledger?.messages(subjectEntity: entity, key: key)) ?? []
    return messages.map {
      let at = Instant(microseconds: $0.decidedAt).rfc3339
      return "\($0.campaign), step \($0.step)\($0.channel.map { ", by \($0)" } ?? ""), at \(at): \($0.state.rawValue)"
    }
  }

  /// Under another key nobody would be known who was told or forgotten: better no run than everything twice.
  private static func requireSameKey(
    _ ledger: LedgerStore, _ forgotten: Forgotten, _ purpose: Purpose, path: String
  ) throws(LedgerProblem) {
    let hasHashes = try ledger.hasHashedMessages()
    guard hasHashes || !forgotten.entries.isEmpty else { return }
    let mark = forgotten.hash.hash("mark").base32
    guard let known = try ledger.note("hash_key") else {
      if case .writing = purpose { try ledger.setNote("hash_key", mark) }
      return
    }
    guard known == mark else {
      throw .inputOutput(path: path, detail: "it is another key than the ledger's hashes were made with: restore it")
    }
  }

  private static func signKey(_ path: String, _ purpose: Purpose) throws(LedgerProblem) -> [UInt8] {
    if let key = try? FileSystem.read(path, limit: 4096), !key.isEmpty { return key }
    guard case .writing = purpose else { return [] }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    do throws(Errno) { try FileSystem.writeDurably(path, key) } catch {
      throw .inputOutput(path: path, detail: error.words)
    }
    return key
  }
}
