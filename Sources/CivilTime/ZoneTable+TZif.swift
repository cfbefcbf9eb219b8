extension ZoneTable {
  /// Reads a zone file (TZif versions 1 to 4, RFC 9636). Nil if the bytes are none, or count leap seconds (`right/…`).
  convenience init?(name: String, file: [UInt8]) {
    guard let contents = ZoneFile(file) else { return nil }
    var segments: [Segment] = []
    func add(_ start: Int64, _ offset: Int, _ abbreviation: String) {
      // A change of name or of DST's flag alone still begins a segment where the name differs.
      if let last = segments.last, last.offset == offset, last.abbreviation == abbreviation { return }
      segments.append(Segment(start: start, offset: offset, abbreviation: abbreviation))
    }
    add(.min, contents.kinds[0].offset, contents.kinds[0].abbreviation)
    for (start, kind) in zip(contents.starts, contents.kindOfStart) {
      add(start, contents.kinds[kind].offset, contents.kinds[kind].abbreviation)
    }

    var cycleStart = Int64.max
    if let rule = contents.rule {
      let lastStart = contents.starts.last ?? .min
      if rule.daylight == nil {
        // The rule says what holds behind the table; with no table at all it says what holds always.
        if contents.starts.isEmpty { segments = [] }
        add(contents.starts.isEmpty ? .min : lastStart, rule.standard.offset, rule.standard.abbreviation)
      } else {
        let firstYear = contents.starts.isEmpty ? 1900 : CivilDate(daysSinceEpoch: lastStart / 86_400).year
        for year in firstYear...(firstYear + Self.writtenYears) {
          for change in rule.transitions(in: year) where change.at > lastStart {
            add(change.at, change.kind.offset, change.kind.abbreviation)
          }
        }
        cycleStart = daysFromCivil(Int64(firstYear + 2), 1, 1) * 86_400
      }
    }
    self.init(name: name, segments: segments, cycleStart: cycleStart)
  }
}

/// What a TZif file says.
private struct ZoneFile {
  var starts: [Int64] = []
  var kindOfStart: [Int] = []
  var kinds: [(offset: Int, abbreviation: String)] = []
  var rule: PosixZoneRule?

  private struct Header {
    var version: UInt8
    var utcFlags: Int
    var standardFlags: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int

    static let size = 44

    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count >= Self.size, bytes.starts(with: "TZif".utf8) else { return nil }
      let base = bytes.startIndex
      func count(_ index: Int) -> Int {
        Int(bigEndian(bytes[(base + 20 + index * 4)...].prefix(4)))
      }
      version = bytes[base + 4]
      utcFlags = count(0)
      standardFlags = count(1)
      leaps = count(2)
      times = count(3)
      types = count(4)
      characters = count(5)
      // No real file comes near these; a broken one must not make us reserve gigabytes.
      guard times < 10_000, (1...256).contains(types), characters < 10_000, leaps < 10_000, utcFlags <= types,
        standardFlags <= types
      else { return nil }
    }

    func blockSize(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standardFlags + utcFlags
    }
  }

  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes[...]) else { return nil }
    if first.version == 0 {
      guard read(bytes[Header.size...], first, timeSize: 4) else { return nil }
      return
    }
    // From version 2 on, the whole file is there twice; the second has 64-bit times and a footer.
    let second = Header.size + first.blockSize(timeSize: 4)
    guard second <= bytes.count, let header = Header(bytes[second...]) else { return nil }
    let block = second + Header.size
    let footer = block + header.blockSize(timeSize: 8)
    guard footer < bytes.count, bytes[footer] == 0x0A, read(bytes[block...], header, timeSize: 8),
      let end = bytes[(footer + 1)...].firstIndex(of: 0x0A)
    else { return nil }
    let text = bytes[(footer + 1)..<end]
    if text.isEmpty { return }
    guard let rule = PosixZoneRule(text) else { return nil }
    self.rule = rule
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>, _ header: Header, timeSize: Int) -> Bool {
    guard bytes.count >= header.blockSize(timeSize: timeSize), header.leaps == 0 else { return false }
    var place = bytes.startIndex
    func take(_ count: Int) -> ArraySlice<UInt8> {
      defer { place += count }
      return bytes[place..<(place + count)]
    }
    for _ in 0..<header.times {
      let raw = bigEndian(take(timeSize))
      starts.append(timeSize == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw))
    }
    kindOfStart = take(header.times).map { Int($0) }
    let types = take(header.types * 6)
    let characters = take(header.characters)
    for index in 0..<header.types {
      let type = types[(types.startIndex + index * 6)...].prefix(6)
      let offset = Int(Int32(truncatingIfNeeded: bigEndian(type.prefix(4))))
      let name = characters.dropFirst(Int(type[type.startIndex + 5])).prefix { $0 != 0 }
      guard abs(offset) < 26 * 3600 else { return false }
      kinds.append((offset, String(decoding: name, as: UTF8.self)))
    }
    return kindOfStart.allSatisfy { $0 < kinds.count } && zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }
  }
}

private func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
