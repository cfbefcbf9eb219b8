import Platform

/// Bytes that can be read at any place: an open file, or in tests an array.
protocol StoredBytes: Sendable {
  /// As it was when it was opened.
  var size: Int64 { get }
  /// Up to `buffer.count` bytes from `offset`; fewer only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno) -> Int
  /// Whether it is no longer what it was when it was opened.
  func hasChanged() throws(Errno) -> Bool
}

/// An open file, and where it was found.
final class StoredFile: StoredBytes {
  let location: String
  let status: FileStatus
  private let descriptor: FileDescriptor

  /// - Parameter location: a path that can be opened from where the process runs.
  init(opening location: String) throws(Errno) {
    self.location = location
    descriptor = try FileDescriptor(opening: location, .read)
    status = try descriptor.status()
  }

  var size: Int64 { status.size }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno) -> Int {
    try unsafe descriptor.pread(into: buffer, at: offset)
  }

  /// Size and time of the open file, and whether its name still leads to it.
  func hasChanged() throws(Errno) -> Bool {
    let now = try descriptor.status()
    guard now.size == status.size, now.modified == status.modified else { return true }
    guard let named = try? FileSystem.status(location) else { return true }
    return named.inode != status.inode || named.device != status.device
  }
}

/// Bytes in memory.
struct MemoryBytes: StoredBytes {
  let bytes: [UInt8]

  var size: Int64 { Int64(bytes.count) }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno) -> Int {
    guard offset < size else { return 0 }
    let count = min(buffer.count, bytes.count - Int(offset))
    unsafe bytes.withUnsafeBytes { all in
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[Int(offset)..<Int(offset) + count]))
    }
    return count
  }

  func hasChanged() throws(Errno) -> Bool { false }
}
