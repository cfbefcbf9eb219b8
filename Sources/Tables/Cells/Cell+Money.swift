extension Cell {
  /// A sum as shops print it: `$1,234.50`, `1.234,50 €`, `-5,00 kr.`, `CHF 1'234.50`, `₹1,23,456.00`. Nil for all else,
  /// also for one that could be two numbers: `1,234` where nothing says what its comma is.
  func money(_ signs: MoneySigns) -> Double? {
    let scalars = Array(text.unicodeScalars)
    let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
    guard let first = scalars.firstIndex(where: isDigit), let last = scalars.lastIndex(where: isDigit),
      let minuses = Self.minuses(around: scalars[..<first]), minuses <= 1,
      Self.minuses(around: scalars[(last + 1)...]) == 0
    else { return nil }
    let number = scalars[first...last].map { $0.isGroupingMark ? " " : $0 }
    guard number.allSatisfy({ isDigit($0) || [" ", ".", ","].contains($0) }) else { return nil }
    let parts: [ArraySlice<Unicode.Scalar>]
    switch Self.decimalSign(of: number, signs) {
    case .unclear: return nil
    case .none: parts = [number[...]]
    case .sign(let sign): parts = number.split(separator: sign, omittingEmptySubsequences: false)
    }
    guard parts.count <= 2, let whole = Self.ungrouped(parts[0]),
      parts.count == 1 || parts[1].allSatisfy(isDigit) && !parts[1].isEmpty
    else { return nil }
    let text = whole + (parts.count == 2 ? "." + Self.string(parts[1]) : "")
    return Double(text).flatMap { $0.isFinite ? (minuses == 1 ? -$0 : $0) : nil }
  }

  /// How many minus signs stand beside the number; nil if anything but a currency's sign or letters is there.
  private static func minuses(around scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    var minuses = 0
    var letters = 0
    for scalar in scalars {
      if scalar == "-" || scalar == "\u{2212}" {
        minuses += 1
      } else if scalar.properties.isAlphabetic {
        letters += 1
      } else if scalar == ".", letters > 0 {
        continue
      } else if !scalar.properties.isWhitespace, scalar.properties.generalCategory != .currencySymbol {
        return nil
      }
    }
    return letters <= 4 ? minuses : nil
  }

  private enum DecimalSign {
    case sign(Unicode.Scalar)
    /// A whole number.
    case none
    case unclear
  }

  private static func decimalSign(of number: [Unicode.Scalar], _ signs: MoneySigns) -> DecimalSign {
    if signs == .point { return .sign(".") }
    if signs == .comma { return .sign(",") }
    let marks = number.filter { $0 == "." || $0 == "," }
    guard let last = marks.last else { return .none }
    if Set(marks).count == 2 { return .sign(last) }
    if marks.count > 1 { return .none }
    let behind = number.count - 1 - (number.lastIndex(of: last) ?? 0)
    // Groups are of three digits, so that three behind a single mark could be either, unless blanks make the groups.
    return behind == 3 && !number.contains(" ") ? .unclear : .sign(last)
  }

  /// The digits of the whole part; nil if its groups are not some: three digits, or two in India's way, the last of three.
  private static func ungrouped(_ whole: ArraySlice<Unicode.Scalar>) -> String? {
    let groups = whole.split(omittingEmptySubsequences: false) { [" ", ".", ","].contains($0) }
    guard groups.count > 1 else { return string(whole) }
    guard Set(whole.filter { [" ", ".", ","].contains($0) }).count == 1, (1...3).contains(groups[0].count),
      groups[groups.count - 1].count == 3, groups.dropFirst().dropLast().allSatisfy({ (2...3).contains($0.count) })
    else { return nil }
    return groups.map(string).joined()
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}

extension Unicode.Scalar {
  /// A blank or an apostrophe between groups of digits.
  fileprivate var isGroupingMark: Bool { self == "'" || self == "\u{2019}" || properties.isWhitespace }
}
