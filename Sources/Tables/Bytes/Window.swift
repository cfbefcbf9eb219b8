import CScan

/// The part of a stream that a thread has before it: one buffer that is filled again and again, with the index of its
/// separators. It always begins at the start of a row, and grows only when a row does not fit.
///
/// `@safe`: both buffers belong to this object alone and live as long as it does; every place that is written to is
/// below `capacity`; behind it there is room for a line end that the file lacks, for what kernels read over the end of
/// cells, and for 64 entries.
@safe final class Window {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// Entry 0 is the place before the first byte; the kernel's follow.
  private(set) var separators: UnsafeMutablePointer<UInt32>
  private(set) var capacity: Int
  /// How many bytes are there.
  private(set) var count = 0
  /// Where the first of them stands in the stream.
  private(set) var offset: Int64 = 0
  /// The stream has no more.
  private(set) var isAtEnd = false
  private let usualCapacity: Int
  private static let slack = 1 + Int(HERALD_SLACK)
  private var source: (any ByteSource)?

  init(capacity: Int) {
    self.capacity = capacity
    usualCapacity = capacity
    unsafe bytes = .allocate(capacity: capacity + Self.slack)
    unsafe separators = .allocate(capacity: capacity + 68)
  }

  deinit {
    unsafe bytes.deallocate()
    unsafe separators.deallocate()
  }

  /// Starts over, at an offset that the source stands at.
  func begin(_ source: any ByteSource, at offset: Int64) {
    self.source = source
    self.offset = offset
    count = 0
    isAtEnd = false
  }

  /// Lets go of the source when a piece is done.
  func end() { source = nil }

  /// Reads until there are `wanted` bytes (`capacity` at most), or all that is left.
  func fill(to wanted: Int) throws(SourceProblem) {
    let wanted = min(wanted, capacity)
    while count < wanted, !isAtEnd, let source {
      let free = unsafe UnsafeMutableRawBufferPointer(start: bytes + count, count: wanted - count)
      let read = try unsafe source.read(into: free)
      if read == 0 { isAtEnd = true }
      count += read
    }
  }

  /// Drops the first bytes, which are done with; the rest moves to the front.
  func drop(_ done: Int) {
    let rest = count - done
    if rest > 0, done > 0 { unsafe bytes.update(from: bytes + done, count: rest) }
    count = rest
    offset += Int64(done)
    if capacity > usualCapacity, rest < usualCapacity / 2 { resize(to: usualCapacity) }
  }

  /// Makes room for a longer row.
  func grow(to limit: Int) { resize(to: min(limit, capacity * 2)) }

  var isSourceCutOff: Bool { source?.isCutOff ?? false }

  private func resize(to newCapacity: Int) {
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.slack)
    unsafe moved.update(from: bytes, count: count)
    unsafe bytes.deallocate()
    unsafe bytes = moved
    unsafe separators.deallocate()
    unsafe separators = .allocate(capacity: newCapacity + 68)
    capacity = newCapacity
  }
}
