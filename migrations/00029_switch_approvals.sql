-- +goose Up
-- Who has to approve changes of a switch: a plan as JSON, or empty if nobody
-- has to. A change that was approved names its request.
ALTER TABLE switches ADD COLUMN approval TEXT NOT NULL DEFAULT '';
ALTER TABLE switch_changes ADD COLUMN request_id TEXT NOT NULL DEFAULT '';

-- A change of a switch that people are asked to approve: from a revision, with
-- what stood there, to a value and a plan; one of the two is another. ask is the
-- key of the step that asked, if one did.
CREATE TABLE switch_requests (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  switch_id    TEXT NOT NULL,
  revision     BIGINT NOT NULL,
  was          TEXT NOT NULL,
  value        TEXT NOT NULL,
  approval_was TEXT NOT NULL,
  approval     TEXT NOT NULL,
  reason       TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  human_id     TEXT NOT NULL,
  run_id       TEXT NOT NULL,
  ask          TEXT NOT NULL,
  approval_id  TEXT NOT NULL,
  digest       TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'sent_back', 'withdrawn', 'expired', 'canceled', 'overtaken')),
  message      TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  settled_at   BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, switch_id) REFERENCES switches (tenant_id, id),
  FOREIGN KEY (tenant_id, approval_id, digest) REFERENCES approvals (tenant_id, id, digest),
  CHECK ((state = 'waiting') = (settled_at = 0)),
  CHECK (value <> was OR approval <> approval_was)
);
CREATE UNIQUE INDEX switch_requests_approval ON switch_requests (tenant_id, approval_id);
CREATE UNIQUE INDEX switch_requests_ask ON switch_requests (tenant_id, ask) WHERE ask <> '';
CREATE INDEX switch_requests_switch ON switch_requests (tenant_id, switch_id, id);

-- Steps also ask for changes of switches.
CREATE TABLE run_asks_wider (
  tenant_id  TEXT NOT NULL,
  key        TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  step       TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('approval', 'form', 'switch')),
  state      TEXT NOT NULL CHECK (state IN ('asked', 'open', 'over')),
  created_at BIGINT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
INSERT INTO run_asks_wider (tenant_id, key, run_id, step, kind, state, created_at, body)
SELECT tenant_id, key, run_id, step, kind, state, created_at, body FROM run_asks;
DROP TABLE run_asks;
ALTER TABLE run_asks_wider RENAME TO run_asks;
CREATE INDEX run_asks_state ON run_asks (state, created_at) WHERE state <> 'open';
CREATE INDEX run_asks_run ON run_asks (tenant_id, run_id);
