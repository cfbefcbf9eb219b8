import CivilTime
import Testing

/// An instant from RFC 3339, written by somebody who knows what they want.
func at(_ text: String) throws -> Instant { try #require(ISOTime.parse(text, zone: .utc), "\(text) is no time") }

func zone(_ name: String) throws -> Zone { try #require(Zone.named(name), "no zone \(name)") }

func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text), "\(text) is no date") }

/// Reads as an export's column would: through bytes.
func readBytes(_ text: String, _ read: (UnsafeRawBufferPointer) -> Int64?) -> Int64? {
  unsafe Array(text.utf8).withUnsafeBytes { unsafe read($0) }
}

func iso(_ text: String, _ zone: Zone = .utc, endOfDay: Bool = false) -> Int64? {
  unsafe readBytes(text) { unsafe ISOTime.parse($0, zone: zone, endOfDay: endOfDay) }
}

/// The same numbers on every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
