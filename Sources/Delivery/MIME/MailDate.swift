import CivilTime

/// A moment as a mail's head writes it, in UTC: `Mon, 02 Mar 2026 10:30:00 +0000` (RFC 5322, 3.3).
func mailDate(_ seconds: Int64) -> String {
  let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let (day, second) = (seconds / 86_400, Int(seconds % 86_400))
  let date = CivilDate(daysSinceEpoch: day)
  let time = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
  return "\(days[date.weekday]), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year) \(time) +0000"
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
