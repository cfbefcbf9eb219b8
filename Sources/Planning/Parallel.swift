import Platform
import Synchronization

/// Runs `body` over 0 ..< count in chunks on some threads; the results come in order, whatever finishes first.
func parallel<Result: Sendable>(
  _ count: Int, chunk: Int = 2048, threads: Int, _ body: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let chunks = (count + chunk - 1) / chunk
  let range: @Sendable (Int) -> Range<Int> = { $0 * chunk..<min(count, ($0 + 1) * chunk) }
  guard threads > 1, chunks > 1 else { return (0..<chunks).map { body(range($0)) } }
  let results = Mutex<[Result?]>(Array(repeating: nil, count: chunks))
  let next = Atomic<Int>(0)
  Workers.run(min(threads, chunks)) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < chunks else { return }
      let result = body(range(index))
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
