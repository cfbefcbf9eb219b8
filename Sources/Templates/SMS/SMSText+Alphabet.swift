extension SMSText {
  /// Units that a letter takes in GSM 03.38: 1 in the basic table, 2 in the extension; nil: it has no such letter.
  package static func septets(_ letter: Unicode.Scalar) -> Int? {
    if basic.contains(letter) { return 1 }
    return extended.contains(letter) ? 2 : nil
  }

  /// The same for the letters of ASCII; 0: it has no such letter.
  static let ascii: [UInt8] = (0..<128).map { UInt8(septets(Unicode.Scalar(UInt8($0))) ?? 0) }

  /// The basic table, in its order but for the escape to the other.
  private static let basic = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
      + "¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

  /// Behind the escape. The page break is one of them.
  private static let extended = Set("\u{C}^{}\\[~]|€".unicodeScalars)
}
