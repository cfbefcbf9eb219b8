import CZlib
package import Platform

/// Packs what it is given into a gzip file (RFC 1952) as a stream: quickly rather than tightly.
///
/// `@safe`: zlib's state belongs to this object alone, and lives as long as it does.
@safe package final class GzipWriter {
  private let stream: UnsafeMutablePointer<z_stream>
  private var file: FileDescriptor?
  private var packed = [UInt8](repeating: 0, count: 1 << 16)

  /// A new file; `EEXIST` if there is one.
  package init(creating path: String) throws(Errno) {
    file = try FileDescriptor(opening: path, .create)
    // On the heap, since zlib's state points back to it.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 31: with gzip's header, and the largest window.
    let status = unsafe deflateInit2_(
      stream, Z_BEST_SPEED, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    if status != Z_OK { throw .noMemory }
  }

  deinit {
    unsafe _ = deflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  package func write(_ bytes: [UInt8]) throws(Errno) { try pack(bytes, Z_NO_FLUSH) }

  /// Ends the stream; the file is on the disk when this returns, though perhaps not its name.
  package func finish() throws(Errno) {
    try pack([], Z_FINISH)
    try file?.sync()
    try file.take()?.close()
  }

  private func pack(_ bytes: [UInt8], _ flush: CInt) throws(Errno) {
    var failure: Errno?
    unsafe bytes.withUnsafeBufferPointer { input in
      // zlib does not write to its input.
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      do throws(Errno) {
        repeat { try drain(flush) } while unsafe stream.pointee.avail_out == 0
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func drain(_ flush: CInt) throws(Errno) {
    let room = packed.count
    unsafe packed.withUnsafeMutableBufferPointer { output in
      unsafe stream.pointee.next_out = output.baseAddress
      unsafe stream.pointee.avail_out = UInt32(room)
      unsafe _ = deflate(stream, flush)
    }
    let count = unsafe room - Int(stream.pointee.avail_out)
    if count > 0 { try file?.writeAll(Array(packed[..<count])) }
  }
}

/// Reads a gzip file of lines.
package enum GzipLines {
  /// Hands over each line without its newline. A stream that ends in the middle of itself, or is none, is `EIO`.
  package static func read(_ path: String, _ body: ([UInt8]) -> Void) throws(Errno) {
    let stored = StoredSource(try StoredFile(opening: path), from: 0)
    do throws(SourceProblem) {
      let source = try GzipSource(stored)
      var rest: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while let bytes = try next(source, &chunk) {
        rest += bytes
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: 0x0A) {
          body(Array(rest[start..<end]))
          start = end + 1
        }
        rest.removeSubrange(..<start)
      }
      if source.isCutOff { throw .system(.inputOutput) }
    } catch {
      switch error {
      case .system(let error): throw error
      case .corrupt: throw .inputOutput
      }
    }
  }

  private static func next(_ source: GzipSource, _ chunk: inout [UInt8]) throws(SourceProblem) -> ArraySlice<UInt8>? {
    var result: Result<Int, SourceProblem> = .success(0)
    unsafe chunk.withUnsafeMutableBytes { buffer in
      do throws(SourceProblem) { result = .success(try unsafe source.read(into: buffer)) } catch {
        result = .failure(error)
      }
    }
    let count = try result.get()
    return count == 0 ? nil : chunk[..<count]
  }
}
