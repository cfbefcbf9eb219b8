/// The names that exports write, whatever their shop's language.
enum EnglishNames {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  /// Monday first.
  static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// The index of the name at `place`, whole or its first three letters, in any case.
  static func read(_ names: [String], _ bytes: Span<UInt8>, _ place: inout Int) -> Int? {
    guard place + 3 <= bytes.count else { return nil }
    for (index, name) in names.enumerated() {
      var matched = 0
      for letter in name.utf8 {
        guard place + matched < bytes.count, bytes[place + matched] | 0x20 == letter | 0x20 else { break }
        matched += 1
      }
      guard matched >= 3 else { continue }
      // Behind a short form a literal may follow that begins as the full one: only all letters or three count.
      place += matched == name.utf8.count ? matched : 3
      return index
    }
    return nil
  }
}
