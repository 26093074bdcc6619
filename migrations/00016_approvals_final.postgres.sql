-- +goose Up
-- What was decided stays decided: decisions and what people were in an approval
-- never change or go, and neither does an approval that is settled. What is
-- decided on, and who asked, never changes.
-- +goose StatementBegin
CREATE FUNCTION approvals_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are final', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION approvals_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' OR NEW.tenant_id <> OLD.tenant_id OR NEW.id <> OLD.id OR NEW.digest <> OLD.digest
     OR NEW.details <> OLD.details OR NEW.plan <> OLD.plan OR NEW.requested_by <> OLD.requested_by
     OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR NEW.level < OLD.level THEN
    RAISE EXCEPTION 'approvals are final';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION approval_decisions_awaited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approvals WHERE tenant_id = NEW.tenant_id AND id = NEW.approval_id
                    AND state = 'waiting' AND level = NEW.level) THEN
    RAISE EXCEPTION 'the approval does not wait for this decision';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER approval_decisions_insert BEFORE INSERT ON approval_decisions
  FOR EACH ROW EXECUTE FUNCTION approval_decisions_awaited();
CREATE TRIGGER approval_decisions_change BEFORE UPDATE OR DELETE ON approval_decisions
  FOR EACH ROW EXECUTE FUNCTION approvals_never();
CREATE TRIGGER approval_decisions_truncate BEFORE TRUNCATE ON approval_decisions
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_never();
CREATE TRIGGER approval_parts_change BEFORE UPDATE OR DELETE ON approval_parts
  FOR EACH ROW EXECUTE FUNCTION approvals_never();
CREATE TRIGGER approval_parts_truncate BEFORE TRUNCATE ON approval_parts
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_never();
CREATE TRIGGER approvals_update BEFORE UPDATE ON approvals
  FOR EACH ROW EXECUTE FUNCTION approvals_waiting();
CREATE TRIGGER approvals_delete BEFORE DELETE ON approvals
  FOR EACH ROW EXECUTE FUNCTION approvals_never();
CREATE TRIGGER approvals_truncate BEFORE TRUNCATE ON approvals
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_never();
-- ALWAYS: a session that plays replica is no way around them.
ALTER TABLE approval_decisions ENABLE ALWAYS TRIGGER approval_decisions_insert;
ALTER TABLE approval_decisions ENABLE ALWAYS TRIGGER approval_decisions_change;
ALTER TABLE approval_decisions ENABLE ALWAYS TRIGGER approval_decisions_truncate;
ALTER TABLE approval_parts ENABLE ALWAYS TRIGGER approval_parts_change;
ALTER TABLE approval_parts ENABLE ALWAYS TRIGGER approval_parts_truncate;
ALTER TABLE approvals ENABLE ALWAYS TRIGGER approvals_update;
ALTER TABLE approvals ENABLE ALWAYS TRIGGER approvals_delete;
ALTER TABLE approvals ENABLE ALWAYS TRIGGER approvals_truncate;
