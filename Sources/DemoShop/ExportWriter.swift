import CivilTime
import Platform

/// One CSV file in the making: cells are written as bytes into a buffer, and the buffer to the file.
struct ExportWriter: ~Copyable {
  private let file: FileDescriptor
  private let calendar: DayNames
  private var bytes: [UInt8] = []
  private static let bufferSize = 1 << 18

  init(_ path: String, _ header: StaticString, _ calendar: DayNames) throws(Errno) {
    file = try FileDescriptor(opening: path, .replace, mode: 0o644)
    self.calendar = calendar
    bytes.reserveCapacity(Self.bufferSize + 4096)
    write(header)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Writes what is left and sets the modification time: what an export proves, it proves for that instant.
  consuming func finish(modified: Instant) throws(Errno) {
    try file.writeAll(bytes)
    let path = file.path
    try file.close()
    try FileSystem.setModified(path, .init(seconds: modified.seconds, nanoseconds: modified.nanoseconds))
  }

  // MARK: Rows and cells

  mutating func endRow() throws(Errno) {
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count >= Self.bufferSize {
      try file.writeAll(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }

  /// The comma before the next cell.
  mutating func next() { bytes.append(UInt8(ascii: ",")) }

  mutating func next(_ cell: [UInt8]) {
    next()
    bytes.append(contentsOf: cell)
  }

  mutating func next(_ cell: StaticString) {
    next()
    write(cell)
  }

  // MARK: Values

  mutating func write(_ text: StaticString) {
    // A static string is plain memory of the binary, and its bytes are copied at once.
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  mutating func write(_ number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(48 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// `digits` digits, with leading zeros.
  mutating func write(_ number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      bytes.append(48 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// `1234` as `12.34`.
  mutating func money(cents: Int) {
    write(cents / 100)
    bytes.append(UInt8(ascii: "."))
    write(cents % 100, digits: 2)
  }

  /// A date alone, by days since 1970.
  mutating func date(day: Int64) { calendar.append(day: day, to: &bytes) }

  /// An instant in one of the styles that shops export: with `Z` or with an offset, with a `T` or a blank.
  mutating func time(_ seconds: Int64, style: Int) {
    let (offset, suffix, blank): (Int64, StaticString, Bool) =
      switch style & 7 {
      case 0, 1, 2: (0, "Z", false)
      case 3: (3600, "+01:00", false)
      case 4: (-18000, "-05:00", false)
      case 5: (19800, "+05:30", false)
      case 6: (7200, " +0200", true)
      default: (0, " UTC", true)
      }
    let local = seconds + offset
    let day = local >= 0 ? local / 86400 : (local - 86399) / 86400
    let second = Int(local - day * 86400)
    calendar.append(day: day, to: &bytes)
    bytes.append(UInt8(ascii: blank ? " " : "T"))
    write(second / 3600, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    write(second / 60 % 60, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    write(second % 60, digits: 2)
    write(suffix)
  }

  mutating func nextTime(_ seconds: Int64?, style: Int) {
    next()
    if let seconds { time(seconds, style: style) }
  }
}

/// Days written out beforehand, `YYYY-MM-DD`: a calendar's arithmetic once a day instead of once a cell.
struct DayNames {
  private let first: Int64
  private let text: [UInt8]

  init(_ days: Range<Int64>) {
    first = days.lowerBound
    text = days.flatMap { Array(CivilDate(daysSinceEpoch: $0).text.utf8) }
  }

  func append(day: Int64, to bytes: inout [UInt8]) {
    let from = Int(day - first) * 10
    bytes.append(contentsOf: text[from..<from + 10])
  }
}
