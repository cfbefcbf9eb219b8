/// Random numbers that a seed repeats (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    // Not a multiple of the step below: neighbouring seeds would share their numbers.
    state = seed &* 0xD134_2543_DE82_EF95
    _ = next()
    state ^= next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  /// True in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
  mutating func pick<T>(_ values: [T]) -> T { values[int(0...(values.count - 1))] }
  mutating func some<T>(_ values: [T], atLeast: Int = 1) -> [T] {
    Array(values.shuffled(using: &self).prefix(int(atLeast...values.count)))
  }
}
