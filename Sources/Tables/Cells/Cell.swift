import CScan

/// The bytes of one value, outside its quotes. They lie in a window or an arena, and live as long as the batch.
///
/// `@safe`: a value of pointer and length that were taken together; only this module's readers look behind it.
@safe struct Cell {
  var start: UnsafePointer<UInt8>
  var count: Int
  /// 0, or `ColumnVector`'s missing or unreadable: what the format says, whatever the bytes.
  var state: UInt8 = 0

  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, _ count: Int, state: UInt8 = 0) {
    unsafe self.start = start
    self.count = count
    self.state = state
  }

  @inline(__always)
  var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }

  subscript(_ place: Int) -> UInt8 {
    @inline(__always) get { unsafe start[place] }
  }

  /// Nothing but blanks, as people see them: the same to a rule and to a reader as an empty cell.
  @inline(__always)
  var isBlank: Bool {
    if count == 0 { return true }
    let first = self[0]
    return first > 0x20 && first < 0xC2 ? false : isBlankInside
  }

  /// The rare case: it begins with a blank, or with a character that may be one.
  @inline(never)
  private var isBlankInside: Bool {
    var place = 0
    while place < count {
      let width = blankWidth(at: place)
      if width == 0 { return false }
      place += width
    }
    return true
  }

  /// The length of the blank at a place: ASCII's, no-break space, U+2000...U+200B, U+202F, U+3000, U+FEFF; 0 for none.
  private func blankWidth(at place: Int) -> Int {
    if self[place].isBlank { return 1 }
    if place + 1 < count, self[place] == 0xC2, self[place + 1] == 0xA0 { return 2 }
    guard place + 2 < count else { return 0 }
    switch (self[place], self[place + 1], self[place + 2]) {
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return 3
    default: return 0
    }
  }

  /// Without ASCII's blanks at both ends.
  @inline(__always)
  var trimmed: Cell {
    guard count > 0, self[0] <= 0x20 || self[count - 1] <= 0x20 else { return self }
    var (from, to) = (0, count)
    while from < to, self[from].isBlank { from += 1 }
    while from < to, self[to - 1].isBlank { to -= 1 }
    return unsafe Cell(start + from, to - from, state: state)
  }

  /// Without the one apostrophe that it begins with, blanks before it included. One that stands alone stays.
  var withoutApostrophe: Cell {
    let text = trimmed
    guard text.count > 1, text[0] == UInt8(ascii: "'") else { return self }
    return unsafe Cell(text.start + 1, text.count - 1, state: state)
  }

  /// A copy that lives on its own.
  var text: String { unsafe String(decoding: buffer, as: UTF8.self) }
}

extension UInt8 {
  /// A blank, a tab or another of ASCII's white space.
  var isBlank: Bool { self == 0x20 || self &- 0x09 < 5 }
}

extension Cell {
  /// Of nothing; its place is never read.
  static var empty: Cell { unsafe Cell(emptyText.utf8Start, 0) }
  private static var emptyText: StaticString { "" }
}
