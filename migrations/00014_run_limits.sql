-- +goose Up
-- What bounds the runs of a chain, or of an org with all orgs below it; the key
-- is that of the gate which keeps to concurrency and queue. 0 is no limit, but
-- for the queue. At an even pace the starts that were let in would have taken
-- until paced_until.
CREATE TABLE run_limits (
  tenant_id   TEXT NOT NULL,
  key         TEXT NOT NULL,
  org_id      TEXT NOT NULL,
  chain_id    TEXT NOT NULL,
  concurrency BIGINT NOT NULL,
  queue       BIGINT NOT NULL,
  rate        BIGINT NOT NULL,
  paced_until BIGINT NOT NULL,
  revision    BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  updated_by  TEXT NOT NULL,
  PRIMARY KEY (tenant_id, key),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id)
);
