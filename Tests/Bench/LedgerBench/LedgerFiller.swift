/// Fills a ledger through its own schema: most of it in the order of the keys, and the rest as runs would, a few at each
/// place, so that pages are as full as in a ledger that grew. Nothing is synced.
struct LedgerFiller {
  private let database: BenchDatabase
  private static let grown = 20

  init(_ path: String) throws { database = try BenchDatabase(path) }

  func fill(_ count: Int) throws {
    let indexes = try database.texts(
      "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('messages', 'jobs')")
    let names = try database.texts(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('messages', 'jobs')")
    try database.run("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = FILE; BEGIN")
    for name in names { try database.run("DROP INDEX \(name)") }
    let first = count - count / Self.grown
    try add(0..<first)
    for index in indexes { try database.run(index) }
    try database.run("COMMIT; BEGIN")
    let step = max(1, (count - first) / 25)
    for start in stride(from: first, to: count, by: step) { try add(start..<min(count, start + step)) }
    try database.run(
      """
      INSERT OR IGNORE INTO campaigns SELECT campaign, min(decided_at), max(decided_at) FROM messages GROUP BY campaign;
      COMMIT; PRAGMA wal_checkpoint(TRUNCATE); ANALYZE
      """)
  }

  /// Messages of two years, each with the job that carried it.
  private func add(_ numbers: Range<Int>) throws {
    let begin = 1_700_000_000_000_000
    try database.run(
      """
      WITH RECURSIVE numbers(n) AS (
        SELECT \(numbers.lowerBound) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < \(numbers.upperBound)),
      keyed AS MATERIALIZED (SELECT n, randomblob(16) AS k FROM numbers)
      INSERT INTO messages (key, decided_at, state, attempt, channel, campaign, step, subject_entity, subject_key, customer,
        purpose, start_at, due_at, batch)
      SELECT k, \(begin) + n * 6000000, 'delivered', 1, 'email', 'campaign-' || (n % 20), '24h', 'order',
        'O' || (100000000 + n), 'customer' || (n * 7919 % 3000000) || '@mail.example', 'service',
        \(begin) + (n - 14400) * 6000000, \(begin) + n * 6000000, n / 5000 + 1
      FROM keyed ORDER BY k;
      INSERT INTO jobs (id, attempt, message, channel, batch, state, since)
      SELECT substr(lower(hex(key)), 1, 26), 1, key, channel, batch, state, decided_at FROM messages
      WHERE decided_at >= \(begin) + \(numbers.lowerBound) * 6000000
        AND decided_at < \(begin) + \(numbers.upperBound) * 6000000;
      INSERT OR IGNORE INTO batches (sequence, name, now, count, hash, published)
      SELECT batch, 'batch' || batch, max(decided_at), count(*), randomblob(16), 1 FROM messages
      WHERE decided_at >= \(begin) + \(numbers.lowerBound) * 6000000
        AND decided_at < \(begin) + \(numbers.upperBound) * 6000000 GROUP BY batch
      """)
  }
}
