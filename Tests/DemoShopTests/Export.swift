import CivilTime
import Platform

/// An export read back, by the book and slowly: rows of cells by the header's names.
struct Export {
  var rows: [[String: String]] = []

  init(_ path: String) throws {
    let table = Export.table(try FileSystem.read(path))
    guard let header = table.first else { return }
    for row in table.dropFirst() {
      guard row.count == header.count else { throw Malformed(row: row) }
      rows.append(Dictionary(uniqueKeysWithValues: zip(header, row)))
    }
  }

  struct Malformed: Error { var row: [String] }

  private static func table(_ bytes: [UInt8]) -> [[String]] {
    var table: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        cell.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted, 10 where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        if byte == 10 {
          table.append(row)
          row = []
        }
      default: cell.append(byte)
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
