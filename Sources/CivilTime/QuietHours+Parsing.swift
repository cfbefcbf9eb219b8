import Diagnostics

extension QuietHours {
  /// Why a list of texts says no quiet hours.
  package struct Problem: Error, Hashable, Sendable {
    /// Of the bad entry in the list.
    package var index: Int
    package var message: String
    package var advice: String?
  }

  /// Understands a list of `21:00-08:00`, `sun`, `sat 18:00-24:00`, `mon-fri 22:00-06:00`, `sat,sun`, `holidays`; or
  /// `none` alone, for never. Days are English, short or full, in any case.
  package static func parse(_ texts: [String]) -> Result<QuietHours, Problem> {
    var windows: [Window] = []
    for (index, text) in texts.enumerated() {
      let words = text.lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
      if words == ["none"] {
        guard texts.count == 1 else {
          return .failure(
            Problem(
              index: index, message: "“none” cannot stand beside quiet hours", advice: "take it out, or the others"))
        }
        return .success(.none)
      }
      do throws(DayWindow.Problem) {
        windows.append(try window(words, text))
      } catch {
        return .failure(Problem(index: index, message: error.message, advice: error.advice))
      }
    }
    return .success(QuietHours(windows: windows))
  }

  private static let wholeDay = DayWindow(startMinute: 0, endMinute: 1440)
  private static let form = "as in 21:00-08:00, sun, sat 18:00-24:00, mon-fri 22:00-06:00, holidays or none"

  /// `sat`, `21:00-08:00`, `sat 21:00-08:00`, `sat, sun 21:00 - 08:00`.
  private static func window(_ words: [String], _ text: String) throws(DayWindow.Problem) -> Window {
    let isTime = { (word: String) in word.utf8.first.map { $0 &- 0x30 <= 9 } ?? false }
    let dayWords = words.prefix { !isTime($0) }
    let timeWords = words.dropFirst(dayWords.count)
    guard !words.isEmpty else { throw DayWindow.Problem(message: "an empty entry of quiet hours", advice: form) }
    if let late = timeWords.first(where: { $0.utf8.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") } }) {
      throw DayWindow.Problem(
        message: "“\(late)” stands behind the time in “\(text)”", advice: "days come first, \(form)")
    }
    let time = timeWords.joined()
    let days = dayWords.isEmpty ? .all : try days(dayWords.joined(), text)
    return Window(days: days, window: time.isEmpty ? wholeDay : try DayWindow.parse(time).get())
  }

  private static func days(_ text: String, _ entry: String) throws(DayWindow.Problem) -> Days {
    var days: Days = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }.map(String.init)
      if part == "holidays" || part == "holiday" {
        days.insert(.holidays)
      } else if ends.count == 2 {
        let first = try weekday(ends[0], entry)
        let last = try weekday(ends[1], entry)
        for step in 0...((last - first + 7) % 7) { days.insert(.weekday((first + step) % 7)) }
      } else {
        days.insert(.weekday(try weekday(String(part), entry)))
      }
    }
    return days
  }

  private static func weekday(_ name: String, _ entry: String) throws(DayWindow.Problem) -> Int {
    let names = EnglishNames.weekdays.map { $0.lowercased() }
    if let index = names.firstIndex(where: { $0 == name || $0.prefix(3) == name }) { return index }
    let known = names.map { String($0.prefix(3)) } + names + ["holidays", "none"]
    let advice = nearest(to: name, in: known).map { "did you mean “\($0)”?" } ?? form
    throw DayWindow.Problem(message: "“\(entry)” has no day or time that I know: “\(name)”", advice: advice)
  }
}
