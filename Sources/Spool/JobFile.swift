import JSON
import Platform

/// What is in a job's file, as far as a worker needs it. The file's name wins over it.
public struct JobFile: Hashable, Sendable {
  /// The whole file.
  public let bytes: [UInt8]
  /// The id of the campaign that wrote it.
  public let campaign: String
  /// `legal`, `service` or `marketing`.
  public let purpose: String
  /// Where to: an address, a number, a queue. Personal: for the sender only.
  public let address: String
  /// The customer's key; empty where there is none. Personal.
  public let customer: String
  /// A trial of `herald try`: no customer's message.
  public let isTrial: Bool
  /// After so many attempts it is given up.
  public let attemptLimit: Int
  /// The recipient's quiet periods, `from ..< until`, in seconds since 1970.
  public let quiet: [Range<Int64>]

  static let largest = 64 << 20
  static let usualAttempts = 8

  /// Nil for a file that is torn or is no job.
  public init?(_ bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let job = try? JSONValue.parse(bytes), job.members != nil else {
      return nil
    }
    self.bytes = bytes
    campaign = job["campaign"]?.string ?? ""
    purpose = job["purpose"]?.string ?? ""
    address = job["to"]?["address"]?.string ?? job["to"]?["queue"]?.string ?? ""
    customer = job["customer"]?.string ?? ""
    isTrial = job["trial"]?.bool ?? false
    attemptLimit = job["attempt_limit"]?.int.map(Int.init(clamping:)) ?? Self.usualAttempts
    var periods: [Range<Int64>] = []
    for pair in job["quiet"]?.array ?? [] {
      guard let ends = pair.array, ends.count == 2, let from = ends[0].string.flatMap(UTCText.seconds),
        let until = ends[1].string.flatMap(UTCText.seconds), from <= until
      else { return nil }
      periods.append(from..<until)
    }
    quiet = periods
  }

  /// When the quiet period that `now` lies in ends; nil outside of all.
  public func quietEnd(at now: Int64) -> Int64? {
    var end: Int64?
    // Periods may touch: the end of one may lie inside the next.
    while let period = quiet.first(where: { $0.contains(end ?? now) }) { end = period.upperBound }
    return end
  }

  /// Whether the file's last byte is a newline; a file that is gone counts as whole.
  static func isWhole(_ path: String) -> Bool {
    do throws(Errno) {
      let file = try FileDescriptor(opening: path, .read)
      let status = try file.status()
      guard status.kind == .regular, status.size > 0 else { return false }
      return try file.lastByte(size: status.size) == UInt8(ascii: "\n")
    } catch { return error == .noSuchFile }
  }
}

extension FileDescriptor {
  fileprivate borrowing func lastByte(size: Int64) throws(Errno) -> UInt8? {
    var byte: UInt8 = 0
    var count = 0
    var failure: Errno?
    unsafe withUnsafeMutableBytes(of: &byte) { buffer in
      do throws(Errno) { count = try unsafe pread(into: buffer, at: size - 1) } catch { failure = error }
    }
    if let failure { throw failure }
    return count == 1 ? byte : nil
  }
}
