package import Platform

/// How a request ended.
package struct CurlEnd: Sendable {
  /// How far it got at least; what may have left counts as left. Decides between `deferred` and `unknown`.
  package enum Phase: Int, Hashable, Comparable, Sendable {
    /// No connection came about: nothing was sent.
    case unconnected
    /// The connection stood; nothing of the request was sent.
    case connected
    /// A part of the request was sent, and the server knows that it is not all.
    case sending
    /// All of the request may have been sent; no answer came.
    case sent
    /// An answer came, or the beginning of one.
    case answered

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  package let code: CurlCode
  /// The last status that the server gave; 0 without.
  package let status: Int
  /// Of a handle with an observer never `answered`: the observer knows better.
  package let phase: Phase
  /// The lines of the answer's head as they came, CRLF included; 64 KiB at most.
  package let head: [UInt8]
  package let answer: [UInt8]
  /// The answer was longer than the handle's limit.
  package let answerWasCut: Bool
  /// It went over a connection that was open before.
  package let wasReused: Bool
  /// Why there was no connection, as the system says it.
  package let systemError: Errno?
  /// What was wrong with TLS, in libcurl's words: certificates and host names, nothing of the request.
  package let detail: String?
}

extension CurlEnd {
  /// The value of a header of the last answer, by its name in any case; the last one of several.
  package func header(_ name: String) -> String? {
    var value: String?
    for line in head.split(separator: 0x0A) {
      // The head of an interim answer (100, a proxy's) is not the answer's.
      if line.starts(with: "HTTP/".utf8) {
        value = nil
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        String(decoding: line[..<colon], as: UTF8.self).lowercased() == name.lowercased()
      else { continue }
      let rest = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
      value = String(decoding: rest[..<(rest.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? rest.startIndex)], as: UTF8.self)
    }
    return value
  }
}
