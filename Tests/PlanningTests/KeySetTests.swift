import Testing

@testable import Planning

@Suite struct KeySetTests {
  @Test func holdsWhatWasPutIn() {
    var set = KeySet()
    var known: [String: Int] = [:]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let key = "k\(Int.random(in: 0..<9_000, using: &generator))"
      let (index, isNew) = set.insert(key)
      #expect(isNew == (known[key] == nil) && (known[key] ?? index) == index)
      known[key] = index
    }
    #expect(set.count == known.count)
    for (key, index) in known { #expect(set.find(key) == index && set.string(index) == key) }
    for number in 9_000..<10_000 { #expect(set.find("k\(number)") == nil) }
  }

  @Test func emptyAndLongKeys() {
    var set = KeySet()
    let long = String(repeating: "x", count: 10_000)
    #expect(set.insert("") == (0, true) && set.insert(long) == (1, true))
    #expect(set.find("") == 0 && set.find(long) == 1 && set.find(long + "x") == nil)
  }
}
