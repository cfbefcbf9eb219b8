extension TimeFormat {
  /// Understands a pattern: `%Y %y %m %d %e %H %I %M %S %f %p %z %Z %b %B %a %A %j %s %T %F %D %R %%` and literal text.
  ///
  /// A blank matches any blanks, also none; other text must be there as it stands. Digits may lack their padding or
  /// have blanks for it, except `%Y`, which is four digits. `%f` is a fraction of a second in any number of digits.
  /// `%b` and `%B` take the English names, short or full, in any case; so do `%a` and `%A`, which must fit the date.
  /// `%Z` is `UTC` or `GMT` only, since other letters mean different zones to different people. `%y` is 1969 to 2068.
  package static func compile(_ pattern: String) -> Result<TimeFormat, Problem> {
    if pattern == "epoch" { return .success(TimeFormat(epoch: pattern, .epochSeconds)) }
    if pattern == "epoch_ms" { return .success(TimeFormat(epoch: pattern, .epochMilliseconds)) }
    do throws(Problem) {
      let items = try items(of: pattern)
      try checkCompleteness(items, pattern)
      let timeFields: [Field] = [.hour, .hourOfTwelve, .wholeEpochSeconds]
      let hasTime = items.contains { timeFields.map(Item.field).contains($0) }
      return .success(TimeFormat(pattern: pattern, items: items, hasTime: hasTime))
    } catch {
      return .failure(error)
    }
  }

  private init(epoch pattern: String, _ field: Field) {
    self.init(pattern: pattern, items: [.field(field)], hasTime: true)
  }

  private static let expansions: [Character: String] = [
    "T": "%H:%M:%S", "F": "%Y-%m-%d", "D": "%m/%d/%y", "R": "%H:%M", "n": " ", "t": " ",
  ]
  private static let synonyms: [Character: Field] = [
    "e": .day, "k": .hour, "l": .hourOfTwelve, "B": .monthName, "h": .monthName, "A": .weekdayName, "P": .halfOfDay,
    "L": .fraction, "N": .fraction,
  ]

  private static func items(of pattern: String) throws(Problem) -> [Item] {
    var items: [Item] = []
    var characters = Array(pattern)[...]
    while let character = characters.popFirst() {
      let place = characters.startIndex - 1
      guard character == "%" else {
        add(character, to: &items)
        continue
      }
      // strftime's flags for writing say nothing to a reader, who takes any padding.
      while let flag = characters.first, "-_0".contains(flag) { characters.removeFirst() }
      guard let letter = characters.popFirst() else {
        throw Problem(message: "the pattern ends in %", advice: "a percent sign is written %%", offset: place)
      }
      if letter == "%" {
        items.append(.literal(UInt8(ascii: "%")))
      } else if let expansion = expansions[letter] {
        items += try Self.items(of: expansion)
      } else if let field = synonyms[letter] ?? letter.asciiValue.flatMap({ $0 > 0x20 ? Field(rawValue: $0) : nil }) {
        items.append(.field(field))
      } else {
        throw Problem(
          message: "%\(letter) is not a part of a time that can be read", advice: advice(for: letter), offset: place)
      }
    }
    return items
  }

  private static func add(_ character: Character, to items: inout [Item]) {
    if character == " " || character == "\t" {
      if items.last != .blanks { items.append(.blanks) }
    } else {
      items += character.utf8.map { .literal($0) }
    }
  }

  private static func advice(for letter: Character) -> String {
    switch letter {
    case "i": "minutes are %M"
    case "c", "x", "X", "r": "spell it out: its form differs between systems"
    case "E", "O", "^", "#", ":": "write the letter alone, without \(letter)"
    default: "known are %Y %y %m %d %H %I %M %S %f %p %z %Z %b %a %j %s %T %F %D %R"
    }
  }

  /// A pattern must name a whole date, and must not leave a part open that people would guess differently.
  private static func checkCompleteness(_ items: [Item], _ pattern: String) throws(Problem) {
    func has(_ field: Field) -> Bool { items.contains(.field(field)) }
    guard items.contains(where: { if case .field = $0 { true } else { false } }) else {
      throw problem("the pattern has no parts of a time", "as in %Y-%m-%d %H:%M, or the words epoch and epoch_ms")
    }
    if has(.wholeEpochSeconds) { return try checkEpochIsAlone(items) }
    guard has(.year) || has(.shortYear) else { throw problem("the pattern has no year", "%Y, or %y for two digits") }
    if !has(.dayOfYear) {
      guard has(.month) || has(.monthName) else {
        throw problem(
          "the pattern has no month", has(.minute) ? "%m is the month, %M the minutes" : "%m, or %b for names")
      }
      guard has(.day) else { throw problem("the pattern has no day", "%d is the day of the month") }
    }
    try checkClock(has)
  }

  private static func problem(_ message: String, _ advice: String) -> Problem {
    Problem(message: message, advice: advice, offset: 0)
  }

  private static func checkEpochIsAlone(_ items: [Item]) throws(Problem) {
    let isAlone = items.allSatisfy { item in
      if case .field(let field) = item { field == .wholeEpochSeconds || field == .fraction } else { true }
    }
    guard isAlone else { throw problem("%s is a whole time: nothing can stand beside it", "leave the other parts out") }
  }

  private static func checkClock(_ has: (Field) -> Bool) throws(Problem) {
    if has(.hourOfTwelve), !has(.halfOfDay) {
      throw problem("%I without %p may be morning or evening", "%H for hours 0 to 23, or add %p for AM and PM")
    }
    if has(.halfOfDay), !has(.hourOfTwelve) {
      throw problem("%p says AM or PM, and there is no %I", "%I is the hour 1 to 12")
    }
    if has(.minute), !has(.hour), !has(.hourOfTwelve) {
      throw problem("the pattern has minutes and no hour", "%m is the month, %M the minutes")
    }
    if has(.second) || has(.fraction), !has(.minute) {
      throw problem("the pattern has seconds and no minutes", "%M is the minutes")
    }
  }
}
