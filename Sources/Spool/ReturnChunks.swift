import Platform

/// Chooses the chunks that many jobs come back to, so that none grows past what a batch's may hold: where one is full, the
/// next second has another.
struct ReturnChunks {
  /// By the folder that was asked for first: the one to fill now.
  private var current: [String: (due: Int64, path: String)] = [:]
  private var counts: [String: Int] = [:]
  private let capacity: Int

  /// - Parameter capacity: `Int.max` looks nothing up, for one job of its own.
  init(capacity: Int = ChunkName.capacity) { self.capacity = capacity }

  mutating func path(rank: Int, due: Int64, in queue: String) -> String {
    let wanted = "\(queue)/\(ChunkName(rank: rank, due: due, origin: .retry))"
    var (due, path) = current[wanted] ?? (due, wanted)
    while capacity < .max, count(path) >= capacity {
      due += 1
      path = "\(queue)/\(ChunkName(rank: rank, due: due, origin: .retry))"
    }
    current[wanted] = (due, path)
    return path
  }

  mutating func add(to path: String) { counts[path, default: 0] += 1 }

  /// Looked up once: workers take from it meanwhile and others may add, and a few more do no harm.
  private mutating func count(_ path: String) -> Int {
    if let count = counts[path] { return count }
    let count = (try? FileSystem.list(path).count) ?? 0
    counts[path] = count
    return count
  }
}
