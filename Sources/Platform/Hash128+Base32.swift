extension Hash128: CustomStringConvertible {
  private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  /// 26 characters of `[0-9a-v]`: RFC 4648's base32hex in lower case without padding, which sorts as the hashes do.
  package var base32: String {
    unsafe String(unsafeUninitializedCapacity: 26) { buffer in
      for index in 0..<26 { unsafe buffer[index] = Self.alphabet[digit(index)] }
      return 26
    }
  }

  /// Appends what `base32` is.
  package func appendBase32(to bytes: inout [UInt8]) {
    for index in 0..<26 {
      let digit = UInt8(digit(index))
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  package var description: String { base32 }

  /// The reverse; nil for anything that `base32` does not write.
  package init?(base32 text: some StringProtocol) {
    let digits = text.utf8.compactMap(Self.value)
    guard digits.count == 26, text.utf8.count == 26, digits[25] & 3 == 0 else { return nil }
    var (high, low) = (UInt64(0), UInt64(0))
    for digit in digits.prefix(25) { (high, low) = (high << 5 | low >> 59, low << 5 | UInt64(digit)) }
    self.init(high: high << 3 | low >> 61, low: low << 3 | UInt64(digits[25] >> 2))
  }

  private func digit(_ index: Int) -> Int {
    let from = 123 - 5 * index  // the lowest bit of the digit
    let shifted =
      if from >= 64 {
        high >> UInt64(from - 64)
      } else if from >= 0 {
        low >> UInt64(from) | (from > 59 ? high << UInt64(64 - from) : 0)
      } else {
        low << UInt64(-from)
      }
    return Int(shifted & 31)
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "v"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
