/** The ledger's tables, as numbered steps; a step that was released is never edited. */

/** Step n brings a ledger from version n to n + 1 (SQLite's `user_version`). */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    commit_id TEXT,
    branch TEXT,
    seed INTEGER NOT NULL,
    sandbox TEXT NOT NULL,
    authors TEXT NOT NULL,
    outcome TEXT,
    report TEXT
  ) STRICT;
  CREATE INDEX runs_by_time ON runs (started_at);

  CREATE TABLE targets (
    run_id TEXT NOT NULL,
    target TEXT NOT NULL,
    author TEXT NOT NULL,
    hash TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    seconds REAL NOT NULL,
    PRIMARY KEY (run_id, target, author)
  ) STRICT;
  CREATE INDEX targets_by_hash ON targets (target, hash, author);

  CREATE TABLE candidates (
    run_id TEXT NOT NULL,
    candidate_id TEXT NOT NULL,
    target TEXT NOT NULL,
    file TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    detail TEXT,
    runs INTEGER,
    gained_statements INTEGER,
    gained_branches INTEGER,
    mutants_killed INTEGER,
    mutants_tried INTEGER,
    test_file TEXT,
    commit_id TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (run_id, candidate_id)
  ) STRICT;
  CREATE INDEX candidates_by_commit ON candidates (commit_id);
  CREATE INDEX candidates_by_test_file ON candidates (test_file);
  CREATE INDEX candidates_by_target ON candidates (target);

  CREATE TABLE model_calls (
    run_id TEXT NOT NULL,
    target TEXT NOT NULL,
    model TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    usd REAL,
    ms REAL NOT NULL,
    outcome TEXT NOT NULL,
    prompt_hash TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX model_calls_by_run ON model_calls (run_id);

  CREATE TABLE findings (
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    reproduce TEXT,
    at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX findings_by_target ON findings (target);

  CREATE TABLE deliveries (
    run_id TEXT NOT NULL,
    file TEXT NOT NULL,
    test_file TEXT NOT NULL,
    state TEXT NOT NULL,
    commit_id TEXT,
    content_hash TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (run_id, test_file)
  ) STRICT;
  CREATE INDEX deliveries_by_test_file ON deliveries (test_file, at);
  `,
  // The plan of a delivery that a crash cut short, as JSON; null once it is settled.
  'ALTER TABLE deliveries ADD COLUMN plan TEXT',
  // The open code in the target's file after an attempt, and the state of the repository in which a run found nothing
  // more to do.
  `
  ALTER TABLE targets ADD COLUMN open_counters INTEGER;
  ALTER TABLE runs ADD COLUMN state TEXT;
  `,
  // Names a call, so that what was reserved before it was sent can be replaced by what it did cost.
  `
  ALTER TABLE model_calls ADD COLUMN id TEXT;
  CREATE UNIQUE INDEX model_calls_by_id ON model_calls (id);
  `,
  // How the lines of a source file were covered in the newest runs, and the text that they are counted in.
  `
  CREATE TABLE source_lines (
    run_id TEXT NOT NULL,
    file TEXT NOT NULL,
    source_hash TEXT NOT NULL,
    states TEXT NOT NULL,
    PRIMARY KEY (run_id, file)
  ) STRICT;
  `,
  // The daemon that works on the repository, of which there is at most one.
  'CREATE TABLE daemon (id INTEGER PRIMARY KEY CHECK (id = 1), mark TEXT NOT NULL) STRICT',
];
