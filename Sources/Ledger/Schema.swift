/// The ledger's tables. Each migration is run once, all that are missing in one transaction; none is ever edited.
/// Whoever only reads cannot migrate: `reading` then stands for what is missing, in tables of the connection's own.
///
/// `PRAGMA user_version` is the number of migrations done, `application_id` marks the file as ours (`HRLD`).
/// Times are INTEGER microseconds since 1970, UTC; the `…_readable` views show them as ISO 8601 for people.
enum Schema {
  static let applicationID: Int64 = 0x4852_4C44

  struct Migration {
    let sql: String
    /// The same for a connection that only reads: TEMP tables and views, empty.
    let reading: String
  }

  static let migrations = [
    Migration(sql: first, reading: ""), Migration(sql: conditions, reading: conditionsForReading),
    Migration(sql: remedies, reading: remediesForReading),
    Migration(sql: guards, reading: guardsForReading), Migration(sql: receipts, reading: receiptsForReading),
  ]

  private static let first =
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;

    -- Once a campaign has told anyone anything.
    CREATE TABLE campaigns (campaign TEXT PRIMARY KEY NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL)
    WITHOUT ROWID;

    -- One row for each message that was decided, told or not. The key is what makes it happen at most once.
    CREATE TABLE messages (
      key BLOB PRIMARY KEY NOT NULL CHECK (length(key) = 16),
      decided_at INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      channel TEXT,
      campaign TEXT NOT NULL,
      step TEXT NOT NULL,
      subject_entity TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      customer TEXT,
      purpose TEXT NOT NULL,
      variant TEXT,
      start_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      batch INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX messages_by_customer ON messages (customer, campaign, decided_at) WHERE customer IS NOT NULL;
    CREATE INDEX messages_by_subject ON messages (subject_key, subject_entity);

    CREATE TABLE sequences (
      key BLOB PRIMARY KEY NOT NULL CHECK (length(key) = 16),
      campaign TEXT NOT NULL,
      subject_key TEXT NOT NULL,
      repetition INTEGER NOT NULL,
      variant TEXT,
      start_at INTEGER NOT NULL,
      last_step TEXT NOT NULL,
      last_at INTEGER NOT NULL,
      ended INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sequences_open ON sequences (campaign) WHERE ended = 0;

    CREATE TABLE jobs (
      id TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      message BLOB NOT NULL CHECK (length(message) = 16),
      channel TEXT NOT NULL,
      batch INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('queued', 'sent', 'delivered', 'failed', 'unknown', 'withdrawn', 'expired', 'dropped')),
      PRIMARY KEY (id, attempt)
    ) WITHOUT ROWID;

    CREATE TABLE batches (
      sequence INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      now INTEGER NOT NULL,
      count INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 16),
      published INTEGER NOT NULL
    );
    CREATE INDEX batches_unpublished ON batches (sequence) WHERE published = 0;

    CREATE TABLE runs (id INTEGER PRIMARY KEY, now INTEGER NOT NULL, finished INTEGER, batch TEXT, counts TEXT NOT NULL);

    CREATE VIEW messages_readable AS SELECT
      lower(hex(key)) AS key, campaign, step, subject_entity, subject_key, customer, purpose, channel, variant, state,
      attempt, strftime('%Y-%m-%dT%H:%M:%SZ', start_at / 1000000, 'unixepoch') AS start_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', due_at / 1000000, 'unixepoch') AS due_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', decided_at / 1000000, 'unixepoch') AS decided_at, batch
    FROM messages;
    CREATE VIEW sequences_readable AS SELECT
      lower(hex(key)) AS key, campaign, subject_key, repetition, variant,
      strftime('%Y-%m-%dT%H:%M:%SZ', start_at / 1000000, 'unixepoch') AS start_at, last_step,
      strftime('%Y-%m-%dT%H:%M:%SZ', last_at / 1000000, 'unixepoch') AS last_at, ended
    FROM sequences;
    CREATE VIEW runs_readable AS SELECT
      id, strftime('%Y-%m-%dT%H:%M:%SZ', now / 1000000, 'unixepoch') AS now,
      strftime('%Y-%m-%dT%H:%M:%SZ', finished / 1000000, 'unixepoch') AS finished, batch, counts
    FROM runs;
    """

  private static let conditions =
    """
    -- 1: taken back before it was sent, so it is owed again under the next attempt.
    ALTER TABLE messages ADD COLUMN owed INTEGER NOT NULL DEFAULT 0;

    -- Since when a campaign's conditions have been true for a subject (`start: first_seen`). Gone when they are not.
    CREATE TABLE first_seen (
      campaign TEXT NOT NULL,
      key BLOB NOT NULL CHECK (length(key) = 16),
      since INTEGER NOT NULL,
      PRIMARY KEY (campaign, key)
    ) WITHOUT ROWID;

    -- Campaigns that a person stopped; `all` stands for every one.
    CREATE TABLE stops (campaign TEXT PRIMARY KEY NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;

    -- Messages by day of the shop's calendar (YYYY-MM-DD): what is usual for a campaign.
    CREATE TABLE campaign_days (
      campaign TEXT NOT NULL, day TEXT NOT NULL, messages INTEGER NOT NULL, PRIMARY KEY (campaign, day)
    ) WITHOUT ROWID;

    CREATE INDEX jobs_by_message ON jobs (message);
    """

  private static let conditionsForReading =
    """
    CREATE TEMP VIEW messages AS SELECT *, 0 AS owed FROM main.messages;
    CREATE TEMP TABLE first_seen (campaign TEXT, key BLOB, since INTEGER);
    CREATE TEMP TABLE stops (campaign TEXT, since INTEGER);
    CREATE TEMP TABLE campaign_days (campaign TEXT, day TEXT, messages INTEGER);
    """

  private static let remedies =
    """
    -- Messages of which nothing else is kept (too old, or forgotten): hashes of their keys under the state folder's
    -- secret, so that nobody is told twice.
    CREATE TABLE past_messages (
      hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 16), decided_at INTEGER NOT NULL, state TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE INDEX messages_by_time ON messages (decided_at);
    CREATE INDEX messages_owed ON messages (campaign) WHERE owed = 1;
    """

  private static let remediesForReading =
    "CREATE TEMP TABLE past_messages (hash BLOB, decided_at INTEGER, state TEXT);"

  /// Lets a connection that only reads ask an older ledger as it asks one of this version.
  static func bridge(_ connection: Connection) throws(LedgerProblem) {
    let version = try version(connection)
    guard version > 0, version < migrations.count else { return }
    try connection.execute("PRAGMA temp_store = MEMORY")
    for migration in migrations[version...] { try connection.execute(migration.reading) }
  }

  /// Brings the ledger to this version, or refuses one that a later herald wrote.
  static func migrate(_ connection: Connection) throws(LedgerProblem) {
    if try version(connection) == migrations.count { return }
    try connection.execute("BEGIN IMMEDIATE")
    do throws(LedgerProblem) {
      // Asked again inside: another process may have been quicker.
      let version = try version(connection)
      for migration in migrations[min(version, migrations.count)...] { try connection.execute(migration.sql) }
      try connection.execute(
        "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migrations.count); COMMIT")
    } catch {
      if connection.isInTransaction { try? connection.execute("ROLLBACK") }
      throw error
    }
  }

  /// The version of a ledger that this program can read; 0 for an empty file.
  static func version(_ connection: Connection) throws(LedgerProblem) -> Int {
    let version = try connection.first("PRAGMA user_version") { Int($0.integer(0)) } ?? 0
    let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
    let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
    guard application == applicationID || (application == 0 && tables == 0) else {
      throw .notALedger(path: connection.path)
    }
    guard version <= migrations.count else {
      throw .newer(path: connection.path, version: version, known: migrations.count)
    }
    return version
  }
}
