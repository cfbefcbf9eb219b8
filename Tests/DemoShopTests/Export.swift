import CivilTime
import Platform

/// An export read back, by the book and slowly: rows of cells by the header's names.
struct Export {
  var rows: [[String: String]] = []

  init(_ path: String) throws {
    let bytes = try FileSystem.read(path)
    let table = Export.table(String(decoding: bytes, as: UTF8.self))
    guard let header = table.first else { return }
    for row in table.dropFirst() {
      guard row.count == header.count else { throw Malformed(row: row) }
      rows.append(Dictionary(uniqueKeysWithValues: zip(header, row)))
    }
  }

  struct Malformed: Error { var row: [String] }

  private static func table(_ text: String) -> [[String]] {
    var table: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = text.unicodeScalars.makeIterator()
    var current = scalars.next()
    while let scalar = current {
      current = scalars.next()
      switch scalar {
      case "\"" where isQuoted && current == "\"":
        cell.unicodeScalars.append(scalar)
        current = scalars.next()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: (row, cell) = (row + [cell], "")
      case "\n" where !isQuoted:
        table.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return table
  }
}

extension [String: String] {
  /// Nil for an empty cell, and for one that is no time.
  func time(_ column: String, zone: Zone = .utc) -> Int64? {
    self[column].flatMap { $0.isEmpty ? nil : ISOTime.parse($0, zone: zone)?.seconds }
  }

  func has(_ column: String) -> Bool { self[column] != "" }
}
