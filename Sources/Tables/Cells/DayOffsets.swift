import CScan
import CivilTime
import Synchronization

/// A zone's offset on each day on which its clocks do not change: a column of wall times needs no more on most rows.
///
/// `@safe`: the table is allocated and filled once, before it is shared, is never changed, and lives as long as this
/// object. That is also why it may be shared (`@unchecked`).
@safe final class DayOffsets: @unchecked Sendable {
  /// 1970 ... 2049.
  static let days = 29_220
  let table: UnsafeMutablePointer<Int32>

  private init(_ zone: Zone) {
    unsafe table = .allocate(capacity: Self.days)
    var midnight = Self.offset(zone, 0, hour: 0)
    for day in 0..<Self.days {
      let next = Self.offset(zone, day + 1, hour: 0)
      let isConstant = midnight == next && Self.offset(zone, day, hour: 12) == next
      unsafe table[day] = isConstant ? next : herald_no_offset
      midnight = next
    }
  }

  deinit { unsafe table.deallocate() }

  /// Made once a zone and process, in about a millisecond.
  static func of(_ zone: Zone) -> DayOffsets {
    known.withLock { known in
      if let offsets = known[zone] { return offsets }
      let offsets = DayOffsets(zone)
      known[zone] = offsets
      return offsets
    }
  }

  private static let known = Mutex<[Zone: DayOffsets]>([:])

  private static func offset(_ zone: Zone, _ day: Int, hour: Int) -> Int32 {
    let wall = WallClock(date: CivilDate(daysSinceEpoch: Int64(day)), hour: hour)
    guard let instant = zone.instant(of: wall) else { return herald_no_offset }
    return Int32(Int64(day) * 86_400 + Int64(hour) * 3600 - instant.seconds)
  }
}
