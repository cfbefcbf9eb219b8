/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood: “Fast splittable pseudorandom
/// number generators”, 2014).
///
/// Each record throws dice of its own, made from what it is, so that a record's values can be had again without those
/// before it: a cart can ask who placed the 90,000th order.
struct Dice {
  /// What the dice are thrown for.
  enum Subject: UInt64 { case customer = 1, order, cart, wish }

  private var state: UInt64

  init(seed: UInt64, _ subject: Subject, _ index: Int) {
    state = Dice.mixed(seed &+ subject.rawValue &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bitPattern: Int64(index))
    state = Dice.mixed(state)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Dice.mixed(state)
  }

  /// 0 ..< `count`, by the high half of a product: no division and no machine's own width.
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func seconds(_ range: Range<Int64>) -> Int64 {
    range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound)))
  }

  /// True `share` times in a thousand.
  mutating func perMille(_ share: Int) -> Bool { below(1000) < share }
}
