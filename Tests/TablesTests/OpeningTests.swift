import CZlib
import CivilTime
import Diagnostics
import Foundation
import Testing

@testable import Tables

/// Files as they lie on a disk.
@Suite struct OpeningTests {
  /// A folder of this test's own.
  final class Folder: Sendable {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.appendingPathComponent("herald-tables-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: some Collection<UInt8>) throws {
      let url = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func mapping(_ pattern: String, columns: [String] = ["a", "b"], encoding: TextEncoding = .utf8) -> ExportMapping {
      var mapping = ExportMapping.strings(columns)
      mapping.pattern = pattern
      mapping.directory = path
      mapping.encoding = encoding
      return mapping
    }

    func table(_ pattern: String, encoding: TextEncoding = .utf8) throws -> (rows: [[String]], report: ScanReport) {
      try Export(opening: mapping(pattern, encoding: encoding)).table()
    }
  }

  @Test func anOptionalColumnMayBeAbsentAndIsThenUnreadable() throws {
    let folder = try Folder()
    try folder.write("new.csv", "a,b\n1,x\n")
    try folder.write("old.csv", "a,c\n2,x\n")
    try folder.write("twice.csv", "a,b,b\n3,x,y\n")
    var mapping = folder.mapping("*.csv")
    mapping.fields[1].isOptional = true
    let export = try Export(opening: mapping)
    #expect(try export.table().rows == [["1", "1", "x"], ["2", "2", "?"], ["3", "3", "?"]])
    #expect(export.absent.keys.sorted() == [2])
    #expect(export.absent[2]?.message == "the header has no column “b”, which order.b is read from")
    mapping.pattern = "twice.csv"
    #expect(try Export(opening: mapping).absent[2]?.message == "the header has more than one column “b”")
    mapping.pattern = "new.csv"
    #expect(try Export(opening: mapping).absent.isEmpty)
  }

  @Test func aColumnHasTheFirstNameThatTheHeaderHas() throws {
    let folder = try Folder()
    try folder.write("new.csv", "a,b,c\n1,x,y\n")
    try folder.write("old.csv", "a,c\n2,y\n")
    try folder.write("other.csv", "a,d\n")
    var mapping = folder.mapping("*w.csv")
    mapping.fields[1].otherColumns = ["c"]
    #expect(try Export(opening: mapping).table().rows == [["1", "1", "x"]])
    mapping.pattern = "old.csv"
    #expect(try Export(opening: mapping).table().rows == [["2", "2", "y"]])
    mapping.pattern = "other.csv"
    let problem = #expect(throws: Diagnostic.self) { try Export(opening: mapping) }
    #expect(problem?.message == "the header has no column “b”")
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    _ = unsafe deflateInit2_(
      &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    let count = unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(input.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(output.count)
        _ = unsafe deflate(&stream, Z_FINISH)
        return unsafe Int(stream.total_out)
      }
    }
    _ = unsafe deflateEnd(&stream)
    return Array(output.prefix(count))
  }

  @Test func severalFilesAreOneTable() throws {
    let folder = try Folder()
    try folder.write("in/2/orders-b.csv", "b;a\n22;2\n")
    try folder.write("in/1/orders-c.csv", "a,x,b\r\n1,,11\r\n")
    try folder.write("in/1/orders-a.csv", Self.gzip(Array("a\tb\n0\t00\n".utf8)))
    try folder.write("in/1/.orders-hidden.csv", "nothing")
    try folder.write("in/1/orders-x.csv/file", "a directory of that name")
    try folder.write("in/1/orders.tmp", "nothing")
    let export = try Export(opening: folder.mapping("in/?/orders-*.csv"))
    #expect(export.files.map(\.path) == ["in/1/orders-a.csv", "in/1/orders-c.csv", "in/2/orders-b.csv"])
    #expect(export.files.map(\.isGzip) == [true, false, false])
    #expect(try export.table(threads: 2).rows.map { $0[2] } == ["00", "11", "22"])
    #expect(export.madeAt == export.files.map(\.modified).min())
  }

  @Test(arguments: [
    ("nothing there", "orders.csv", "there is no file “orders.csv”", "did you mean “order.csv”?"),
    ("nothing like it", "in/x.csv", "there is no file “in/x.csv”", "does the other system"),
    ("no match", "in/*.csv", "no file matches “in/*.csv”", "does the other system"),
    ("a directory", "folder", "“folder” is a directory", "“folder/*.csv”"),
    ("a FIFO", "pipe.csv", "“pipe.csv” is not a file but a FIFO", "must be a file"),
    ("empty", "empty.csv", "“empty.csv” is empty", "header"),
    ("a workbook", "book.csv", "a zip archive or a workbook", "save it as CSV"),
    ("UTF-16", "wide.csv", "UTF-16", "UTF-8"),
    ("UTF-16 without its mark", "wide2.csv", "UTF-16", "UTF-8"),
    ("nothing but blank lines", "blank.csv", "no header", "name the columns"),
    ("a missing column", "other.csv", "the header has no column “b”", "“Bb”"),
    ("two missing columns", "wrong.csv", "the header has no column “a”, “b”", "did you mean"),
    ("the same column twice", "twice.csv", "more than one column “b”", "own name"),
    ("the same column twice but for case", "twice2.csv", "more than one column “b”", "own name"),
    ("an open quote in the header", "open.csv", "the header cannot be read: this quote is never closed", ""),
    (
      "a header in another encoding", "latin.csv", "the header cannot be read: bytes that are not UTF-8", "windows-1252"
    ),
  ])
  func unusable(_ name: String, _ file: String, _ message: String, _ advice: String) throws {
    let folder = try Folder()
    try folder.write("order.csv", "a,b\n")
    try folder.write("folder/x.csv", "a,b\n")
    try folder.write("empty.csv", "")
    try folder.write("book.csv", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00])
    try folder.write("wide.csv", [0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00])
    try folder.write("wide2.csv", [0x61, 0x00, 0x2C, 0x00])
    try folder.write("blank.csv", "\n \n,,\n")
    try folder.write("other.csv", "a,Bb\n1,2\n")
    try folder.write("wrong.csv", "x,y\n1,2\n")
    try folder.write("twice.csv", "a,b,b\n1,2,3\n")
    try folder.write("twice2.csv", "a,B,B\n1,2,3\n")
    try folder.write("open.csv", "a,\"b\n1,2\n")
    try folder.write("latin.csv", [0x61, 0x2C, 0x62, 0x2C, 0xE9, 0x0A])
    let status = unsafe mkfifo(folder.path + "/pipe.csv", 0o600)
    #expect(status == 0)
    let problem = #expect(throws: Diagnostic.self) { try Export(opening: folder.mapping(file)) }
    #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
    #expect(advice.isEmpty || problem?.advice?.contains(advice) == true, "\(problem?.advice ?? "")")
    #expect(problem?.file == file)
  }

  @Test(.enabled(if: getuid() != 0)) func withoutPermission() throws {
    let folder = try Folder()
    try folder.write("secret.csv", "a,b\n")
    _ = unsafe chmod(folder.path + "/secret.csv", 0)
    let problem = #expect(throws: Diagnostic.self) { try Export(opening: folder.mapping("secret.csv")) }
    #expect(problem?.message.contains("no permission") == true)
  }

  @Test func gzipOfSeveralMembersAndPadding() throws {
    let folder = try Folder()
    let text = Array("a,b\n".utf8) + (0..<50_000).flatMap { Array("\($0),\"x\n\"\n".utf8) }
    let half = text.count / 2
    try folder.write("x.csv", Self.gzip(Array(text[..<half])) + Self.gzip(Array(text[half...])) + [0, 0, 0, 0])
    let (rows, report) = try folder.table("x.csv")
    #expect(rows.count == 50_000)
    #expect(rows.last?[0] == "49999")
    #expect(report.cutOff == nil && report.rejectedCount == 0)
    #expect(report.bytes < Int64(half))
  }

  @Test func gzipThatIsCutOffOrDamaged() throws {
    let folder = try Folder()
    let whole = Self.gzip(Array("a,b\n".utf8) + (0..<50_000).flatMap { Array("\($0),\($0 * 7919)\n".utf8) })
    try folder.write("cut.csv", whole[..<(whole.count / 2)])
    let (rows, report) = try folder.table("cut.csv")
    #expect(rows.count > 1000 && rows.count < 50_000)
    #expect(report.cutOff?.message.contains("gzip") == true)
    var damaged = whole
    damaged[whole.count / 2] ^= 0xFF
    damaged[whole.count / 2 + 1] ^= 0xFF
    try folder.write("damaged.csv", damaged)
    let problem = #expect(throws: Diagnostic.self) { try folder.table("damaged.csv") }
    #expect(problem?.message.contains("damaged") == true)
  }

  @Test func rejectsInGzipHaveTheirPlace() throws {
    let folder = try Folder()
    try folder.write("x.csv", Self.gzip(Array("a,b\n1,2\n3\n4,5\n".utf8)))
    let (_, report) = try folder.table("x.csv")
    #expect(report.rejected.map(\.diagnostic.position) == [SourcePosition(line: 3, column: 2)])
  }

  @Test func otherEncodings() throws {
    let folder = try Folder()
    let bytes: [UInt8] = Array("a,b\n1,".utf8) + [0xE9, 0x80, 0x92, 0xFC] + Array("\n".utf8)
    try folder.write("x.csv", bytes)
    #expect(try folder.table("x.csv", encoding: .windows1252).rows.map { $0[2] } == ["é€’ü"])
    #expect(try folder.table("x.csv", encoding: .latin1).rows.map { $0[2] } == ["é€’ü"])
    #expect(try folder.table("x.csv").report.rejectedCount == 1)
    try folder.write("x.csv.gz", Self.gzip(bytes))
    #expect(try folder.table("x.csv.gz", encoding: .windows1252).rows.map { $0[2] } == ["é€’ü"])
    // A byte order mark proves otherwise.
    try folder.write("y.csv", "\u{FEFF}a,b\n1,é\n")
    #expect(try folder.table("y.csv", encoding: .windows1252).rows.map { $0[2] } == ["é"])
  }

  @Test func transcodingAcrossBuffers() throws {
    let folder = try Folder()
    let high = [UInt8](repeating: 0x80, count: 200_001)
    try folder.write("x.csv", Array("a,b\n1,".utf8) + high + Array("\n2,x\n".utf8))
    let (rows, _) = try folder.table("x.csv", encoding: .windows1252)
    #expect(rows.map { $0[2].unicodeScalars.count } == [200_001, 1])
    #expect(rows[0][2].allSatisfy { $0 == "€" })
  }

  @Test func aFileThatChangesWhileItIsRead() throws {
    let folder = try Folder()
    try folder.write("x.csv", "a,b\n1,2\n")
    let export = try Export(opening: folder.mapping("x.csv"))
    #expect(try export.table().report.changedWhileRead == nil)
    try folder.write("y.csv", "a,b\n1,2\n")
    let status = unsafe rename(folder.path + "/y.csv", folder.path + "/x.csv")
    #expect(status == 0)
    #expect(try export.table().report.changedWhileRead?.message.contains("changed") == true)
    let second = try Export(opening: folder.mapping("x.csv"))
    let handle = try #require(FileHandle(forWritingAtPath: folder.path + "/x.csv"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("3,4\n".utf8))
    let (rows, report) = try second.table()
    // What was there when it was opened, and a word about the rest.
    #expect(rows.count == 1)
    #expect(report.changedWhileRead != nil)
    try handle.truncate(atOffset: 5)
    let third = try second.table()
    #expect(third.report.changedWhileRead != nil)
  }

  @Test(arguments: [
    ("*", "abc", true), ("a*c", "abc", true), ("a*c", "ab", false), ("?b?", "abc", true), ("??", "abc", false),
    ("*.csv", "x.csv", true),
    ("*.csv", "x.csv.tmp", false), ("a**b", "axxb", true), ("*a*b*", "xaybz", true), ("*a*b*", "xbya", false),
    ("?", "é", true),
    ("abc", "abc", true), ("", "", true), ("*", "", true), ("a*a", "a", false),
  ])
  func globs(_ pattern: String, _ name: String, _ isMatch: Bool) {
    #expect(FilePattern.isMatch(Array(name.utf8), Array(pattern.utf8)) == isMatch)
  }

  @Test func realHeaders() throws {
    // A carriage return between two header cells in quotes is theirs, and a header longer than the first read is found.
    let folder = try Folder()
    let names = (0..<9000).map { "\"column\r\n\($0)\"" }
    try folder.write(
      "wide.csv",
      (["a", "b"] + names).joined(separator: ",") + "\r\n1,2" + String(repeating: ",", count: 9000) + "\r\n")
    let (rows, report) = try folder.table("wide.csv")
    #expect(rows.map { $0[2] } == ["2"])
    #expect(report.rejectedCount == 0)
  }
}
