import Platform
import Testing

@Suite struct Hash128Tests {
  @Test func partsAreKeptApart() { #expect(Hash128("ab", "c") != Hash128("a", "bc")) }
}
