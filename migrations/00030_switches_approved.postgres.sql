-- +goose Up
-- A switch whose changes need an approval changes its value and its plan only as
-- a request that was approved says, from the revision that it was asked against;
-- or back, as long as that change is its last. It is not deleted. What was asked
-- never changes, and what was settled stays.
-- +goose StatementBegin
CREATE FUNCTION switches_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM switch_requests r WHERE r.tenant_id = OLD.tenant_id AND r.switch_id = OLD.id AND r.state = 'approved'
       AND r.revision = OLD.revision AND r.value = NEW.value AND r.approval = NEW.approval)
  AND NOT (NEW.approval = OLD.approval AND EXISTS (
    SELECT 1 FROM switch_changes c WHERE c.tenant_id = OLD.tenant_id AND c.switch_id = OLD.id AND c.request_id <> ''
       AND c.was = NEW.value AND c.value = OLD.value
       AND c.revision = (SELECT MAX(l.revision) FROM switch_changes l WHERE l.tenant_id = OLD.tenant_id AND l.switch_id = OLD.id))) THEN
    RAISE EXCEPTION 'this change of the switch was not approved';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION switch_requests_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'requests are final';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION switch_requests_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' THEN
      RAISE EXCEPTION 'a request begins by waiting';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'waiting' OR NEW.tenant_id <> OLD.tenant_id OR NEW.id <> OLD.id OR NEW.switch_id <> OLD.switch_id
     OR NEW.revision <> OLD.revision OR NEW.was <> OLD.was OR NEW.value <> OLD.value
     OR NEW.approval_was <> OLD.approval_was OR NEW.approval <> OLD.approval OR NEW.reason <> OLD.reason
     OR NEW.requested_by <> OLD.requested_by OR NEW.human_id <> OLD.human_id OR NEW.run_id <> OLD.run_id
     OR NEW.ask <> OLD.ask OR NEW.approval_id <> OLD.approval_id OR NEW.digest <> OLD.digest
     OR NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.tenant_id = OLD.tenant_id AND a.id = OLD.approval_id
          AND a.digest = OLD.digest AND a.state = 'approved') THEN
    RAISE EXCEPTION 'requests are final';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER switches_approved BEFORE UPDATE ON switches
  FOR EACH ROW
  WHEN (OLD.approval <> '' AND (NEW.value <> OLD.value OR NEW.approval <> OLD.approval OR NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION switches_approved();
CREATE TRIGGER switch_requests_change BEFORE INSERT OR UPDATE ON switch_requests
  FOR EACH ROW EXECUTE FUNCTION switch_requests_waiting();
CREATE TRIGGER switch_requests_delete BEFORE DELETE ON switch_requests
  FOR EACH ROW EXECUTE FUNCTION switch_requests_final();
CREATE TRIGGER switch_requests_truncate BEFORE TRUNCATE ON switch_requests
  FOR EACH STATEMENT EXECUTE FUNCTION switch_requests_final();
-- ALWAYS: a session that plays replica is no way around them.
ALTER TABLE switches ENABLE ALWAYS TRIGGER switches_approved;
ALTER TABLE switch_requests ENABLE ALWAYS TRIGGER switch_requests_change;
ALTER TABLE switch_requests ENABLE ALWAYS TRIGGER switch_requests_delete;
ALTER TABLE switch_requests ENABLE ALWAYS TRIGGER switch_requests_truncate;
