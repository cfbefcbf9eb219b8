/// A quick 64-bit hash of a key's bytes, for tables that live no longer than a run. Not stable across versions.
@inline(__always)
func hashKey(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
  var offset = 0
  while offset + 8 <= bytes.count {
    unsafe hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    offset += 8
  }
  if offset < bytes.count {
    var tail: UInt64 = 0
    while offset < bytes.count {
      unsafe tail = tail << 8 | UInt64(bytes[offset])
      offset += 1
    }
    hash = mix(hash ^ tail)
  }
  return mix(hash)
}

@inline(__always)
private func mix(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
  return product.high ^ product.low
}
