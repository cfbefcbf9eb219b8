/// How a locale writes a number or an amount of money, learnt from an example.
struct NumberStyle: Hashable, Sendable {
  var positivePrefix = ""
  var positiveSuffix = ""
  var negativePrefix = "-"
  var negativeSuffix = ""
  var decimal = "."
  var grouping = ","
  /// Digits in the group next to the decimal mark; 0 where there are no groups.
  var primaryGroup = 3
  /// Digits in the groups before it: 2 in `12,34,567`.
  var secondaryGroup = 3
  /// Numbers with fewer digits are not grouped: 5 in Spanish, which writes 1234 and 12.345.
  var minimumGrouped = 4
  var fractionDigits = 2
  /// The digit 0 of the locale's script; 1 to 9 follow it.
  var zero: Unicode.Scalar = "0"

  /// Halves are rounded away from zero, after the amount was taken to the nearest ten-thousandth, so that 1.005 is 1.01
  /// as on paper. Nothing rounds to a negative zero.
  func write(_ amount: Double) -> String {
    guard amount.isFinite else { return amount.description }
    let scale = Self.powersOfTen[fractionDigits]
    let size = amount.magnitude
    let units: UInt64
    if size < 1e14 {
      let tenThousandths = UInt64((size * 10_000).rounded())
      let step = 10_000 / scale
      units = (tenThousandths + step / 2) / step
    } else if size < 1e15 {
      units = UInt64(size.rounded()) * scale
    } else {
      return amount.description
    }
    let isNegative = amount < 0 && units > 0
    return (isNegative ? negativePrefix : positivePrefix) + digits(units, scale)
      + (isNegative ? negativeSuffix : positiveSuffix)
  }

  private static let powersOfTen: [UInt64] = [1, 10, 100, 1000, 10_000]

  private func digits(_ units: UInt64, _ scale: UInt64) -> String {
    let whole = String(units / scale)
    var text = String.UnicodeScalarView()
    var left = whole.utf8.count
    let isGrouped = primaryGroup > 0 && left >= minimumGrouped
    for digit in whole.utf8 {
      text.append(native(digit))
      left -= 1
      let isBoundary = left == primaryGroup || left > primaryGroup && (left - primaryGroup) % secondaryGroup == 0
      if isGrouped, left > 0, isBoundary { text.append(contentsOf: grouping.unicodeScalars) }
    }
    guard fractionDigits > 0 else { return String(text) }
    text.append(contentsOf: decimal.unicodeScalars)
    for digit in String(units % scale + scale).utf8.dropFirst() { text.append(native(digit)) }
    return String(text)
  }

  private func native(_ digit: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(zero.value + UInt32(digit) - 0x30) ?? Unicode.Scalar(digit)
  }
}

extension NumberStyle {
  /// What the examples are of.
  static let example = 1_234_567.891

  /// From how a locale writes 1234567.891 with the digits it wants, the same negative, and 1234.5; nil if that makes no
  /// sense, as a script without decimal digits.
  init?(example: String, negative: String, small: String) {
    guard let parts = Parts(example), let negativeParts = Parts(negative) else { return nil }
    // The digits of 1,234,567 end in some run; what is behind is the fraction.
    var whole: [Int] = []
    for run in parts.runs where whole.reduce(0, +) < 7 { whole.append(run) }
    guard whole.reduce(0, +) == 7, parts.runs.count - whole.count <= 1 else { return nil }
    positivePrefix = parts.prefix
    positiveSuffix = parts.suffix
    negativePrefix = negativeParts.prefix
    negativeSuffix = negativeParts.suffix
    fractionDigits = parts.runs.count > whole.count ? min(parts.runs.last ?? 0, 4) : 0
    if fractionDigits > 0 { decimal = parts.separators.last ?? "." }
    primaryGroup = whole.count > 1 ? whole[whole.count - 1] : 0
    secondaryGroup = whole.count > 2 ? whole[whole.count - 2] : max(primaryGroup, 1)
    grouping = whole.count > 1 ? parts.separators[0] : ""
    let smallRuns = Parts(small).map(\.runs) ?? []
    minimumGrouped = smallRuns.first == 4 ? primaryGroup + 2 : primaryGroup + 1
    zero = parts.zero
  }

  private struct Parts {
    var prefix = ""
    var suffix = ""
    /// Lengths of the stretches of digits.
    var runs: [Int] = []
    /// Between the runs.
    var separators: [String] = []
    var zero: Unicode.Scalar = "0"

    init?(_ text: String) {
      var between = ""
      var isInRun = false
      for scalar in text.unicodeScalars {
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else {
          between.unicodeScalars.append(scalar)
          isInRun = false
          continue
        }
        if runs.isEmpty {
          prefix = between
          zero = Unicode.Scalar(scalar.value - UInt32(value)) ?? "0"
        } else if !isInRun {
          separators.append(between)
        }
        between = ""
        if isInRun { runs[runs.count - 1] += 1 } else { runs.append(1) }
        isInRun = true
      }
      suffix = between
      if runs.isEmpty { return nil }
    }
  }
}
