-- +goose Up
-- Who filled in the forms of a run, for who may not decide in it; and the forms
-- that go with a run.
CREATE INDEX forms_run ON forms (tenant_id, run_id);

-- A mail can tell somebody of a thing that others do.
CREATE TABLE notices_new (
  tenant_id  TEXT NOT NULL,
  id         TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('new', 'reminder', 'escalated', 'overdue', 'told')),
  org_id     TEXT NOT NULL,
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,
  until      BIGINT NOT NULL,
  due_at     BIGINT NOT NULL,
  tries      BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subject_id) REFERENCES subjects (tenant_id, id)
);
INSERT INTO notices_new SELECT tenant_id, id, subject_id, kind, org_id, title, link, until, due_at, tries, created_at FROM notices;
DROP TABLE notices;
ALTER TABLE notices_new RENAME TO notices;
CREATE INDEX notices_due ON notices (due_at);
