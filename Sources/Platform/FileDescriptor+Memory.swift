import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FileDescriptor {
  /// A file without a name that holds the bytes, open at its beginning: for a child's standard input. On Linux it is in
  /// memory alone, so what is personal never lies on a disk.
  package static func holding(_ bytes: [UInt8]) throws(Errno) -> FileDescriptor {
    let number = try Syscalls.perform(.create, "memory") { herald_memory_file() }
    let file = FileDescriptor(adopting: number, path: "memory")
    try file.writeAll(bytes)
    _ = try Syscalls.perform(.read, "memory") { lseek(number, 0, SEEK_SET) }
    return file
  }
}
