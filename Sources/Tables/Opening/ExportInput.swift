import Platform

/// A file of an export, open, and how its bytes become text.
struct ExportInput: Sendable {
  var file: ExportFile
  let bytes: any StoredBytes
  let isTranscoded: Bool

  /// Its text stands in the file as it is, so that reading can begin anywhere.
  var isSplittable: Bool { !file.isGzip && !isTranscoded }

  /// The text from an offset of its own. Where it cannot be split, what lies before is read and thrown away.
  func source(from offset: Int64) throws(SourceProblem) -> any ByteSource {
    if isSplittable { return StoredSource(bytes, from: offset) }
    var source: any ByteSource = StoredSource(bytes, from: 0)
    if file.isGzip { source = try GzipSource(source) }
    if isTranscoded { source = TranscodingSource(source) }
    var left = offset
    var scratch = [UInt8](repeating: 0, count: Int(min(max(left, 1), 1 << 16)))
    while left > 0 {
      let count = try read(source, into: &scratch, Int(min(left, Int64(scratch.count))))
      if count == 0 { break }
      left -= Int64(count)
    }
    return source
  }

  /// The first bytes of the text, at most `limit`.
  func head(_ limit: Int) throws(SourceProblem) -> [UInt8] {
    let source = try source(from: 0)
    var head: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    while head.count < limit {
      let count = try read(source, into: &chunk, min(chunk.count, limit - head.count))
      if count == 0 { break }
      head += chunk[..<count]
    }
    return head
  }

  private func read(_ source: any ByteSource, into bytes: inout [UInt8], _ count: Int) throws(SourceProblem) -> Int {
    var result: Result<Int, SourceProblem> = .success(0)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      do throws(SourceProblem) {
        result = .success(try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])))
      } catch { result = .failure(error) }
    }
    return try result.get()
  }
}
