/// Room for bytes that a batch makes up: unescaped cells, joined keys. Taken back all at once.
///
/// `@safe`: the chunks belong to this object alone, never move, and are freed with it (all but the first, with a reset).
@safe final class Arena {
  private static let chunk = 64 << 10
  private var chunks: [UnsafeMutableRawBufferPointer] = unsafe []
  private var used = 0

  deinit {
    unsafe chunks.forEach { unsafe $0.deallocate() }
  }

  /// Room for `count` bytes, valid until the next reset.
  func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if unsafe chunks.isEmpty || chunks[chunks.count - 1].count - used < count {
      unsafe chunks.append(.allocate(byteCount: max(Self.chunk, count), alignment: 16))
      used = 0
    }
    let last = unsafe chunks[chunks.count - 1]
    defer { used += count }
    return unsafe UnsafeMutablePointer(OpaquePointer(last.baseAddress.unsafelyUnwrapped + used))
  }

  func reset() {
    used = 0
    while unsafe chunks.count > 1 { unsafe chunks.removeLast().deallocate() }
  }
}
