/// What whole cells stand for, before they are typed: a column's `map` and its words for nothing. Looked up by bytes,
/// without a `String`.
///
/// `@safe`: the bytes are allocated once, before the table is shared, are never changed, and live as long as it does.
/// That is also why it may be shared (`@unchecked`).
@safe final class WordTable: @unchecked Sendable {
  private struct Slot {
    var word: Range<Int>
    /// Nil: the cell is missing.
    var meaning: Range<Int>?
  }

  private let bytes: UnsafeMutablePointer<UInt8>
  private var slots: [Slot?]
  /// What is no word is unreadable.
  let isClosed: Bool
  /// The words are stored in lower case.
  private let ignoresCase: Bool

  /// Nil if there is nothing to look up.
  init?(map words: WordMap, nullWords: [String]) {
    ignoresCase = words.ignoresCase
    isClosed = words.isClosed
    let folded = { (word: String) in words.ignoresCase ? word.loweredInASCII : word }
    let map = Dictionary(words.meanings.map { (folded($0.key), $0.value) }) { first, _ in first }
    let nullWords = Set(nullWords.map(folded))
    guard !map.isEmpty || !nullWords.isEmpty else { return nil }
    let size = (map.keys.map(\.utf8.count) + map.values.map(\.utf8.count) + nullWords.map(\.utf8.count)).reduce(0, +)
    unsafe bytes = .allocate(capacity: max(1, size))
    var capacity = 8
    while capacity < 2 * (map.count + nullWords.count) { capacity *= 2 }
    slots = Array(repeating: nil, count: capacity)
    var used = 0
    for (word, meaning) in map.sorted(by: { $0.key < $1.key }) {
      let isMissing = nullWords.contains(folded(meaning))
      let range = store(word, &used)
      insert(Slot(word: range, meaning: isMissing ? nil : store(meaning, &used)))
    }
    for word in nullWords.sorted() where map[word] == nil { insert(Slot(word: store(word, &used), meaning: nil)) }
  }

  deinit { unsafe bytes.deallocate() }

  /// The cell itself, or what it stands for.
  func meaning(of cell: Cell) -> Cell {
    guard let slot = slots[place(of: isClosed ? cell.trimmed : cell)] else {
      guard isClosed, !cell.isBlank else { return cell }
      return unsafe Cell(cell.start, cell.count, state: ColumnVector.unreadable)
    }
    guard let meaning = slot.meaning else { return unsafe Cell(cell.start, 0, state: ColumnVector.missing) }
    return unsafe Cell(bytes + meaning.lowerBound, meaning.count)
  }

  private func store(_ text: String, _ used: inout Int) -> Range<Int> {
    let start = used
    for byte in text.utf8 {
      unsafe bytes[used] = byte
      used += 1
    }
    return start..<used
  }

  private func insert(_ slot: Slot) {
    slots[place(of: unsafe Cell(bytes + slot.word.lowerBound, slot.word.count))] = slot
  }

  /// Where the word is, or where it would be: the table is at most half full.
  private func place(of cell: Cell) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<cell.count { hash = (hash ^ UInt64(folded(cell[index]))) &* 0x100_0000_01B3 }
    var place = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
    while let slot = slots[place], !equal(slot.word, cell) { place = (place + 1) & (slots.count - 1) }
    return place
  }

  private func equal(_ range: Range<Int>, _ cell: Cell) -> Bool {
    guard range.count == cell.count else { return false }
    for index in 0..<cell.count where unsafe bytes[range.lowerBound + index] != folded(cell[index]) { return false }
    return true
  }

  @inline(__always)
  private func folded(_ byte: UInt8) -> UInt8 { ignoresCase ? byte.loweredInASCII : byte }
}

extension UInt8 {
  fileprivate var loweredInASCII: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}

extension String {
  fileprivate var loweredInASCII: String { String(decoding: utf8.map(\.loweredInASCII), as: UTF8.self) }
}
