-- +goose Up
-- Releases are permanent. Until it is approved, a release may be edited and
-- deleted; from then on what was sealed stays, states only go forward, and of
-- what was executed and said nothing is changed or taken away. REPLACE
-- deletes without asking the triggers for DELETE, so inserts are looked at too.
-- +goose StatementBegin
CREATE TRIGGER releases_insert BEFORE INSERT ON releases
WHEN NEW.state <> 'draft' OR NEW.executed_at <> 0 OR EXISTS (SELECT 1 FROM releases o WHERE o.tenant_id = NEW.tenant_id AND o.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'releases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER releases_update BEFORE UPDATE ON releases
WHEN NOT (
    NEW.tenant_id IS OLD.tenant_id AND NEW.id IS OLD.id AND NEW.org_id IS OLD.org_id AND NEW.created_at IS
    OLD.created_at AND NEW.created_by IS OLD.created_by AND NEW.created_human IS OLD.created_human
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
    NEW.name IS OLD.name AND NEW.search IS OLD.search AND NEW.revision IS OLD.revision AND NEW.created_at IS
    OLD.created_at AND NEW.created_by IS OLD.created_by AND NEW.created_human IS OLD.created_human AND NEW.edited_at
    IS OLD.edited_at AND NEW.edited_by IS OLD.edited_by AND NEW.edited_human IS OLD.edited_human AND NEW.requested_at
    IS OLD.requested_at AND NEW.requested_by IS OLD.requested_by AND NEW.requested_human IS OLD.requested_human AND
    NEW.approval_id IS OLD.approval_id AND NEW.approved_at IS OLD.approved_at AND NEW.expires_at IS OLD.expires_at AND
    NEW.seal IS OLD.seal AND NEW.description IS OLD.description AND NEW.parts IS OLD.parts AND NEW.plan IS OLD.plan
  )
  OR OLD.executed_at <> 0 AND NOT (NEW.executed_at IS OLD.executed_at AND NEW.executed_by IS OLD.executed_by AND NEW.executed_kind IS
    OLD.executed_kind AND NEW.executed_human IS OLD.executed_human)
  OR OLD.ended_at <> 0 AND NOT (NEW.ended_at IS OLD.ended_at AND NEW.code IS OLD.code AND NEW.message IS OLD.message)
  OR NEW.milestones < OLD.milestones
BEGIN
  SELECT RAISE(ABORT, 'releases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER releases_delete BEFORE DELETE ON releases
WHEN OLD.state NOT IN ('draft', 'in_review')
BEGIN
  SELECT RAISE(ABORT, 'releases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_phases_insert BEFORE INSERT ON release_phases
WHEN NEW.state <> 'pending' OR EXISTS (SELECT 1 FROM release_phases o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.phase = NEW.phase)
BEGIN
  SELECT RAISE(ABORT, 'release phases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_phases_update BEFORE UPDATE ON release_phases
WHEN NOT (NEW.tenant_id IS OLD.tenant_id AND NEW.release_id IS OLD.release_id AND NEW.phase IS OLD.phase AND NEW.name IS
    OLD.name AND NEW.chain_id IS OLD.chain_id AND NEW.version IS OLD.version)
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
    NEW.rollback_at IS OLD.rollback_at AND NEW.rollback_by IS OLD.rollback_by AND NEW.rollback_human IS
    OLD.rollback_human AND NEW.rollback_reason IS OLD.rollback_reason
  )
BEGIN
  SELECT RAISE(ABORT, 'release phases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_phases_delete BEFORE DELETE ON release_phases
BEGIN
  SELECT RAISE(ABORT, 'release phases are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_runs_insert BEFORE INSERT ON release_runs
WHEN EXISTS (SELECT 1 FROM release_runs o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.phase = NEW.phase AND o.purpose = NEW.purpose)
BEGIN
  SELECT RAISE(ABORT, 'release runs are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_runs_update BEFORE UPDATE ON release_runs
BEGIN
  SELECT RAISE(ABORT, 'release runs are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_runs_delete BEFORE DELETE ON release_runs
BEGIN
  SELECT RAISE(ABORT, 'release runs are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_gates_insert BEFORE INSERT ON release_gates
WHEN EXISTS (SELECT 1 FROM release_gates o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.phase = NEW.phase AND o.gate = NEW.gate)
BEGIN
  SELECT RAISE(ABORT, 'release gates are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_gates_update BEFORE UPDATE ON release_gates
WHEN OLD.state <> 'waiting'
  OR NOT (NEW.tenant_id IS OLD.tenant_id AND NEW.release_id IS OLD.release_id AND NEW.phase IS OLD.phase AND NEW.gate IS
    OLD.gate AND NEW.began_at IS OLD.began_at AND NEW.subject_id IS OLD.subject_id)
BEGIN
  SELECT RAISE(ABORT, 'release gates are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_gates_delete BEFORE DELETE ON release_gates
BEGIN
  SELECT RAISE(ABORT, 'release gates are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_milestones_insert BEFORE INSERT ON release_milestones
WHEN EXISTS (SELECT 1 FROM release_milestones o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'release milestones are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_milestones_update BEFORE UPDATE ON release_milestones
BEGIN
  SELECT RAISE(ABORT, 'release milestones are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_milestones_delete BEFORE DELETE ON release_milestones
WHEN EXISTS (SELECT 1 FROM releases r WHERE r.tenant_id = OLD.tenant_id AND r.id = OLD.release_id AND r.state NOT IN ('draft', 'in_review'))
BEGIN
  SELECT RAISE(ABORT, 'release milestones are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_comments_insert BEFORE INSERT ON release_comments
WHEN EXISTS (SELECT 1 FROM release_comments o WHERE o.tenant_id = NEW.tenant_id AND o.release_id = NEW.release_id AND o.id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'release comments are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_comments_update BEFORE UPDATE ON release_comments
BEGIN
  SELECT RAISE(ABORT, 'release comments are permanent');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER release_comments_delete BEFORE DELETE ON release_comments
WHEN EXISTS (SELECT 1 FROM releases r WHERE r.tenant_id = OLD.tenant_id AND r.id = OLD.release_id AND r.state NOT IN ('draft', 'in_review'))
BEGIN
  SELECT RAISE(ABORT, 'release comments are permanent');
END;
-- +goose StatementEnd
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
