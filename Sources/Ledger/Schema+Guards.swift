/// What the guards of a run remember.
extension Schema {
  static let guards =
    """
    -- Each export as it was when a run last used it in good health: what the next one is held against. `refused_at` is
    -- when a later one was made that was not trusted, until it is accepted or there is another.
    CREATE TABLE exports (
      entity TEXT PRIMARY KEY NOT NULL,
      made_at INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      refused_at INTEGER,
      refused_why TEXT
    ) WITHOUT ROWID;

    -- How many of the rows that a campaign looked at led over a link to a record.
    CREATE TABLE export_joins (
      entity TEXT NOT NULL,
      campaign TEXT NOT NULL,
      path TEXT NOT NULL,
      looked INTEGER NOT NULL,
      joined INTEGER NOT NULL,
      PRIMARY KEY (entity, campaign, path)
    ) WITHOUT ROWID;

    -- What is wrong and stays so, by what it is and not by its numbers; gone when it is mended.
    CREATE TABLE problems (
      identity TEXT PRIMARY KEY NOT NULL,
      first_at INTEGER NOT NULL,
      told_at INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE VIEW exports_readable AS SELECT
      entity, strftime('%Y-%m-%dT%H:%M:%SZ', made_at / 1000000, 'unixepoch') AS made_at, rows,
      strftime('%Y-%m-%dT%H:%M:%SZ', refused_at / 1000000, 'unixepoch') AS refused_at, refused_why
    FROM exports;
    CREATE VIEW problems_readable AS SELECT
      identity, strftime('%Y-%m-%dT%H:%M:%SZ', first_at / 1000000, 'unixepoch') AS first_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', told_at / 1000000, 'unixepoch') AS told_at
    FROM problems;
    """

  static let guardsForReading =
    """
    CREATE TEMP TABLE exports (entity TEXT, made_at INTEGER, rows INTEGER, refused_at INTEGER, refused_why TEXT);
    CREATE TEMP TABLE export_joins (entity TEXT, campaign TEXT, path TEXT, looked INTEGER, joined INTEGER);
    CREATE TEMP TABLE problems (identity TEXT, first_at INTEGER, told_at INTEGER);
    """
}
