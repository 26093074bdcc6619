-- +goose Up
-- What was decided stays decided: decisions and what people were in an approval
-- never change or go, and neither does an approval that is settled. What is
-- decided on, and who asked, never changes.
-- +goose StatementBegin
CREATE TRIGGER approval_decisions_update BEFORE UPDATE ON approval_decisions BEGIN SELECT RAISE(ABORT, 'decisions are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_decisions_delete BEFORE DELETE ON approval_decisions BEGIN SELECT RAISE(ABORT, 'decisions are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_decisions_insert BEFORE INSERT ON approval_decisions
WHEN NOT EXISTS (SELECT 1 FROM approvals WHERE tenant_id = NEW.tenant_id AND id = NEW.approval_id AND state = 'waiting' AND level = NEW.level)
  OR EXISTS (SELECT 1 FROM approval_decisions WHERE tenant_id = NEW.tenant_id
       AND (id = NEW.id OR approval_id = NEW.approval_id AND (by_id = NEW.by_id OR behalf_id = NEW.behalf_id)))
BEGIN SELECT RAISE(ABORT, 'the approval does not wait for this decision'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_parts_update BEFORE UPDATE ON approval_parts BEGIN SELECT RAISE(ABORT, 'parts are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_parts_delete BEFORE DELETE ON approval_parts BEGIN SELECT RAISE(ABORT, 'parts are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approvals_update BEFORE UPDATE ON approvals
WHEN OLD.state <> 'waiting' OR NEW.tenant_id IS NOT OLD.tenant_id OR NEW.id IS NOT OLD.id OR NEW.digest IS NOT OLD.digest
  OR NEW.details IS NOT OLD.details OR NEW.plan IS NOT OLD.plan OR NEW.requested_by IS NOT OLD.requested_by
  OR NEW.subject_kind IS NOT OLD.subject_kind OR NEW.subject_id IS NOT OLD.subject_id OR NEW.level < OLD.level
BEGIN SELECT RAISE(ABORT, 'approvals are final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approvals_delete BEFORE DELETE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals are final'); END;
-- +goose StatementEnd
