import CScan

extension Cell {
  /// A whole number with an optional sign; a fraction of nothing but zeros (`12.0`, as spreadsheets write it) is none.
  /// Nil for all else, also for thousands separators: `1,234` is two different numbers in two countries.
  @inline(__always)
  func int(decimalComma: Bool) -> Int64? {
    var place = 0
    let isNegative = self[0] == UInt8(ascii: "-")
    if isNegative || self[0] == UInt8(ascii: "+") { place = 1 }
    // Eighteen digits always fit.
    guard count - place <= 18, place < count else { return longInt(decimalComma: decimalComma) }
    var value: Int64 = 0
    while place < count {
      let digit = self[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return longInt(decimalComma: decimalComma) }
      value = value &* 10 &+ Int64(digit)
      place += 1
    }
    return isNegative ? -value : value
  }

  /// The rest: 19 digits, a fraction of zeros, groups of thousands where the column says how they are written.
  @inline(never)
  private func longInt(decimalComma: Bool) -> Int64? {
    var digits: [UInt8] = []
    guard let point = plainDigits(decimalComma: decimalComma, into: &digits),
      !digits.contains(where: { $0 | 0x20 == UInt8(ascii: "e") })
    else { return nil }
    let isNegative = digits.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for digit in digits[..<point] where digit != UInt8(ascii: "-") {
      let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
      let step = Int64(digit - UInt8(ascii: "0"))
      let (next, overflow) = isNegative ? tens.subtractingReportingOverflow(step) : tens.addingReportingOverflow(step)
      guard !tooMany, !overflow else { return nil }
      value = next
    }
    return digits[point...].allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") } ? value : nil
  }

  /// A decimal number: the double nearest to what is written. Nil for all else, also for currency signs, `NaN` and what
  /// is too large for a double.
  @inline(__always)
  func double(decimalComma: Bool) -> Double? {
    let point = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    var place = 0
    let isNegative = self[0] == UInt8(ascii: "-")
    if isNegative || self[0] == UInt8(ascii: "+") { place = 1 }
    var mantissa: UInt64 = 0
    var behind = -1
    var digits = 0
    while place < count {
      let byte = self[place]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
      } else if byte == point, behind < 0 {
        behind = digits
      } else {
        return longDouble(decimalComma: decimalComma)
      }
      place += 1
    }
    // Both the digits and the power of ten are exact doubles, so that one division rounds once (Clinger, 1990).
    guard digits > 0, digits <= 15 else { return longDouble(decimalComma: decimalComma) }
    let magnitude = Double(mantissa) / herald_power_of_ten(UInt32(behind < 0 ? 0 : digits - behind))
    return isNegative ? -magnitude : magnitude
  }

  @inline(never)
  private func longDouble(decimalComma: Bool) -> Double? {
    var digits: [UInt8] = []
    guard plainDigits(decimalComma: decimalComma, into: &digits) != nil,
      let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }

  /// Writes the number as Swift reads it: no plus, a point, no groups. Returns where the point is, or the end; nil if it
  /// is no number. Groups of three are read only where a decimal comma is declared, since then `.`, a blank and a
  /// no-break space can be nothing else.
  private func plainDigits(decimalComma: Bool, into digits: inout [UInt8]) -> Int? {
    var text = unsafe Array(buffer)
    if text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") {
      if text.removeFirst() == UInt8(ascii: "-") { digits.append(UInt8(ascii: "-")) }
    }
    if decimalComma {
      guard let plain = Self.ungrouped(text) else { return nil }
      text = plain
    }
    let start = digits.count
    var point: Int?
    var exponent: Int?
    for (place, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: ".") where point == nil && exponent == nil: point = start + place
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard exponent == nil, place > 0 else { return nil }
        exponent = place
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard let exponent, place == exponent + 1 else { return nil }
      default: return nil
      }
    }
    guard text.contains(where: { $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
    digits += text
    return point ?? digits.count
  }

  /// `1.234.567,8` and `1 234,5` without their groups, the comma as a point; nil if the groups are not of three digits.
  private static func ungrouped(_ text: [UInt8]) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2 else { return nil }
    let blanks = String(decoding: whole, as: UTF8.self).map { $0.isWhitespace || $0 == "'" ? "." : $0 }
    let groups = String(blanks).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard groups.count == 1 || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let digits = groups.flatMap { Array($0) }
    return parts.count == 2 ? digits + [UInt8(ascii: ".")] + parts[1] : digits
  }
}
