import CivilTime
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Every zone of the system against the C library, through `date`, which asks `localtime_r`.
///
/// In a process of its own, since a program with threads must not change its TZ.
@Suite struct ZoneAgainstSystemTests {
  private static func output(_ command: String) -> String? {
    guard let stream = unsafe popen(command, "r") else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, stream)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return unsafe pclose(stream) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  private static let hasDate = output("date -u -d @0 +%::z 2>/dev/null") == "+00:00:00\n"

  @Test(.enabled(if: hasDate, "no GNU date to compare with"))
  func offsetsAgree() throws {
    var dice = Dice(state: 20_260_302)
    let names = Zone.allNames
    var instants: [Int64] = []
    for _ in 0..<30 { instants.append(Int64.random(in: -3_000_000_000...2_000_000_000, using: &dice)) }
    for _ in 0..<50 { instants.append(Int64.random(in: 1_600_000_000...2_300_000_000, using: &dice)) }
    for _ in 0..<20 { instants.append(Int64.random(in: 2_000_000_000...90_000_000_000, using: &dice)) }
    let input = instants.map { "@\($0)" }.joined(separator: "\n")
    let command =
      "d='\(input)'; for z in \(names.joined(separator: " ")); do echo \"# $z\"; "
      + "echo \"$d\" | TZ=$z date -f - '+%s %::z %Z'; done"
    let output = try #require(Self.output(command))
    var zone = Zone.utc
    var compared = 0
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "#" {
        zone = try #require(Zone.named(words[1]))
        continue
      }
      let seconds = try #require(Int64(words[0]))
      let parts = words[1].dropFirst().split(separator: ":").compactMap { Int($0) }
      let size = parts[0] * 3600 + parts[1] * 60 + parts[2]
      let instant = try #require(Instant(seconds: seconds))
      #expect(
        zone.offset(at: seconds) == (words[1].hasPrefix("-") ? -size : size), "\(zone.name) at \(instant.rfc3339)")
      #expect(zone.abbreviation(at: instant) == words[2], "\(zone.name) at \(instant.rfc3339)")
      compared += 1
    }
    #expect(compared == names.count * instants.count && compared > 10_000)
  }
}
