import Platform

/// Does all that a target must not do: for the test that each is noticed and named.
struct BrokenTarget: FuzzTarget {
  static let name = "broken"
  static let language = FuzzLanguage(
    seeds: ["anything"], words: ["x"], nests: [Mutator.Nest("(", "", ")")])

  private var eaten: [[UInt8]] = []

  init(scratch: String) throws {}

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    switch dice.below(24) {
    case 0: Self.trap(bytes)
    case 1: while Environment.value("FUZZ_NEVER") == nil {}
    case 2: while true { eaten.append([UInt8](repeating: 1, count: 1 << 20)) }
    case 3: if Self.sink(bytes.count) < 0 { throw Finding("unreachable") }
    case 4: throw Finding("one thing is said and another done")
    default: break
    }
  }

  private static func trap(_ bytes: [UInt8]) { precondition(bytes.count < 0, "trapped on purpose") }

  @inline(never)
  private static func sink(_ depth: Int) -> Int {
    if depth == .max { return 0 }
    return sink(depth + 1) + depth % 3
  }
}
