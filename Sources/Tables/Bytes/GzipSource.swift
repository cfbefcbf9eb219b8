import CZlib

/// Unpacks gzip (RFC 1952) as a stream; several members are one text, as for gzip itself. What follows the last member
/// and is no member is ignored, as padding.
///
/// `@safe`: zlib's state and the input buffer belong to this object alone, and live as long as it does.
@safe final class GzipSource: ByteSource {
  private let packed: any ByteSource
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var hasEnded = false
  private var members = 0
  private(set) var isCutOff = false

  init(_ packed: any ByteSource) throws(SourceProblem) {
    self.packed = packed
    // On the heap, since zlib's state points back to it.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe input = .allocate(byteCount: 1 << 16, alignment: 64)
    // 31: gzip's header is required, and the window is as large as its.
    let status = unsafe inflateInit2_(stream, 31, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    if status != Z_OK { throw .corrupt("zlib cannot start") }
  }

  deinit {
    unsafe _ = inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
    unsafe input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceProblem) -> Int {
    guard !hasEnded, buffer.count > 0 else { return 0 }
    unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(clamping: buffer.count)
    let room = unsafe stream.pointee.avail_out
    while unsafe stream.pointee.avail_out == room {
      // Without more input zlib may still hold some output.
      var isDry = unsafe stream.pointee.avail_in == 0
      if isDry { isDry = try !refill() }
      let status = unsafe inflate(stream, Z_NO_FLUSH)
      switch status {
      case Z_OK, Z_BUF_ERROR:
        guard isDry, unsafe stream.pointee.avail_out == room else { continue }
        hasEnded = true
        // Between two members there is nothing to miss.
        isCutOff = unsafe stream.pointee.total_in > 0 || members == 0
        return 0
      case Z_STREAM_END:
        members += 1
        unsafe _ = inflateReset(stream)
      default:
        if members > 0, unsafe stream.pointee.total_out == 0 {
          // Padding behind the last member.
          hasEnded = true
          return 0
        }
        throw .corrupt(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib's error \(status)")
      }
    }
    return unsafe Int(room - stream.pointee.avail_out)
  }

  private func refill() throws(SourceProblem) -> Bool {
    let count = try unsafe packed.read(into: input)
    unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(count)
    return count > 0
  }
}
