import CivilTime

/// When a server wants to be asked again (RFC 9110, 10.2.3).
enum RetryAfter {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  /// Longer makes no sense for a message; it is then up to the job's own expiry.
  private static let longest: Int64 = 7 * 86_400

  /// Seconds from `now` on, a week at most; nil for a header that says nothing we understand.
  static func seconds(_ header: String, now: Int64) -> Int64? {
    let text = header.filter { !$0.isWhitespace || $0 == " " }
    if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return min(Int64(text) ?? longest, longest)
    }
    return date(text).map { max(0, min($0 - now, longest)) }
  }

  /// Seconds since 1970 of an HTTP date: `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms.
  static func date(_ text: String) -> Int64? {
    let words = text.lowercased().split { " ,-".contains($0) }.map(String.init)
    if words.count == 6, let day = Int(words[1]) {
      guard words[5] == "gmt", var year = Int(words[3]) else { return nil }
      if words[3].utf8.count == 2 { year += year < 70 ? 2000 : 1900 }
      return seconds(year, words[2], day, words[4])
    }
    // asctime: Sun Nov  6 08:49:37 1994
    guard words.count == 5, let day = Int(words[2]), let year = Int(words[4]) else { return nil }
    return seconds(year, words[1], day, words[3])
  }

  private static func seconds(_ year: Int, _ month: String, _ day: Int, _ time: String) -> Int64? {
    let parts = time.split(separator: ":").compactMap { Int($0) }
    guard let month = months.firstIndex(of: month), year >= 1970, year <= 9999,
      let date = CivilDate(year: year, month: month + 1, day: day), parts.count == 3, (0...23).contains(parts[0]),
      (0...59).contains(parts[1]), (0...60).contains(parts[2])
    else { return nil }
    return date.daysSinceEpoch * 86_400 + Int64(parts[0] * 3600 + parts[1] * 60 + parts[2])
  }
}
