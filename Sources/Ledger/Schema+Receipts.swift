/// What became of jobs, and whom that spares from now on.
extension Schema {
  static let receipts =
    """
    -- Since when the job has had its state; NULL: since its batch was spooled.
    ALTER TABLE jobs ADD COLUMN since INTEGER;

    -- What workers and providers said of each attempt, whether the ledger knows its job or not.
    CREATE TABLE receipts (
      id TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'failed', 'deferred', 'unknown', 'withdrawn', 'dropped')),
      reason TEXT,
      exit INTEGER,
      provider_id TEXT,
      -- A keyed hash of the address that it went to, for reports that do not name it.
      address BLOB CHECK (address IS NULL OR length(address) = 16),
      -- What the provider reported of it later.
      reported TEXT CHECK (reported IN ('delivered', 'failed')),
      reported_at INTEGER,
      reported_reason TEXT,
      PRIMARY KEY (id, attempt)
    ) WITHOUT ROWID;
    CREATE INDEX receipts_by_provider_id ON receipts (provider_id) WHERE provider_id IS NOT NULL;
    CREATE INDEX receipts_by_time ON receipts (at);

    -- Addresses that are spared, as keyed hashes: for `all` purposes after a bounce or a complaint, for `marketing` after
    -- an unsubscribe. One that a person lifted stays, so that an old report does not bring it back.
    CREATE TABLE suppressions (
      channel TEXT NOT NULL,
      address BLOB NOT NULL CHECK (length(address) = 16),
      purpose TEXT NOT NULL CHECK (purpose IN ('all', 'marketing')),
      since INTEGER NOT NULL,
      why TEXT NOT NULL CHECK (why IN ('bounced', 'complained', 'unsubscribed')),
      lifted INTEGER,
      PRIMARY KEY (channel, address, purpose)
    ) WITHOUT ROWID;

    -- What went wrong, for the question of each run.
    CREATE INDEX jobs_in_trouble ON jobs (since) WHERE state IN ('failed', 'unknown');
    CREATE INDEX messages_in_trouble ON messages (purpose, state) WHERE state IN ('failed', 'unknown');

    CREATE VIEW jobs_readable AS SELECT
      id, attempt, lower(hex(message)) AS message, channel, batch, state,
      strftime('%Y-%m-%dT%H:%M:%SZ', since / 1000000, 'unixepoch') AS since
    FROM jobs;
    CREATE VIEW receipts_readable AS SELECT
      id, attempt, strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000000, 'unixepoch') AS at, outcome, reason, exit, provider_id,
      reported, strftime('%Y-%m-%dT%H:%M:%SZ', reported_at / 1000000, 'unixepoch') AS reported_at, reported_reason
    FROM receipts;
    CREATE VIEW suppressions_readable AS SELECT
      channel, lower(hex(address)) AS address, purpose,
      strftime('%Y-%m-%dT%H:%M:%SZ', since / 1000000, 'unixepoch') AS since, why,
      strftime('%Y-%m-%dT%H:%M:%SZ', lifted / 1000000, 'unixepoch') AS lifted
    FROM suppressions;
    """

  static let receiptsForReading =
    """
    CREATE TEMP VIEW jobs AS SELECT *, NULL AS since FROM main.jobs;
    CREATE TEMP TABLE receipts (
      id TEXT, attempt INTEGER, at INTEGER, outcome TEXT, reason TEXT, exit INTEGER, provider_id TEXT, address BLOB,
      reported TEXT, reported_at INTEGER, reported_reason TEXT
    );
    CREATE TEMP TABLE suppressions (
      channel TEXT, address BLOB, purpose TEXT, since INTEGER, why TEXT, lifted INTEGER
    );
    """
}
