-- +goose Up
-- What steps of runs ask of people: asked when the step begins to wait, open
-- when it is before people, over when the step waits no more.
CREATE TABLE run_asks (
  tenant_id  TEXT NOT NULL,
  key        TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  step       TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('approval', 'form')),
  state      TEXT NOT NULL CHECK (state IN ('asked', 'open', 'over')),
  created_at BIGINT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX run_asks_state ON run_asks (state, created_at) WHERE state <> 'open';
CREATE INDEX run_asks_run ON run_asks (tenant_id, run_id);

-- Forms (表单) that people fill in for a step: once, and for good.
CREATE TABLE forms (
  tenant_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  org_id       TEXT NOT NULL,
  ask          TEXT NOT NULL,
  run_id       TEXT NOT NULL,
  title        TEXT NOT NULL,
  help         TEXT NOT NULL,
  schema       TEXT NOT NULL,
  initial      TEXT NOT NULL,
  who          TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'filled', 'canceled')),
  data         TEXT NOT NULL,
  filled_by    TEXT NOT NULL,
  due_at       BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  settled_at   BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, ask),
  FOREIGN KEY (tenant_id, org_id) REFERENCES orgs (tenant_id, id),
  CHECK ((state = 'filled') = (filled_by <> '')),
  CHECK ((state = 'waiting') = (settled_at = 0))
);

-- What somebody has filled in so far.
CREATE TABLE form_drafts (
  tenant_id  TEXT NOT NULL,
  form_id    TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  data       TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, form_id, subject_id),
  FOREIGN KEY (tenant_id, form_id) REFERENCES forms (tenant_id, id)
);
