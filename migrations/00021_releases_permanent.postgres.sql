-- +goose Up
-- Releases are permanent. Until it is approved, a release may be edited and
-- deleted; from then on what was sealed stays, states only go forward, and of
-- what was executed and said nothing is changed or taken away.
-- +goose StatementBegin
CREATE FUNCTION releases_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are permanent', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION releases_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM releases r WHERE r.tenant_id = OLD.tenant_id AND r.id = OLD.release_id AND
    r.state NOT IN ('draft', 'in_review')) THEN
    RAISE EXCEPTION '% are permanent', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER releases_insert BEFORE INSERT ON releases
  FOR EACH ROW
  WHEN (NEW.state <> 'draft' OR NEW.executed_at <> 0) EXECUTE FUNCTION releases_permanent();
ALTER TABLE releases ENABLE ALWAYS TRIGGER releases_insert;
CREATE TRIGGER releases_update BEFORE UPDATE ON releases
  FOR EACH ROW
  WHEN (NOT (
    NEW.tenant_id = OLD.tenant_id AND NEW.id = OLD.id AND NEW.org_id = OLD.org_id AND
    NEW.created_at = OLD.created_at AND NEW.created_by = OLD.created_by AND NEW.created_human = OLD.created_human
  )
  OR NEW.state <> OLD.state AND NOT (
    OLD.state = 'draft' AND NEW.state IN ('in_review', 'withdrawn')
    OR OLD.state = 'in_review' AND NEW.state IN ('draft', 'approved', 'rejected', 'withdrawn', 'expired')
    OR OLD.state = 'approved' AND NEW.state IN ('executing', 'withdrawn', 'expired')
    OR OLD.state = 'executing' AND NEW.state IN ('succeeded', 'failed', 'rolled_back')
    OR OLD.state = 'succeeded' AND NEW.state IN ('rolled_back')
    OR OLD.state = 'failed' AND NEW.state IN ('rolled_back')
  )
  OR OLD.state NOT IN ('draft', 'in_review') AND NOT (
    NEW.name = OLD.name AND NEW.search = OLD.search AND NEW.revision = OLD.revision AND
    NEW.created_at = OLD.created_at AND NEW.created_by = OLD.created_by AND NEW.created_human = OLD.created_human AND
    NEW.edited_at = OLD.edited_at AND NEW.edited_by = OLD.edited_by AND NEW.edited_human = OLD.edited_human AND
    NEW.requested_at = OLD.requested_at AND NEW.requested_by = OLD.requested_by AND
    NEW.requested_human = OLD.requested_human AND
    NEW.approval_id = OLD.approval_id AND NEW.approved_at = OLD.approved_at AND
    NEW.expires_at = OLD.expires_at AND NEW.seal = OLD.seal AND NEW.description
    = OLD.description AND NEW.parts = OLD.parts AND NEW.plan = OLD.plan
  )
  OR OLD.executed_at <> 0 AND NOT (NEW.executed_at = OLD.executed_at AND NEW.executed_by = OLD.executed_by AND
    NEW.executed_kind = OLD.executed_kind AND NEW.executed_human =
    OLD.executed_human)
  OR OLD.ended_at <> 0 AND NOT (NEW.ended_at = OLD.ended_at AND NEW.code = OLD.code AND NEW.message = OLD.message)
  OR NEW.milestones < OLD.milestones) EXECUTE FUNCTION releases_permanent();
ALTER TABLE releases ENABLE ALWAYS TRIGGER releases_update;
CREATE TRIGGER releases_delete BEFORE DELETE ON releases
  FOR EACH ROW
  WHEN (OLD.state NOT IN ('draft', 'in_review')) EXECUTE FUNCTION releases_permanent();
ALTER TABLE releases ENABLE ALWAYS TRIGGER releases_delete;
CREATE TRIGGER releases_truncate BEFORE TRUNCATE ON releases
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE releases ENABLE ALWAYS TRIGGER releases_truncate;
CREATE TRIGGER release_phases_insert BEFORE INSERT ON release_phases
  FOR EACH ROW
  WHEN (NEW.state <> 'pending') EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_phases ENABLE ALWAYS TRIGGER release_phases_insert;
CREATE TRIGGER release_phases_update BEFORE UPDATE ON release_phases
  FOR EACH ROW
  WHEN (NOT (NEW.tenant_id = OLD.tenant_id AND NEW.release_id = OLD.release_id AND
    NEW.phase = OLD.phase AND NEW.name = OLD.name AND NEW.chain_id = OLD.chain_id AND NEW.version = OLD.version)
  OR NEW.state <> OLD.state AND NOT (
    OLD.state = 'pending' AND NEW.state IN ('waiting', 'canceled')
    OR OLD.state = 'waiting' AND NEW.state IN ('running', 'failed', 'canceled')
    OR OLD.state = 'running' AND NEW.state IN ('succeeded', 'failed')
    OR OLD.state = 'succeeded' AND NEW.state IN ('rolling_back')
    OR OLD.state = 'failed' AND NEW.state IN ('rolling_back')
    OR OLD.state = 'rolling_back' AND NEW.state IN ('rolled_back', 'rollback_failed')
  )
  OR OLD.began_at <> 0 AND NEW.began_at <> OLD.began_at
  OR OLD.rollback_at <> 0 AND NOT (
    NEW.rollback_at = OLD.rollback_at AND NEW.rollback_by = OLD.rollback_by AND
    NEW.rollback_human = OLD.rollback_human AND NEW.rollback_reason =
    OLD.rollback_reason
  )) EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_phases ENABLE ALWAYS TRIGGER release_phases_update;
CREATE TRIGGER release_phases_delete BEFORE DELETE ON release_phases
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_phases ENABLE ALWAYS TRIGGER release_phases_delete;
CREATE TRIGGER release_phases_truncate BEFORE TRUNCATE ON release_phases
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_phases ENABLE ALWAYS TRIGGER release_phases_truncate;
CREATE TRIGGER release_runs_update BEFORE UPDATE ON release_runs
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_runs ENABLE ALWAYS TRIGGER release_runs_update;
CREATE TRIGGER release_runs_delete BEFORE DELETE ON release_runs
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_runs ENABLE ALWAYS TRIGGER release_runs_delete;
CREATE TRIGGER release_runs_truncate BEFORE TRUNCATE ON release_runs
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_runs ENABLE ALWAYS TRIGGER release_runs_truncate;
CREATE TRIGGER release_gates_update BEFORE UPDATE ON release_gates
  FOR EACH ROW
  WHEN (OLD.state <> 'waiting'
  OR NOT (NEW.tenant_id = OLD.tenant_id AND NEW.release_id = OLD.release_id AND
    NEW.phase = OLD.phase AND NEW.gate = OLD.gate AND NEW.began_at = OLD.began_at AND
    NEW.subject_id = OLD.subject_id)) EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_gates ENABLE ALWAYS TRIGGER release_gates_update;
CREATE TRIGGER release_gates_delete BEFORE DELETE ON release_gates
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_gates ENABLE ALWAYS TRIGGER release_gates_delete;
CREATE TRIGGER release_gates_truncate BEFORE TRUNCATE ON release_gates
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_gates ENABLE ALWAYS TRIGGER release_gates_truncate;
CREATE TRIGGER release_milestones_update BEFORE UPDATE ON release_milestones
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_milestones ENABLE ALWAYS TRIGGER release_milestones_update;
CREATE TRIGGER release_milestones_delete BEFORE DELETE ON release_milestones
  FOR EACH ROW EXECUTE FUNCTION releases_kept();
ALTER TABLE release_milestones ENABLE ALWAYS TRIGGER release_milestones_delete;
CREATE TRIGGER release_milestones_truncate BEFORE TRUNCATE ON release_milestones
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_milestones ENABLE ALWAYS TRIGGER release_milestones_truncate;
CREATE TRIGGER release_comments_update BEFORE UPDATE ON release_comments
  FOR EACH ROW EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_comments ENABLE ALWAYS TRIGGER release_comments_update;
CREATE TRIGGER release_comments_delete BEFORE DELETE ON release_comments
  FOR EACH ROW EXECUTE FUNCTION releases_kept();
ALTER TABLE release_comments ENABLE ALWAYS TRIGGER release_comments_delete;
CREATE TRIGGER release_comments_truncate BEFORE TRUNCATE ON release_comments
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_comments ENABLE ALWAYS TRIGGER release_comments_truncate;
CREATE TRIGGER release_rehearsals_update BEFORE UPDATE ON release_rehearsals
  FOR EACH ROW
  WHEN (OLD.state <> 'running'
  OR NOT (NEW.tenant_id = OLD.tenant_id AND NEW.release_id = OLD.release_id AND NEW.id
    = OLD.id AND NEW.began_at = OLD.began_at AND NEW.subject_id = OLD.subject_id AND NEW.human_id = OLD.human_id AND
    NEW.seal = OLD.seal)) EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_rehearsals ENABLE ALWAYS TRIGGER release_rehearsals_update;
CREATE TRIGGER release_rehearsals_delete BEFORE DELETE ON release_rehearsals
  FOR EACH ROW EXECUTE FUNCTION releases_kept();
ALTER TABLE release_rehearsals ENABLE ALWAYS TRIGGER release_rehearsals_delete;
CREATE TRIGGER release_rehearsals_truncate BEFORE TRUNCATE ON release_rehearsals
  FOR EACH STATEMENT EXECUTE FUNCTION releases_permanent();
ALTER TABLE release_rehearsals ENABLE ALWAYS TRIGGER release_rehearsals_truncate;
