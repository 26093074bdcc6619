-- +goose Up
-- What is written stays: of an entry only the sealing may be filled in, once,
-- and the count of an unsealed refusal may grow. REPLACE deletes without asking
-- the triggers for DELETE, so inserts are looked at too.
-- +goose StatementBegin
CREATE TRIGGER audit_entries_insert BEFORE INSERT ON audit_entries
WHEN NEW.seq IS NOT NULL OR NEW.prev IS NOT NULL OR NEW.hash IS NOT NULL OR NEW.times <> 1
  OR EXISTS (SELECT 1 FROM audit_entries WHERE tenant_id = NEW.tenant_id AND id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'audit entries are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
WHEN NOT (
  OLD.seq IS NULL
       AND NEW.tenant_id IS OLD.tenant_id AND NEW.id IS OLD.id AND NEW.at IS OLD.at
       AND NEW.subject_id IS OLD.subject_id AND NEW.human_id IS OLD.human_id AND NEW.token_id IS OLD.token_id
       AND NEW.address IS OLD.address AND NEW.request_id IS OLD.request_id AND NEW.action IS OLD.action
       AND NEW.kind IS OLD.kind AND NEW.resource_id IS OLD.resource_id AND NEW.org_id IS OLD.org_id
       AND NEW.before IS OLD.before AND NEW.after IS OLD.after AND NEW.result IS OLD.result
       AND NEW.code IS OLD.code
       AND (
         NEW.seq IS NOT NULL AND NEW.prev IS NOT NULL AND NEW.hash IS NOT NULL AND NEW.times = OLD.times
         AND NOT EXISTS (SELECT 1 FROM audit_entries WHERE tenant_id = NEW.tenant_id AND seq = NEW.seq)
         OR NEW.seq IS NULL AND NEW.prev IS NULL AND NEW.hash IS NULL
         AND OLD.result = 'refused' AND NEW.times = OLD.times + 1
       )
)
BEGIN
  SELECT RAISE(ABORT, 'audit entries are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
BEGIN
  SELECT RAISE(ABORT, 'audit entries are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_heads_insert BEFORE INSERT ON audit_heads
WHEN EXISTS (SELECT 1 FROM audit_heads WHERE tenant_id = NEW.tenant_id AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'audit heads are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_heads_update BEFORE UPDATE ON audit_heads
BEGIN
  SELECT RAISE(ABORT, 'audit heads are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_heads_delete BEFORE DELETE ON audit_heads
BEGIN
  SELECT RAISE(ABORT, 'audit heads are append-only');
END;
-- +goose StatementEnd
