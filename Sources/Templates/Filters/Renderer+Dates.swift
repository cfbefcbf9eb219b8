import CivilTime

extension Renderer {
  /// strftime in the recipient's zone and the text's language. A value that is no time is printed as it is, as Liquid does; outside
  /// the lax mode it is a problem.
  func date(
    _ input: TemplateValue, _ format: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    let pattern = format.text(context)
    if pattern.isEmpty { return input }
    guard let instant = instant(input) else {
      if program.isLax || input.isNothing { return input }
      throw failed("“date” needs a time", place)
    }
    var bytes: [UInt8] = []
    formatTime(instant, pattern: pattern, zone: context.zone, locale: context.language, into: &bytes)
    return .text(String(decoding: bytes, as: UTF8.self))
  }

  private func instant(_ value: TemplateValue) -> Instant? {
    switch value {
    case .time(let instant): return instant
    case .int(let seconds): return Instant(seconds: seconds)
    case .double(let seconds): return Int64(exactly: seconds.rounded(.down)).flatMap { Instant(seconds: $0) }
    case .text(let text):
      let word = text.lowercased()
      if word == "now" || word == "today" { return context.now }
      if !text.isEmpty, text.utf8.allSatisfy(\.isDigit), text.utf8.count != 8 {
        return Int64(text).flatMap { Instant(seconds: $0) }
      }
      return ISOTime.parse(text, zone: context.zone) ?? WrittenDate.parse(text, zone: context.zone)
    default: return nil
    }
  }
}

/// Dates as people write them in English: `March 14, 2016`, `14 Mar 2016 15:04:05`.
enum WrittenDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  static func parse(_ text: String, zone: Zone) -> Instant? {
    var month: Int?
    var numbers: [Int] = []
    var clock: [Int] = []
    for word in text.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
      if let found = months.firstIndex(where: { word.hasPrefix($0) }), word.allSatisfy(\.isLetter), month == nil {
        month = found + 1
      } else if word.contains(":") {
        clock = word.split(separator: ":").compactMap { Int($0) }
      } else if let number = Int(word.prefix(while: \.isNumber)) {
        numbers.append(number)
      }
    }
    guard let month, numbers.count == 2, clock.count <= 3 else { return nil }
    let (day, year) = numbers[0] > 31 ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
    guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
    clock += [0, 0, 0]
    guard clock[0] < 24, clock[1] < 60, clock[2] < 60 else { return nil }
    return zone.instant(of: WallClock(date: date, hour: clock[0], minute: clock[1], second: clock[2]))
  }
}
