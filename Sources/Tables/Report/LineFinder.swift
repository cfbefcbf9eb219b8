import CScan
import Diagnostics

/// Finds lines and columns of offsets by counting, as late as possible: only who is asked for a position pays for it.
struct LineFinder {
  let newline: UInt8

  /// Columns are counted in characters.
  func positions(of offsets: Set<Int64>, in input: ExportInput) throws(SourceProblem) -> [Int64: SourcePosition] {
    guard !offsets.isEmpty else { return [:] }
    var positions: [Int64: SourcePosition] = [:]
    let source = try input.source(from: 0)
    let window = Window(capacity: 256 << 10)
    window.begin(source, at: 0)
    var place = 0
    var position = SourcePosition(line: 1, column: 1)
    for offset in offsets.sorted() {
      while window.offset + Int64(place) < offset {
        if place == window.count {
          window.drop(place)
          place = 0
          try window.fill(to: window.capacity)
          if window.count == 0 { break }
        }
        let count = Int(min(Int64(window.count - place), offset - window.offset - Int64(place)))
        unsafe pass(UnsafePointer(window.bytes + place), count, &position)
        place += count
      }
      positions[offset] = position
    }
    return positions
  }

  private func pass(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ position: inout SourcePosition) {
    let lines = unsafe herald_count(bytes, count, newline)
    var rest = 0
    if lines > 0 {
      position = SourcePosition(line: position.line + lines, column: 1)
      rest = count
      while unsafe bytes[rest - 1] != newline { rest -= 1 }
    }
    position.column += unsafe herald_characters(bytes + rest, count - rest)
  }
}
