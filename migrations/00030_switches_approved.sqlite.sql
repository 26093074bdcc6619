-- +goose Up
-- A switch whose changes need an approval changes its value and its plan only as
-- a request that was approved says, from the revision that it was asked against;
-- or back, as long as that change is its last. It is not deleted. What was asked
-- never changes, and what was settled stays.
-- +goose StatementBegin
CREATE TRIGGER switches_approved BEFORE UPDATE ON switches
WHEN OLD.approval <> '' AND (NEW.value IS NOT OLD.value OR NEW.approval IS NOT OLD.approval OR NEW.deleted_at IS NOT NULL)
  AND (NEW.deleted_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM switch_requests r WHERE r.tenant_id = OLD.tenant_id AND r.switch_id = OLD.id AND r.state = 'approved'
       AND r.revision = OLD.revision AND r.value = NEW.value AND r.approval = NEW.approval)
  AND NOT (NEW.approval = OLD.approval AND EXISTS (
    SELECT 1 FROM switch_changes c WHERE c.tenant_id = OLD.tenant_id AND c.switch_id = OLD.id AND c.request_id <> ''
       AND c.was = NEW.value AND c.value = OLD.value
       AND c.revision = (SELECT MAX(l.revision) FROM switch_changes l WHERE l.tenant_id = OLD.tenant_id AND l.switch_id = OLD.id))))
BEGIN SELECT RAISE(ABORT, 'this change of the switch was not approved'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER switch_requests_insert BEFORE INSERT ON switch_requests
WHEN NEW.state <> 'waiting' OR EXISTS (SELECT 1 FROM switch_requests WHERE tenant_id = NEW.tenant_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a request begins by waiting'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER switch_requests_update BEFORE UPDATE ON switch_requests
WHEN OLD.state <> 'waiting' OR NEW.tenant_id IS NOT OLD.tenant_id OR NEW.id IS NOT OLD.id OR NEW.switch_id IS NOT OLD.switch_id
  OR NEW.revision IS NOT OLD.revision OR NEW.was IS NOT OLD.was OR NEW.value IS NOT OLD.value
  OR NEW.approval_was IS NOT OLD.approval_was OR NEW.approval IS NOT OLD.approval OR NEW.reason IS NOT OLD.reason
  OR NEW.requested_by IS NOT OLD.requested_by OR NEW.human_id IS NOT OLD.human_id OR NEW.run_id IS NOT OLD.run_id
  OR NEW.ask IS NOT OLD.ask OR NEW.approval_id IS NOT OLD.approval_id OR NEW.digest IS NOT OLD.digest
  OR NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.tenant_id = OLD.tenant_id AND a.id = OLD.approval_id
       AND a.digest = OLD.digest AND a.state = 'approved')
BEGIN SELECT RAISE(ABORT, 'requests are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER switch_requests_delete BEFORE DELETE ON switch_requests BEGIN SELECT RAISE(ABORT, 'requests are final'); END;
-- +goose StatementEnd
