/// How far ahead the end of a quiet time is looked for.
private let horizon = TimeSpan(seconds: 14 * 86_400)

extension QuietHours {
  /// The first instant at or after `instant` that is not quiet; nil if there is none within 14 days.
  package func end(after instant: Instant, zone: Zone, holidays: Set<CivilDate>) -> Instant? {
    end(after: instant, zones: [zone], holidays: holidays)
  }

  /// When it is quiet from `start` to `end`: disjoint and ascending, cut to that range, neighbours merged.
  package func periods(
    from start: Instant, to end: Instant, zone: Zone, holidays: Set<CivilDate>
  ) -> [(start: Instant, end: Instant)] {
    periods(from: start, to: end, zones: [zone], holidays: holidays)
  }
}

// A recipient whose zone is not known may be in any of several: it is quiet if it is in one of them.
extension QuietHours {
  package func isQuiet(at instant: Instant, zones: [Zone], holidays: Set<CivilDate>) -> Bool {
    if isEmpty { return false }
    // The zones of a country are listed by neighbourhood, so most have the offset of the one before.
    var last: Int?
    for zone in zones {
      let offset = zone.offset(at: instant.seconds)
      if offset != last, isQuiet(instant.seconds + Int64(offset), holidays) { return true }
      last = offset
    }
    return false
  }

  /// The first instant at or after `instant` that is quiet in none of the zones; nil if there is none within 14 days.
  package func end(after instant: Instant, zones: [Zone], holidays: Set<CivilDate>) -> Instant? {
    let limit = instant.adding(horizon)
    var place = instant
    while isQuiet(at: place, zones: zones, holidays: holidays) {
      guard let next = nextEdge(after: place, zones: zones), limit.map({ next <= $0 }) ?? true else { return nil }
      place = next
    }
    return place
  }

  /// As for one zone: the union of their quiet times.
  package func periods(
    from start: Instant, to end: Instant, zones: [Zone], holidays: Set<CivilDate>
  ) -> [(start: Instant, end: Instant)] {
    if isEmpty { return [] }
    var periods: [(start: Instant, end: Instant)] = []
    var quietSince: Instant?
    var place = start
    while place < end {
      let isQuiet = isQuiet(at: place, zones: zones, holidays: holidays)
      if isQuiet, quietSince == nil { quietSince = place }
      if !isQuiet, let since = quietSince {
        periods.append((since, place))
        quietSince = nil
      }
      guard let next = nextEdge(after: place, zones: zones) else { break }
      place = next
    }
    if let quietSince { periods.append((quietSince, end)) }
    return periods
  }

  /// An instant behind this one, up to which quiet does not change: the next edge on one of the clocks, or a change of
  /// one of them.
  private func nextEdge(after instant: Instant, zones: [Zone]) -> Instant? {
    var next = Int64.max
    var last: Int?
    for zone in zones {
      let offset = zone.offset(at: instant.seconds)
      if offset != last { next = min(next, nextEdge(afterLocal: instant.seconds + Int64(offset)) - Int64(offset)) }
      if let change = zone.table.nextStart(after: instant.seconds) { next = min(next, change) }
      last = offset
    }
    return Instant(seconds: next)
  }
}
