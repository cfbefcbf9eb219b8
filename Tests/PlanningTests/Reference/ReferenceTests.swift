import Platform
import Testing

/// Random shops, campaigns and instants through repeated runs: the planner decides as the slow reference does.
///
/// `HERALD_SEEDS=5000` tries that many, `HERALD_SEED=17` one alone, `HERALD_SEED_FROM=…` begins elsewhere.
@Suite struct ReferenceTests {
  static func number(_ name: String) -> UInt64? { Environment.value(name).flatMap(UInt64.init) }

  @Test func thePlannerDecidesAsTheReferenceDoes() {
    let first = Self.number("HERALD_SEED") ?? Self.number("HERALD_SEED_FROM") ?? 1
    let count = Self.number("HERALD_SEED") != nil ? 1 : Self.number("HERALD_SEEDS") ?? 24
    var outcomes: [String: Int] = [:]
    var shown = 0
    var failed: [UInt64] = []
    for seed in first..<(first + count) {
      var harness = ReferenceHarness(RandomHouse.scenario(seed: seed))
      do {
        try harness.run()
        outcomes.merge(harness.outcomes, uniquingKeysWith: +)
      } catch {
        failed.append(seed)
        if Self.number("HERALD_BRIEF") != nil, let difference = error as? Difference {
          print("seed \(seed) run \(difference.run): \(difference.problems.first ?? "")")
        }
        guard shown < Self.number("HERALD_SHOWN") ?? 3 else { continue }
        shown += 1
        var shrinker = Shrinker(harness.scenario)
        shrinker?.shrink()
        Issue.record("seed \(seed), \(shrinker?.report ?? "\(error)")")
      }
    }
    #expect(failed.isEmpty, "seeds that differ: \(failed.map(String.init).joined(separator: " "))")
    print(
      "\(count) shops: " + outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
  }
}
