-- +goose Up
-- What tasks say, in pieces of whole lines, a JSON object each. first is the
-- number of the first line of a piece. PostgreSQL has the same table beside all
-- others.
CREATE TABLE run_logs (
  tenant_id TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  scope     TEXT NOT NULL,
  node      TEXT NOT NULL,
  attempt   BIGINT NOT NULL,
  half      TEXT NOT NULL,
  first     BIGINT NOT NULL,
  lines     BIGINT NOT NULL,
  chunk     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, run_id, scope, node, attempt, half, first)
);
