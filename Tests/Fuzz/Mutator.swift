/// Makes the bytes of a case: seeds with something broken, words in any order, nests without end, or noise.
struct Mutator {
  let seeds: [[UInt8]]
  let words: [[UInt8]]
  let nests: [Nest]

  /// What opens and closes a level, and what stands inside the last.
  struct Nest {
    var open: String
    var core: String
    var close: String
    init(_ open: String, _ core: String, _ close: String) {
      self.open = open
      self.core = core
      self.close = close
    }
  }

  /// No case is longer, but for nests.
  static let longest = 64 << 10

  init(_ language: FuzzLanguage) {
    seeds = language.seeds.map { Array($0.utf8) } + language.binarySeeds
    words = language.words.map { Array($0.utf8) }
    nests = language.nests
  }

  func bytes(_ dice: inout Dice) -> [UInt8] {
    switch dice.below(1000) {
    case 0..<2: return nest(&dice)
    case 2..<20: return noise(&dice, dice.below(200))
    case 20..<170: return sentence(&dice)
    default: break
    }
    var bytes = dice.pick(seeds)
    // One change leaves most of the text right, so that what lies behind the first check is reached.
    repeat { mutate(&bytes, &dice) } while dice.below(3) > 0 && bytes.count < Self.longest
    return bytes.count > Self.longest ? Array(bytes[..<Self.longest]) : bytes
  }

  private func nest(_ dice: inout Dice) -> [UInt8] {
    let nest = dice.pick(nests)
    let depth = dice.pick([49, 50, 51, 99, 100, 101, 199, 200, 201, 1000, 5000, 100_000])
    var bytes: [UInt8] = []
    for _ in 0..<depth { bytes += nest.open.utf8 }
    bytes += nest.core.utf8
    if !dice.once(in: 4) { for _ in 0..<depth { bytes += nest.close.utf8 } }
    return bytes
  }

  private func sentence(_ dice: inout Dice) -> [UInt8] {
    var bytes: [UInt8] = []
    let blank = dice.once(in: 2) ? [UInt8(ascii: " ")] : []
    for _ in 0...dice.below(30) { bytes += dice.pick(words) + blank }
    return bytes
  }

  private func noise(_ dice: inout Dice, _ count: Int) -> [UInt8] {
    if dice.once(in: 2) { return (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) } }
    var text = String.UnicodeScalarView()
    for _ in 0..<count { text.append(scalar(&dice)) }
    return Array(String(text).utf8)
  }

  private func scalar(_ dice: inout Dice) -> Unicode.Scalar {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x7F, 0x80...0x24F, 0x300...0x36F, 0x600...0x6FF, 0x2000...0x206F, 0xFE00...0xFE0F, 0xFFF0...0xFFFF,
      0x1F300...0x1F9FF, 0xE0000...0xE007F, 0x10FFF0...0x10FFFF,
    ]
    let range = dice.pick(ranges)
    return Unicode.Scalar(range.lowerBound + UInt32(dice.below(range.count))) ?? "\u{FEFF}"
  }

  // MARK: Changes

  private func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
    let at = dice.below(bytes.count + 1)
    switch dice.below(11) {
    case 0: if at < bytes.count { bytes[at] ^= 1 << UInt8(dice.below(8)) }
    case 1: bytes.removeSubrange(range(bytes.count, &dice))
    case 2: bytes.removeSubrange(at...)
    case 3: bytes.insert(contentsOf: noise(&dice, 1 + dice.below(8)), at: at)
    case 4:
      let part = Array(bytes[range(bytes.count, &dice)])
      for _ in 0...dice.below(20) where bytes.count < Self.longest { bytes.insert(contentsOf: part, at: at) }
    case 5:
      let other = dice.pick(seeds)
      bytes.replaceSubrange(range(bytes.count, &dice), with: other[range(other.count, &dice)])
    case 6: bytes.insert(contentsOf: number(&dice), at: at)
    case 7: replaceNumber(&bytes, from: at, &dice)
    case 8:
      let nest = dice.pick(nests)
      let depth = 1 + dice.below(60)
      let middle = range(bytes.count, &dice)
      bytes.insert(contentsOf: repeatElement(Array(nest.close.utf8), count: depth).joined(), at: middle.upperBound)
      bytes.insert(contentsOf: repeatElement(Array(nest.open.utf8), count: depth).joined(), at: middle.lowerBound)
    default: bytes.replaceSubrange(at..<min(bytes.count, at + dice.below(6)), with: dice.pick(words))
    }
  }

  private func range(_ count: Int, _ dice: inout Dice) -> Range<Int> {
    let (first, length) = (dice.below(count + 1), dice.once(in: 4) ? dice.below(count + 1) : dice.below(12))
    return first..<min(count, first + length)
  }

  private func number(_ dice: inout Dice) -> [UInt8] {
    let numbers = [
      "0", "-1", "127", "65536", "2147483648", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
      "18446744073709551616", "1e308", "1e-400", "0.1", "-0.0", "99999999999999999999999999999999999999999", "1e999999",
      "0x7fffffffffffffff", "NaN", "Infinity", "253402300800", "-62135596801",
    ]
    return Array(dice.pick(numbers).utf8)
  }

  private func replaceNumber(_ bytes: inout [UInt8], from place: Int, _ dice: inout Dice) {
    guard let first = bytes[place...].firstIndex(where: { $0 &- 0x30 < 10 }) else { return }
    let end = bytes[first...].firstIndex { $0 &- 0x30 >= 10 } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: number(&dice))
  }
}
