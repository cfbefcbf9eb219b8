/// A job file's name: all that a worker must know before it opens the file.
///
///     5.1772447400.9999999999.01.0comv4ipe94g7papus235532rg.json
///     rank.not before.expires.attempt.id.json
///
/// Fixed widths, so that names sort by priority, then by time.
public struct JobName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 9 − priority: 0 goes first.
  public let rank: Int
  /// Seconds since 1970.
  public let notBefore: Int64
  /// Seconds since 1970; nil for never.
  public let expires: Int64?
  /// From 1 to 99.
  public let attempt: Int
  /// 26 characters of `[a-z0-9]`; also the idempotency key for the provider.
  public let id: String

  static let never: Int64 = 9_999_999_999

  /// Nil if a part does not fit its width.
  public init?(rank: Int, notBefore: Int64, expires: Int64?, attempt: Int, id: String) {
    guard (0...9).contains(rank), (0..<Self.never).contains(notBefore), (0...99).contains(attempt),
      (0..<Self.never).contains(expires ?? 0), Self.isID(id)
    else { return nil }
    self.rank = rank
    self.notBefore = notBefore
    self.expires = expires
    self.attempt = attempt
    self.id = id
  }

  /// From a file's name; nil for anything that this does not write.
  public init?(_ fileName: some StringProtocol) {
    var scan = NameScan(fileName)
    guard let rank = scan.number(1), scan.dot(), let notBefore = scan.number(10), scan.dot(),
      let expires = scan.number(10), scan.dot(), let attempt = scan.number(2), scan.dot(), let id = scan.word(26),
      scan.ends(with: ".json")
    else { return nil }
    self.init(
      rank: Int(rank), notBefore: notBefore, expires: expires == Self.never ? nil : expires, attempt: Int(attempt),
      id: id)
  }

  /// As the file is called.
  public var description: String {
    "\(rank).\(padded(notBefore, 10)).\(padded(expires ?? Self.never, 10)).\(padded(Int64(attempt), 2)).\(id).json"
  }

  /// As the names of files sort.
  public static func < (a: Self, b: Self) -> Bool {
    (a.rank, a.notBefore, a.expires ?? never, a.attempt, a.id) < (
      b.rank, b.notBefore, b.expires ?? never, b.attempt, b.id
    )
  }

  /// The same job at its next attempt, or at another time.
  public func moved(notBefore: Int64, attempt: Int? = nil) -> JobName? {
    JobName(rank: rank, notBefore: notBefore, expires: expires, attempt: attempt ?? self.attempt, id: id)
  }

  static func isID(_ text: String) -> Bool {
    text.utf8.count == 26 && text.utf8.allSatisfy { isLowerOrDigit($0) }
  }
}

func isLowerOrDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
  isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}

/// A number with zeros in front.
func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads the parts of a name from left to right.
struct NameScan {
  private var rest: Substring.UTF8View

  init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

  mutating func number(_ width: Int) -> Int64? {
    guard rest.count >= width else { return nil }
    var value: Int64 = 0
    for byte in rest.prefix(width) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    rest.removeFirst(width)
    return value
  }

  mutating func dot() -> Bool { byte(UInt8(ascii: ".")) }

  mutating func byte(_ expected: UInt8) -> Bool {
    guard rest.first == expected else { return false }
    rest.removeFirst()
    return true
  }

  /// Letters and digits; as many as there are without a width.
  mutating func word(_ width: Int? = nil) -> String? {
    let word = rest.prefix(width ?? rest.count).prefix(while: isLowerOrDigit)
    guard !word.isEmpty, width == nil || word.count == width else { return nil }
    rest.removeFirst(word.count)
    return String(Substring(word))
  }

  func ends(with tail: String) -> Bool { rest.elementsEqual(tail.utf8) }
}
