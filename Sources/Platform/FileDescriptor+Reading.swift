#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FileDescriptor {
  /// Up to `buffer.count` bytes from the current place; 0 at the end.
  package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    let number = number
    return try Syscalls.perform(.read, path) { unsafe libcRead(number, buffer.baseAddress, buffer.count) }
  }

  /// Up to `buffer.count` bytes from `offset`; fewer only at the end of the file.
  package borrowing func pread(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno) -> Int {
    let number = number
    var filled = 0
    while filled < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = try Syscalls.perform(.read, path) {
        unsafe libcPread(number, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// All that is left, or `EFBIG` if that is more than `limit` bytes.
  package borrowing func readToEnd(limit: Int = .max) throws(Errno) -> [UInt8] {
    let size = Int(clamping: try status().size)
    var bytes: [UInt8] = []
    // One more than the size, so that a file that does not grow needs a single call to show its end.
    var room = max(4096, min(size, limit) + 1)
    while true {
      let before = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: room))
      let count = try readTail(of: &bytes, from: before)
      bytes.removeLast(room - count)
      if bytes.count > limit { throw Errno(rawValue: EFBIG) }
      if count == 0 { return bytes }
      room = max(4096, min(bytes.count, 1 << 20))
    }
  }

  private borrowing func readTail(of bytes: inout [UInt8], from start: Int) throws(Errno) -> Int {
    var span = bytes.mutableSpan
    var tail = unsafe span.mutableBytes
    var result = 0
    var failure: Errno?
    unsafe tail.withUnsafeMutableBytes { (buffer: UnsafeMutableRawBufferPointer) in
      do throws(Errno) {
        result = try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
      } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }
}

#if canImport(Glibc)
  private let libcRead = unsafe Glibc.read
  private let libcPread = unsafe Glibc.pread
#elseif canImport(Darwin)
  private let libcRead = unsafe Darwin.read
  private let libcPread = unsafe Darwin.pread
#endif
