import CScan
import CivilTime

extension Cell {
  /// yes/no, true/false, 1/0, y/n, t/f, on/off in any case.
  @inline(__always)
  var bool: Bool? {
    guard count <= 5 else { return nil }
    var word: UInt64 = 0
    for place in 0..<count {
      let byte = self[place]
      word = word << 8 | UInt64(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
    }
    switch word {
    case 0x31, 0x79, 0x74, 0x6F6E, 0x79_6573, 0x7472_7565: return true
    case 0x30, 0x6E, 0x66, 0x6E6F, 0x6F_6666, 0x66_616C_7365: return false
    default: return nil
    }
  }

  /// A key as keys are compared: trimmed, and lower-cased if it is an address.
  @inline(__always)
  func key(_ arena: Arena) -> Cell {
    let key = trimmed
    return unsafe herald_has(key.start, key.count, UInt8(ascii: "@")) != 0 ? key.lowercased(arena) : key
  }

  @inline(never)
  private func lowercased(_ arena: Arena) -> Cell {
    var isPlain = true
    for place in 0..<count {
      let byte = self[place]
      if byte >= 0x80 || byte &- UInt8(ascii: "A") < 26 { isPlain = false }
    }
    return isPlain ? self : Cell(copying: text.lowercased().utf8, into: arena)
  }

  init(copying bytes: some Collection<UInt8>, into arena: Arena) {
    let room = unsafe arena.allocate(bytes.count)
    var place = 0
    for byte in bytes {
      unsafe room[place] = byte
      place += 1
    }
    unsafe self.init(room, place)
  }

  /// `1h30m` in microseconds.
  var duration: Int64? {
    guard let span = TimeSpan(text: text) else { return nil }
    let (micros, overflow) = span.seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? nil : micros + Int64(span.nanoseconds) / 1000
  }
}
