-- +goose Up
-- Rows are written unsealed in the transaction of the change; the sealer then
-- gives seq, prev and hash. Nothing else may ever change.
CREATE TABLE audit_entries (
  tenant_id   TEXT NOT NULL,
  id          TEXT NOT NULL,
  at          BIGINT NOT NULL,
  subject_id  TEXT NOT NULL,
  human_id    TEXT NOT NULL,
  token_id    TEXT NOT NULL,
  address     TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  action      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  before      TEXT NOT NULL,
  after       TEXT NOT NULL,
  result      TEXT NOT NULL CHECK (result IN ('allowed', 'refused')),
  code        TEXT NOT NULL,
  times       BIGINT NOT NULL DEFAULT 1,
  seq         BIGINT,
  prev        TEXT,
  hash        TEXT,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX audit_entries_seq ON audit_entries (tenant_id, seq) WHERE seq IS NOT NULL;
-- With seq in it, so that SQLite finds this one better than that of all entries.
CREATE INDEX audit_entries_unsealed ON audit_entries (tenant_id, seq, at, id) WHERE seq IS NULL;
CREATE INDEX audit_entries_repeats ON audit_entries (tenant_id, subject_id, action, resource_id, code)
  WHERE seq IS NULL AND result = 'refused';
CREATE INDEX audit_entries_org ON audit_entries (tenant_id, org_id, at, id);
CREATE INDEX audit_entries_at ON audit_entries (tenant_id, at, id);
-- Signed ends of the chains, as they are sent to the log.
CREATE TABLE audit_heads (
  tenant_id  TEXT NOT NULL,
  seq        BIGINT NOT NULL,
  hash       TEXT NOT NULL,
  at         BIGINT NOT NULL,
  key_id     TEXT NOT NULL,
  signature  TEXT NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);
-- The keys that sign heads; the private half is sealed like a secret.
CREATE TABLE audit_keys (
  id         TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  sealed     BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
