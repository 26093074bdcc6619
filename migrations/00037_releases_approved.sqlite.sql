-- +goose Up
-- A release is approved only by an approval of just what was sealed. A phase
-- that runs and whose steps never began may be canceled; one whose rollback
-- failed may be rolled back again once people ask for it after it failed. A
-- rehearsal that ran through and found failures that no rollback plan covers did
-- not pass: it is uncovered. SQLite changes a check by a new table only.
-- +goose StatementBegin
CREATE TRIGGER releases_approved BEFORE UPDATE ON releases
WHEN NEW.state = 'approved' AND OLD.state = 'in_review' AND NOT (
  NEW.seal IS OLD.seal AND NEW.parts IS OLD.parts AND NEW.plan IS OLD.plan AND NEW.approval_id IS OLD.approval_id
  AND EXISTS (SELECT 1 FROM approvals a WHERE a.tenant_id = OLD.tenant_id AND a.id = OLD.approval_id AND a.digest = OLD.seal
    AND a.subject_kind = 'release' AND a.subject_id = OLD.id AND a.state = 'approved'))
BEGIN
  SELECT RAISE(ABORT, 'this release was not approved');
END;
-- +goose StatementEnd
DROP TRIGGER release_phases_update;
-- +goose StatementBegin
CREATE TRIGGER release_phases_update BEFORE UPDATE ON release_phases
WHEN NOT (NEW.tenant_id IS OLD.tenant_id AND NEW.release_id IS OLD.release_id AND NEW.phase IS OLD.phase AND NEW.name IS
    OLD.name AND NEW.chain_id IS OLD.chain_id AND NEW.version IS OLD.version)
  OR NEW.state <> OLD.state AND NOT (
    OLD.state = 'pending' AND NEW.state IN ('waiting', 'canceled')
    OR OLD.state = 'waiting' AND NEW.state IN ('running', 'failed', 'canceled')
    OR OLD.state = 'running' AND NEW.state IN ('succeeded', 'failed', 'canceled')
    OR OLD.state = 'succeeded' AND NEW.state IN ('rolling_back')
    OR OLD.state = 'failed' AND NEW.state IN ('rolling_back')
    OR OLD.state = 'rolling_back' AND NEW.state IN ('rolled_back', 'rollback_failed')
    OR OLD.state = 'rollback_failed' AND NEW.state IN ('rolling_back') AND OLD.rollback_at > OLD.ended_at
  )
  OR OLD.began_at <> 0 AND NEW.began_at <> OLD.began_at
  OR OLD.rollback_at <> 0 AND NOT (
    NEW.rollback_at IS OLD.rollback_at AND NEW.rollback_by IS OLD.rollback_by AND NEW.rollback_human IS
    OLD.rollback_human AND NEW.rollback_reason IS OLD.rollback_reason
    OR OLD.state = 'rollback_failed' AND NEW.state = OLD.state AND OLD.rollback_at <= OLD.ended_at
    AND NEW.rollback_at > OLD.ended_at AND NEW.ended_at IS OLD.ended_at
  )
BEGIN
  SELECT RAISE(ABORT, 'release phases are permanent');
END;
-- +goose StatementEnd
ALTER TABLE release_rehearsals RENAME TO release_rehearsals_before;
CREATE TABLE release_rehearsals (
  tenant_id  TEXT NOT NULL,
  release_id TEXT NOT NULL,
  id         TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('running', 'passed', 'uncovered', 'failed')),
  due_at     BIGINT NOT NULL,
  began_at   BIGINT NOT NULL,
  ended_at   BIGINT NOT NULL,
  subject_id TEXT NOT NULL,
  human_id   TEXT NOT NULL,
  seal       TEXT NOT NULL,
  report     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, id),
  FOREIGN KEY (tenant_id, release_id) REFERENCES releases (tenant_id, id)
);
INSERT INTO release_rehearsals
SELECT tenant_id, release_id, id, state, due_at, began_at, ended_at, subject_id, human_id, seal, report FROM release_rehearsals_before;
DROP TABLE release_rehearsals_before;
CREATE UNIQUE INDEX release_rehearsals_running ON release_rehearsals (tenant_id, release_id) WHERE state = 'running';
CREATE INDEX release_rehearsals_due ON release_rehearsals (due_at) WHERE state = 'running';
-- +goose StatementBegin
CREATE TRIGGER release_rehearsals_insert BEFORE INSERT ON release_rehearsals
WHEN EXISTS (SELECT 1 FROM release_rehearsals o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'release rehearsals are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_rehearsals_update BEFORE UPDATE ON release_rehearsals
WHEN OLD.state <> 'running'
  OR NOT (NEW.tenant_id IS OLD.tenant_id AND NEW.release_id IS OLD.release_id AND NEW.id IS OLD.id AND NEW.began_at IS
    OLD.began_at AND NEW.subject_id IS OLD.subject_id AND NEW.human_id IS OLD.human_id AND NEW.seal IS OLD.seal)
BEGIN
  SELECT RAISE(ABORT, 'release rehearsals are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_rehearsals_delete BEFORE DELETE ON release_rehearsals
WHEN EXISTS (SELECT 1 FROM releases r WHERE r.tenant_id = OLD.tenant_id AND r.id = OLD.release_id AND r.state NOT IN ('draft', 'in_review'))
BEGIN
  SELECT RAISE(ABORT, 'release rehearsals are permanent');
END;
-- +goose StatementEnd
