-- +goose Up
-- begun: nothing is committed yet; done: the change is committed, its answer not
-- yet kept; answered: status and answer are what every repeat gets.
CREATE TABLE idempotency_keys (
  tenant_id  TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  key        TEXT NOT NULL,
  digest     TEXT NOT NULL,
  owner      TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('begun', 'done', 'answered')),
  status     BIGINT NOT NULL DEFAULT 0,
  headers    TEXT NOT NULL DEFAULT '{}',
  answer     BYTEA,
  -- The tenant's policy version under which the change was made.
  policy_version BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, key)
);
CREATE INDEX idempotency_keys_ends ON idempotency_keys (ends_at);
