/// Instants as text, `2026-03-02T10:30:00Z`: the one form that jobs and receipts have.
///
/// The spool is a library for other daemons too, so it has these few lines of its own instead of the time zones' module.
enum UTCText {
  /// Seconds since 1970. Fractions are cut; nil for any other form.
  static func seconds(_ text: String) -> Int64? {
    let parts = Array(text.utf8)
    guard parts.count >= 20, parts.last == UInt8(ascii: "Z"), parts[4] == 45, parts[7] == 45, parts[10] == 84,
      parts[13] == 58, parts[16] == 58, parts.count == 20 || parts[19] == UInt8(ascii: "."),
      let year = number(parts[0..<4]), let month = number(parts[5..<7]), let day = number(parts[8..<10]),
      let hour = number(parts[11..<13]), let minute = number(parts[14..<16]), let second = number(parts[17..<19]),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  static func text(_ seconds: Int64) -> String {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let time = seconds - day * 86_400
    let (year, month, date) = civil(day)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T"
      + "\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))Z"
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    return value
  }

  // Days since 1970 and back, in years that begin in March so that the leap day is a year's last
  // (Hinnant, <https://howardhinnant.github.io/date_algorithms.html>); for years from 0.

  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ day: Int64) -> (Int64, Int64, Int64) {
    let z = day + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
