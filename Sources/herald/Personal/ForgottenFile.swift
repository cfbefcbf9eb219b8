import CivilTime
import Ledger
import Planning
import Platform

/// `forgotten` in the state folder: a keyed hash and a time for each key and address that `herald forget` erased. It lies
/// beside the ledger, so that a ledger from a backup can be cleared again.
struct ForgottenFile {
  private static let version = "herald.forgotten/1"
  let path: String

  init(state: String) { path = state + "/forgotten" }

  /// Nobody where there is no file.
  func read(hash: KeyedHash) throws(LedgerProblem) -> Forgotten {
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileSystem.read(path, limit: 1 << 30) } catch {
      if error == .noSuchFile || error == .notDirectory { return Forgotten(hash: hash) }
      throw .inputOutput(path: path, detail: error.words)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.first == Self.version[...] else {
      throw .inputOutput(path: path, detail: "it is no list of forgotten customers")
    }
    var entries: [Hash128: Instant] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let key = Hash128(base32: parts[0]),
        let at = Int64(parts[1]).flatMap({ Instant(seconds: $0) })
      else { throw .inputOutput(path: path, detail: "a line of it is damaged: restore it") }
      entries[key] = at
    }
    return Forgotten(hash: hash, entries: entries)
  }

  /// On the disk when it returns.
  func write(_ forgotten: Forgotten) throws(LedgerProblem) {
    let lines = forgotten.entries.sorted { $0.key < $1.key }.map { "\($0.key.base32) \($0.value.seconds)\n" }
    let text = Self.version + "\n" + lines.joined()
    do throws(Errno) { try FileSystem.writeDurably(path, Array(text.utf8)) } catch {
      throw .inputOutput(path: path, detail: error.words)
    }
  }
}

extension Forgotten {
  /// Changes when anybody is added.
  var mark: String {
    var builder = Hash128.Builder()
    for (key, at) in entries.sorted(by: { $0.key < $1.key }) {
      builder.add(key)
      builder.add(at.seconds)
    }
    return builder.finish().base32
  }
}
