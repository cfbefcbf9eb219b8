import Diagnostics

extension FileLayout {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// A longer header is no header.
  private static let longestHeader = 1 << 20

  /// Reads the beginning of a file: its format, line ends, delimiter and header, and where the mapping's columns are.
  static func sniff(_ input: ExportInput, _ mapping: ExportMapping) throws(Diagnostic) -> FileLayout {
    let path = input.file.path
    var head: [UInt8]
    do throws(SourceProblem) { head = try input.head(64 << 10) } catch { throw error.diagnostic(path) }
    try refuseOtherEncodings(head, path)
    if isJSONLines(head, path, mapping) { return try jsonLines(head, path, mapping) }
    if Header.end(in: head) == nil, head.count == 64 << 10 {
      do throws(SourceProblem) { head = try input.head(longestHeader) } catch { throw error.diagnostic(path) }
    }
    let header = try Header(in: head, isWhole: head.count < longestHeader, path, mapping)
    let (places, absent) = try header.places(of: mapping, path)
    return FileLayout(
      isDelimited: true, dialect: header.dialect, shape: header.shape, places: places, dataStart: Int64(header.end),
      absent: absent)
  }

  private static func refuseOtherEncodings(_ head: [UInt8], _ path: String) throws(Diagnostic) {
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.prefix(8).contains(0) {
      throw Diagnostic(
        .error, "“\(path)” is UTF-16, or not text at all",
        advice: "export it as UTF-8; iconv -f UTF-16 -t UTF-8 converts",
        file: path)
    }
  }

  /// By what the mapping says, else by the name, else by the first character.
  private static func isJSONLines(_ head: [UInt8], _ path: String, _ mapping: ExportMapping) -> Bool {
    if let format = mapping.format { return format == .jsonLines }
    var name = path.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    if [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix) { return true }
    if [".csv", ".tsv", ".txt", ".tab"].contains(where: name.hasSuffix) { return false }
    return firstCharacter(head) == UInt8(ascii: "{")
  }

  private static func firstCharacter(_ head: [UInt8]) -> UInt8? {
    head.dropFirst(head.starts(with: byteOrderMark) ? 3 : 0).first { $0 > 0x20 }
  }

  private static func jsonLines(
    _ head: [UInt8], _ path: String, _ mapping: ExportMapping
  ) throws(Diagnostic) -> FileLayout {
    if firstCharacter(head) == UInt8(ascii: "[") {
      throw Diagnostic(
        .error, "“\(path)” is one JSON array", advice: "JSON Lines has an object on each line; jq -c '.[]' converts",
        file: path,
        at: SourcePosition(line: 1, column: 1))
    }
    try JSONPaths.check(mapping, path)
    let start = head.starts(with: byteOrderMark) ? 3 : 0
    try JSONKeys(in: Array(head[start...])).check(mapping, path)
    return FileLayout(
      isDelimited: false, dialect: Dialect(delimiter: 0x2C, newline: Dialect.lineFeed),
      shape: RowShape(columns: 1, required: 1), places: [], dataStart: Int64(start))
  }
}
