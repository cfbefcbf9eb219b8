import CScan

/// One parsed column of a batch. Made once a thread and column, and reused: 1,024 places, each row's at its number.
///
/// `@safe`: the four buffers belong to this object alone, and readers index them by the rows of a batch, which has at
/// most `capacity`.
@safe package final class ColumnVector {
  /// 0 a value, 1 missing, 2 unreadable.
  package let states: UnsafeMutablePointer<UInt8>
  /// bool (0, 1), int, timestamp and duration (both in microseconds).
  package let integers: UnsafeMutablePointer<Int64>
  package let doubles: UnsafeMutablePointer<Double>
  /// string, key and list: the cell's bytes, unquoted, mapped; valid as long as the batch.
  package let bytes: UnsafeMutablePointer<UnsafeRawBufferPointer>

  package static let missing: UInt8 = 1
  package static let unreadable: UInt8 = 2
  /// The most rows that a batch has.
  package static let capacity = 1024

  package init() {
    unsafe states = .allocate(capacity: Self.capacity)
    unsafe integers = .allocate(capacity: Self.capacity)
    unsafe doubles = .allocate(capacity: Self.capacity)
    unsafe bytes = .allocate(capacity: Self.capacity)
    unsafe states.initialize(repeating: Self.missing, count: Self.capacity)
    unsafe integers.initialize(repeating: 0, count: Self.capacity)
    unsafe doubles.initialize(repeating: 0, count: Self.capacity)
    unsafe bytes.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: Self.capacity)
  }

  /// Those of the rows whose number lies in the range.
  package func select(_ rows: Selection, from: Int64, to: Int64) -> Selection {
    var hits = Selection()
    unsafe hits.rows = Array(unsafeUninitializedCapacity: rows.rows.count) { room, found in
      unsafe rows.rows.withUnsafeBufferPointer { selected in
        guard let room = room.baseAddress else { return }
        unsafe found = herald_select_between(
          integers, states, selected.baseAddress, selected.count, from, to, room)
      }
    }
    return hits
  }

  deinit {
    unsafe states.deallocate()
    unsafe integers.deallocate()
    unsafe doubles.deallocate()
    unsafe bytes.deallocate()
  }
}
