/// How often each short word stands in a column, as long as there are few: a closed vocabulary such as a status.
///
/// Words that were sought are counted in any case. Memory is bounded by `most` words of `longest` bytes.
package struct WordCounts: Sendable {
  /// Distinct words, those sought aside, beyond which a column has many.
  package static let most = 200
  /// UTF-8 bytes of a word; a longer one is nothing of a vocabulary.
  package static let longest = 64

  /// Not every word of the column is counted here: there are too many, or long ones.
  package private(set) var isMany = false
  private var entries: [Entry] = []
  private var places: [UInt64: Int] = [:]
  private let sought: Int

  private struct Entry: Sendable {
    var bytes: [UInt8]
    var count: Int
  }

  package init(seeking words: Set<String> = []) {
    sought = words.count
    for word in words.sorted() { insert(Array(word.utf8), count: 0) }
  }

  /// The words that were met with their numbers, the most frequent first.
  package var counts: [(word: String, count: Int)] {
    entries.filter { $0.count > 0 }.map { (String(decoding: $0.bytes, as: UTF8.self), $0.count) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : $0.word < $1.word }
  }

  /// How often a word was met; nil if that is not known: it was not sought, and the column has many.
  package func count(of word: String) -> Int? {
    let bytes = Array(word.utf8)
    let place = unsafe bytes.withUnsafeBytes { unsafe self.place(of: $0).index }
    if let place { return entries[place].count }
    return isMany ? nil : 0
  }

  mutating func add(_ word: UnsafeRawBufferPointer, count: Int = 1) {
    let (index, hash) = unsafe place(of: word)
    if let index {
      entries[index].count += count
    } else if !isMany {
      if word.count > Self.longest || entries.count - sought == Self.most { return forget() }
      insert(unsafe Array(word), count: count, hash)
    }
  }

  mutating func merge(_ other: WordCounts) {
    for entry in other.entries where entry.count > 0 {
      unsafe entry.bytes.withUnsafeBytes { unsafe add($0, count: entry.count) }
    }
    if other.isMany { forget() }
  }

  /// There are many: only those sought stay.
  private mutating func forget() {
    guard !isMany else { return }
    isMany = true
    entries.removeLast(entries.count - sought)
    places = places.filter { $0.value < sought }
  }

  private mutating func insert(_ bytes: [UInt8], count: Int) {
    let hash = unsafe bytes.withUnsafeBytes { unsafe place(of: $0).hash }
    insert(bytes, count: count, hash)
  }

  private mutating func insert(_ bytes: [UInt8], count: Int, _ hash: UInt64) {
    places[hash] = entries.count
    entries.append(Entry(bytes: bytes, count: count))
  }

  /// Where a word is, or the free place that it would get.
  private func place(of word: UnsafeRawBufferPointer) -> (index: Int?, hash: UInt64) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<word.count { hash = unsafe (hash ^ UInt64(word[index])) &* 0x100_0000_01B3 }
    while let index = places[hash] {
      if unsafe entries[index].bytes.elementsEqual(word) { return (index, hash) }
      hash &+= 1
    }
    return (nil, hash)
  }
}
