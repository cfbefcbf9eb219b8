import Testing

@testable import Platform

@Suite struct Hash128Tests {
  /// `vectors_sip128` of the reference implementation: key 00…0f, the message of n bytes 00, 01, …
  static let vectors: [(length: Int, output: String)] = [
    (0, "a3817f04ba25a8e66df67214c7550293"),
    (1, "da87c1d86b99af44347659119b22fc45"),
    (7, "a1f1ebbed8dbc153c0b84aa61ff08239"),
    (8, "3b62a9ba6258f5610f83e264f31497b4"),
    (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
    (16, "6ee2a4ca67b054bbfd3315bf85230577"),
    (63, "5150d1772f50834a503e069a973fbd7c"),
  ]

  @Test(arguments: vectors) func publishedVectors(length: Int, output: String) {
    var hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
    for byte in 0..<length { hash.append(UInt8(byte)) }
    let (first, second) = hash.finish()
    #expect(hex(Hash128(high: first.byteSwapped, low: second.byteSwapped).bytes) == output)
  }

  @Test(arguments: 0..<40) func piecesMakeTheSameHashAsTheWhole(split: Int) {
    let message = (0..<40).map { UInt8($0) }
    var whole = SipHash(key: (1, 2))
    for byte in message { whole.append(byte) }
    var pieces = SipHash(key: (1, 2))
    pieces.append(unsafe Array(message[..<split]).span.bytes)
    pieces.append(unsafe Array(message[split...]).span.bytes)
    #expect(whole.finish() == pieces.finish())
    var words = SipHash(key: (1, 2))
    for byte in message[..<split] { words.append(byte) }
    var rest = message[split...]
    while rest.count >= 8 {
      words.append(rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      rest.removeFirst(8)
    }
    for byte in rest { words.append(byte) }
    var again = SipHash(key: (1, 2))
    for byte in message { again.append(byte) }
    #expect(words.finish() == again.finish())
  }

  @Test func partsAreKeptApart() {
    #expect(Hash128("ab", "c") != Hash128("a", "bc"))
    #expect(Hash128("a") != Hash128("a", ""))
    #expect(Hash128("a", "b") == Hash128("a", "b"))
  }

  /// The ids of jobs are made of this: a change here would tell every customer everything again.
  @Test func theIdOfAJobNeverChanges() {
    #expect(Hash128("shop", "abandoned-cart", "cart", "c17").base32 == "0comv4ipe94g7papus235532rg")
  }

  @Test func bytesCompareAsHashesDo() {
    let hashes = (0..<100).map { Hash128("\($0)") }.sorted()
    let bytes = hashes.map(\.bytes)
    #expect(zip(bytes, bytes.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    #expect(hashes.map(\.base32) == hashes.map(\.base32).sorted())
    #expect(bytes.compactMap(Hash128.init(bytes:)) == hashes)
    #expect(Hash128(bytes: [1, 2, 3]) == nil)
  }

  @Test func base32GoesThereAndBack() {
    for hash in (0..<200).map({ Hash128("\($0)") }) + [Hash128(high: 0, low: 0), Hash128(high: .max, low: .max)] {
      #expect(hash.base32.utf8.count == 26)
      #expect(Hash128(base32: hash.base32) == hash)
    }
    #expect(Hash128(high: 0, low: 1).base32 == "00000000000000000000000004")
    #expect(Hash128(high: 1 << 63, low: 0).base32 == "g0000000000000000000000000")
    #expect(Hash128(base32: "00000000000000000000000001") == nil, "bits that no hash has")
    #expect(Hash128(base32: "0000000000000000000000000") == nil)
    #expect(Hash128(base32: "0000000000000000000000000!") == nil)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
