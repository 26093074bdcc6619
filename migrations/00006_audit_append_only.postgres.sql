-- +goose Up
-- What is written stays: of an entry only the sealing may be filled in, once,
-- and the count of an unsealed refusal may grow.
-- +goose StatementBegin
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION audit_entries_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq IS NOT NULL OR NEW.prev IS NOT NULL OR NEW.hash IS NOT NULL OR NEW.times <> 1 THEN
    RAISE EXCEPTION 'audit entries begin unsealed';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION audit_entries_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seq IS NULL
       AND NEW.tenant_id = OLD.tenant_id AND NEW.id = OLD.id AND NEW.at = OLD.at
       AND NEW.subject_id = OLD.subject_id AND NEW.human_id = OLD.human_id AND NEW.token_id = OLD.token_id
       AND NEW.address = OLD.address AND NEW.request_id = OLD.request_id AND NEW.action = OLD.action
       AND NEW.kind = OLD.kind AND NEW.resource_id = OLD.resource_id AND NEW.org_id = OLD.org_id
       AND NEW.before = OLD.before AND NEW.after = OLD.after AND NEW.result = OLD.result
       AND NEW.code = OLD.code
       AND (
         NEW.seq IS NOT NULL AND NEW.prev IS NOT NULL AND NEW.hash IS NOT NULL AND NEW.times = OLD.times
         OR NEW.seq IS NULL AND NEW.prev IS NULL AND NEW.hash IS NULL
         AND OLD.result = 'refused' AND NEW.times = OLD.times + 1
       )
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit entries are append-only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_written();
CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_sealed();
CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_heads_change BEFORE UPDATE OR DELETE ON audit_heads
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_heads_truncate BEFORE TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
-- ALWAYS: a session that plays replica is no way around them.
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_update;
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_delete;
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_truncate;
ALTER TABLE audit_heads ENABLE ALWAYS TRIGGER audit_heads_change;
ALTER TABLE audit_heads ENABLE ALWAYS TRIGGER audit_heads_truncate;
