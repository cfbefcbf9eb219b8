import Diagnostics
import Foundation
import JSON
import TestSupport
import Testing

@testable import Tables

/// Read through windows of these many bytes, a file gives the same.
private let windows = [4, 16, 1 << 16]

/// The rows of a file without a header, through the same windows as everything else: a header of as many columns as the
/// first row has is put before it, and every cell is read as it stands.
private func rawRows(_ bytes: [UInt8], window: Int) throws -> [[String]] {
  let first = PlainReader().rows(bytes).first
  guard case .cells(let cells)? = first else { return [] }
  let names = cells.indices.map { "c\($0)" }
  // A column in front gives each row a key, so that blank rows are rows too.
  var lines: [UInt8] = []
  var start = bytes.startIndex
  var isQuoted = false
  for place in bytes.indices {
    if bytes[place] == 0x22 { isQuoted.toggle() }
    if bytes[place] == 0x0A && !isQuoted || place == bytes.endIndex - 1 {
      lines += Array("k,".utf8) + bytes[start...place]
      start = place + 1
    }
  }
  var text = TableText(Array(("k," + names.joined(separator: ",") + "\n").utf8) + lines)
  text.limits.window = window
  let (rows, report) = try text.export(.strings(["k"] + names, key: ["k"], delimiter: 0x2C)).table()
  #expect(report.rejectedCount == 0)
  return rows.map { $0.dropFirst(2).map { $0 == "∅" ? "" : $0 } }
}

/// A file's rows by the names in its header.
private func objects(_ bytes: [UInt8], window: Int) throws -> [[String: String]] {
  let names = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self).split(separator: ",").map(
    String.init)
  var text = TableText(bytes)
  text.limits.window = window
  let (rows, report) = try text.export(.strings(names)).table()
  #expect(report.rejectedCount == 0)
  return rows.map { row in
    Dictionary(uniqueKeysWithValues: zip(names, row.dropFirst().map { $0 == "∅" ? "" : $0 }))
  }
}

@Suite(.enabled(if: Suites.has("csv-spectrum")))
struct CSVSpectrumConformance {
  static let cases = Suites.files("csv-spectrum/csvs", ending: ".csv")

  @Test func allOfThemAreFound() { #expect(Self.cases.count == 12) }

  @Test func tables() throws {
    var figures = ConformanceFigures("csv-spectrum")
    for file in Self.cases {
      let name = file.deletingPathExtension().lastPathComponent
      let bytes = try Suites.bytes(file)
      let json = file.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "json/\(name).json")
      let expected = try JSONValue.parse(try Suites.bytes(json))
      // Its JSON is of another table, and its quotes after numbers are what csv-test-data's bad-unescaped-quote forbids.
      if name == "location_coordinates" {
        let names = ["Contact Phone Number", "Location Coordinates", "Cities", "Counties"]
        let (rows, report) = try TableText(bytes).export(.strings(names)).table()
        #expect(rows.isEmpty && report.rejected.first?.diagnostic.position?.line == 2)
        figures.refuse()
        continue
      }
      let wanted = (expected.array ?? []).map { row in
        Dictionary(uniqueKeysWithValues: (row.members ?? []).map { ($0.key, $0.value.string ?? "") })
      }
      let found = try windows.map { try objects(bytes, window: $0) }
      figures.count(found.allSatisfy { $0 == wanted }, name)
    }
    figures.print()
    #expect(figures.differing == [])
  }
}

@Suite(.enabled(if: Suites.has("csv-test-data")))
struct CSVTestDataConformance {
  static let cases = Suites.files("csv-test-data/csv", ending: ".csv")

  @Test func allOfThemAreFound() { #expect(Self.cases.count == 25) }

  static func json(_ file: URL) throws -> JSONValue {
    let name = file.deletingPathExtension().lastPathComponent
    let json = file.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("json/\(name).json")
    return try JSONValue.parse(try Suites.bytes(json))
  }

  /// A table as its JSON has it; a `bad-` file gives a place instead.
  @Test func tables() throws {
    var figures = ConformanceFigures("csv-test-data")
    for file in Self.cases {
      let name = file.lastPathComponent
      let bytes = try Suites.bytes(file)
      if name.hasPrefix("bad-") {
        figures.count(try Self.givesPlace(name, bytes), "\(name): no place")
        continue
      }
      let expected = try Self.json(file).array ?? []
      if name.hasPrefix("header-") {
        let wanted = expected.map { row in
          Dictionary(uniqueKeysWithValues: (row.members ?? []).map { ($0.key, $0.value.string ?? "") })
        }
        figures.count(try windows.allSatisfy { try objects(bytes, window: $0) == wanted }, name)
      } else {
        let wanted = expected.map { row in (row.array ?? []).map { $0.string ?? "" } }
        figures.count(try windows.allSatisfy { try rawRows(bytes, window: $0) == wanted }, name)
      }
    }
    figures.print()
    #expect(figures.differing == [])
  }

  private static func givesPlace(_ name: String, _ bytes: [UInt8]) throws -> Bool {
    do throws(Diagnostic) {
      let (rows, report) = try TableText(bytes).export(.strings(["foo", "bar", "baz"])).table()
      let position = report.rejected.first?.diagnostic.position
      return rows.isEmpty && report.rejectedCount == 1 && position?.line == 2 && (position?.column ?? 0) > 1
    } catch {
      // No header, or another one: the file as a whole is unusable.
      return name.contains("header-no-header") || name.contains("header-wrong-header")
    }
  }
}
