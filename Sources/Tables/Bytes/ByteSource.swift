import Platform

/// A stream of UTF-8 text: a file's bytes, unpacked and in one encoding. Used by one thread.
protocol ByteSource: AnyObject {
  /// Up to `buffer.count` bytes, which come next; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceProblem) -> Int
  /// The stream stopped in the middle of itself, as a truncated gzip file does.
  var isCutOff: Bool { get }
}

/// Why no more bytes come.
enum SourceProblem: Error {
  case system(Errno)
  /// gzip's checks failed; zlib's words.
  case corrupt(String)
}

/// The bytes as they are stored, from an offset to the end that the file had when it was opened.
final class StoredSource: ByteSource {
  private let bytes: any StoredBytes
  private var offset: Int64

  init(_ bytes: any StoredBytes, from offset: Int64) {
    self.bytes = bytes
    self.offset = offset
  }

  let isCutOff = false

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceProblem) -> Int {
    let wanted = Int(min(Int64(buffer.count), bytes.size - offset))
    guard wanted > 0 else { return 0 }
    do throws(Errno) {
      let count = try unsafe bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
      offset += Int64(count)
      return count
    } catch {
      throw .system(error)
    }
  }
}
