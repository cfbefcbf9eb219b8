import Platform

/// Why and since when a channel rests.
package struct Pause: Hashable, Sendable {
  /// For people; empty if nobody gave one.
  package var reason: String
  /// Seconds since 1970.
  package var since: Int64
}

extension SpoolFolder {
  /// Nil for a channel that does not rest.
  package func pause(of channel: String) -> Pause? {
    let file = pauseFile(channel)
    guard let status = try? FileSystem.status(file) else { return nil }
    let bytes = (try? FileSystem.read(file, limit: 1 << 16)) ?? []
    // One line, whatever a person wrote into it.
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return Pause(reason: words.joined(separator: " "), since: status.modified.seconds)
  }
}
