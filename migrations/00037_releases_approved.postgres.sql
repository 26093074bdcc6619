-- +goose Up
-- A release is approved only by an approval of just what was sealed. A phase
-- that runs and whose steps never began may be canceled; one whose rollback
-- failed may be rolled back again once people ask for it after it failed. A
-- rehearsal that ran through and found failures that no rollback plan covers did
-- not pass: it is uncovered.
-- +goose StatementBegin
CREATE FUNCTION releases_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT (NEW.seal = OLD.seal AND NEW.parts = OLD.parts AND NEW.plan = OLD.plan AND NEW.approval_id = OLD.approval_id
    AND EXISTS (SELECT 1 FROM approvals a WHERE a.tenant_id = OLD.tenant_id AND a.id = OLD.approval_id AND a.digest = OLD.seal
      AND a.subject_kind = 'release' AND a.subject_id = OLD.id AND a.state = 'approved')) THEN
    RAISE EXCEPTION 'this release was not approved';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER releases_approved BEFORE UPDATE ON releases
  FOR EACH ROW
  WHEN (NEW.state = 'approved' AND OLD.state = 'in_review') EXECUTE FUNCTION releases_approved();
-- ALWAYS: a session that plays replica is no way around it.
ALTER TABLE releases ENABLE ALWAYS TRIGGER releases_approved;
DROP TRIGGER release_phases_update ON release_phases;
CREATE TRIGGER release_phases_update BEFORE UPDATE ON release_phases
  FOR EACH ROW
  WHEN (NOT (NEW.tenant_id = OLD.tenant_id AND NEW.release_id = OLD.release_id AND
    NEW.phase = OLD.phase AND NEW.name = OLD.name AND NEW.chain_id = OLD.chain_id AND NEW.version = OLD.version)
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
    NEW.rollback_at = OLD.rollback_at AND NEW.rollback_by = OLD.rollback_by AND
    NEW.rollback_human = OLD.rollback_human AND NEW.rollback_reason = OLD.rollback_reason
    OR OLD.state = 'rollback_failed' AND NEW.state = OLD.state AND OLD.rollback_at <= OLD.ended_at
    AND NEW.rollback_at > OLD.ended_at AND NEW.ended_at = OLD.ended_at
  )) EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_phases ENABLE ALWAYS TRIGGER release_phases_update;
ALTER TABLE release_rehearsals DROP CONSTRAINT release_rehearsals_state_check;
ALTER TABLE release_rehearsals ADD CONSTRAINT release_rehearsals_state_check CHECK (state IN ('running', 'passed', 'uncovered', 'failed'));
