/// The offsets of one zone over all of time: segments that each begin at an instant.
///
/// A change of the clock begins a segment. Behind the zone file's table, 400 years of its rule are written out, after
/// which the calendar repeats to the day and the weekday; later times are moved back by whole such cycles.
final class ZoneTable: Sendable {
  struct Segment {
    /// Seconds since 1970; the first segment begins at `Int64.min`.
    var start: Int64
    /// Seconds east of UTC.
    var offset: Int
    var abbreviation: String
  }

  let name: String
  /// The offset of a zone that never changes it, as UTC or `+03:00`.
  let fixedOffset: Int?
  private let starts: [Int64]
  private let offsets: [Int32]
  private let abbreviations: [UInt8]
  private let abbreviationTexts: [String]
  /// Where each segment begins for a clock on the wall. Times that an overlap shows twice belong to the earlier
  /// segment, and so do times that a gap skips: with its offset they come out moved forward by the gap.
  private let localStarts: [Int64]
  /// The last segment that begins at or before each multiple of 2^24 seconds (194 days) from 1970 on.
  private let startHints: [UInt16]
  private let localHints: [UInt16]
  /// From here on the calendar's cycle repeats; `Int64.max` where the rule has no changes.
  private let cycleStart: Int64

  private static let hintCount = 256
  private static let hintShift: Int64 = 24
  private static let cycle: Int64 = 146_097 * 86_400

  init(name: String, segments: [Segment], cycleStart: Int64 = .max) {
    self.name = name
    self.cycleStart = cycleStart
    fixedOffset = segments.count == 1 ? segments[0].offset : nil
    starts = segments.map(\.start)
    offsets = segments.map { Int32($0.offset) }
    var texts: [String] = []
    abbreviations = segments.map { segment in
      if let known = texts.firstIndex(of: segment.abbreviation) { return UInt8(known) }
      // A zone file has at most 256 kinds of time, and its rule adds two; those have names in the file already.
      guard texts.count < 255 else { return 0 }
      texts.append(segment.abbreviation)
      return UInt8(texts.count - 1)
    }
    abbreviationTexts = texts
    var localStarts = [Int64.min]
    for (before, after) in zip(segments, segments.dropFirst()) {
      localStarts.append(after.start + Int64(max(before.offset, after.offset)))
    }
    self.localStarts = localStarts
    startHints = Self.hints(starts)
    localHints = Self.hints(localStarts)
  }

  convenience init(name: String, fixedOffset: Int, abbreviation: String) {
    self.init(name: name, segments: [Segment(start: .min, offset: fixedOffset, abbreviation: abbreviation)])
  }

  func offset(at seconds: Int64) -> Int {
    if let fixedOffset { return fixedOffset }
    return Int(offsets[Self.segment(of: inCycle(seconds), in: starts, startHints)])
  }

  /// The offset that turns a wall clock's time into an instant.
  func offset(local seconds: Int64) -> Int {
    if let fixedOffset { return fixedOffset }
    return Int(offsets[Self.segment(of: inCycle(seconds), in: localStarts, localHints)])
  }

  /// The same for a day's last second: of the two times of an overlap the later, and for one that a gap skips what the
  /// clock showed last before it.
  func offset(endingLocal seconds: Int64) -> Int {
    if let fixedOffset { return fixedOffset }
    let local = inCycle(seconds)
    let segment = Self.segment(of: local, in: localStarts, localHints)
    let next = segment + 1
    guard next < starts.count, local >= starts[next] + Int64(min(offsets[segment], offsets[next])) else {
      return Int(offsets[segment])
    }
    return Int(offsets[next])
  }

  /// When the segment of an instant began.
  func lastStart(at seconds: Int64) -> Int64 {
    let moved = inCycle(seconds)
    let start = starts[Self.segment(of: moved, in: starts, startHints)]
    return start == .min ? start : start + (seconds - moved)
  }

  func abbreviation(at seconds: Int64) -> String {
    if fixedOffset != nil { return abbreviationTexts[0] }
    return abbreviationTexts[Int(abbreviations[Self.segment(of: inCycle(seconds), in: starts, startHints)])]
  }

  /// When the next segment begins; nil if none does.
  func nextStart(after seconds: Int64) -> Int64? {
    if fixedOffset != nil { return nil }
    let moved = inCycle(seconds)
    let next = Self.segment(of: moved, in: starts, startHints) + 1
    guard next < starts.count else { return nil }
    return starts[next] + (seconds - moved)
  }

  private func inCycle(_ seconds: Int64) -> Int64 {
    guard seconds >= cycleStart else { return seconds }
    return cycleStart + (seconds - cycleStart) % Self.cycle
  }

  private static func segment(of value: Int64, in starts: [Int64], _ hints: [UInt16]) -> Int {
    let slot = value >> hintShift
    if slot >= 0, slot < hintCount {
      var segment = Int(hints[Int(slot)])
      while segment + 1 < starts.count, starts[segment + 1] <= value { segment += 1 }
      return segment
    }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  private static func hints(_ starts: [Int64]) -> [UInt16] {
    guard starts.count > 1 else { return [] }
    var segment = 0
    return (0..<hintCount).map { slot in
      while segment + 1 < starts.count, starts[segment + 1] <= Int64(slot) << hintShift { segment += 1 }
      return UInt16(segment)
    }
  }

  /// How many years behind the table a rule is written out: a cycle, and two years so that a wall clock's time finds
  /// its change on either side.
  static let writtenYears = 402
}
