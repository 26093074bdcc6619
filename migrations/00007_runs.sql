-- +goose Up
-- A process that drives runs, as long as its lease lasts. Once dead, always
-- dead: it comes back under another id.
CREATE TABLE replicas (
  id          TEXT PRIMARY KEY,
  lease_until BIGINT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('live', 'dead'))
);

-- What lists show of a run, and what is needed to drive it; run_events has the
-- rest. Ids are made in the order of time, so they sort the newest. There are no
-- foreign keys: a run outlives what it was made of, and who starts it has
-- looked. counted says that it takes a place at its gates. What changes with
-- every event stands first, long texts last.
CREATE TABLE runs (
  tenant_id       TEXT NOT NULL,
  id              TEXT NOT NULL,
  state           TEXT NOT NULL,
  owner           TEXT NOT NULL,
  epoch           BIGINT NOT NULL,
  seq             BIGINT NOT NULL,
  due_at          BIGINT NOT NULL,
  held            BOOLEAN NOT NULL,
  counted         BOOLEAN NOT NULL,
  created_at      BIGINT NOT NULL,
  started_at      BIGINT NOT NULL,
  ended_at        BIGINT NOT NULL,
  org_id          TEXT NOT NULL,
  chain_id        TEXT NOT NULL,
  chain_key       TEXT NOT NULL,
  version         BIGINT NOT NULL,
  document        TEXT NOT NULL,
  trigger_kind    TEXT NOT NULL,
  trigger_id      TEXT NOT NULL,
  started_by      TEXT NOT NULL,
  human_id        TEXT NOT NULL,
  test            BOOLEAN NOT NULL,
  parent_id       TEXT NOT NULL,
  parent_step     TEXT NOT NULL,
  parent_key      TEXT NOT NULL,
  start_key       TEXT NOT NULL,
  start_digest    TEXT NOT NULL,
  gates           TEXT NOT NULL,
  failure_code    TEXT NOT NULL,
  failure_node    TEXT NOT NULL,
  failure_message TEXT NOT NULL,
  title           TEXT NOT NULL,
  options         TEXT NOT NULL,
  input           TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX runs_start_key ON runs (tenant_id, started_by, start_key) WHERE start_key <> '';
CREATE UNIQUE INDEX runs_parent ON runs (tenant_id, parent_id, parent_key) WHERE parent_id <> '';
CREATE INDEX runs_children ON runs (tenant_id, parent_id, id) WHERE parent_id <> '';
CREATE INDEX runs_org ON runs (tenant_id, org_id, id);
CREATE INDEX runs_chain ON runs (tenant_id, chain_key, id);
-- Most runs succeed: to find those, the others need not be looked for.
CREATE INDEX runs_state ON runs (tenant_id, state, id) WHERE state <> 'succeeded';
CREATE INDEX runs_org_state ON runs (tenant_id, org_id, state, id) WHERE state <> 'succeeded';
CREATE INDEX runs_document ON runs (tenant_id, document) WHERE version = 0;
-- The next three hold only runs that somebody drives, and those that wait for it.
CREATE INDEX runs_owner ON runs (owner) WHERE owner <> '';
CREATE INDEX runs_due ON runs (tenant_id, due_at) WHERE owner = '' AND due_at > 0;
CREATE INDEX runs_due_first ON runs (due_at) WHERE owner = '' AND due_at > 0;

-- What was asked of a run and is not taken up yet.
CREATE TABLE run_signals (
  tenant_id  TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  id         TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('cancel', 'pause', 'unpause', 'undo', 'answer')),
  created_at BIGINT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, run_id, id)
);

-- One-time addresses that steps wait for.
CREATE TABLE run_callbacks (
  hash       TEXT PRIMARY KEY,
  tenant_id  TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  step       TEXT NOT NULL,
  ends_at    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  schema     TEXT NOT NULL
);
CREATE INDEX run_callbacks_run ON run_callbacks (tenant_id, run_id);

-- A limit of how many runs are at work at once, and how many may wait for it.
-- used is how many runs count at it.
CREATE TABLE run_gates (
  tenant_id TEXT NOT NULL,
  key       TEXT NOT NULL,
  capacity  BIGINT NOT NULL,
  used      BIGINT NOT NULL,
  queue_max BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
-- The runs that are held back, by each of their gates.
CREATE TABLE run_waits (
  tenant_id TEXT NOT NULL,
  gate      TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, gate, run_id)
);
CREATE INDEX run_waits_run ON run_waits (tenant_id, run_id);

-- What runs run that is no version of a chain, by the digest of its text.
CREATE TABLE run_documents (
  tenant_id  TEXT NOT NULL,
  digest     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  pins       TEXT NOT NULL,
  document   TEXT NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);

-- Files that tasks left; their content is kept by its digest elsewhere.
CREATE TABLE artefacts (
  tenant_id  TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  scope      TEXT NOT NULL,
  node       TEXT NOT NULL,
  attempt    BIGINT NOT NULL,
  name       TEXT NOT NULL,
  size       BIGINT NOT NULL,
  digest     TEXT NOT NULL,
  media_type TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, run_id, scope, node, attempt, name)
);
CREATE INDEX artefacts_digest ON artefacts (tenant_id, digest);
