-- +goose Up
-- The journal: nothing in it changes, and it goes only after its run has gone.
CREATE TABLE run_events (
  tenant_id TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  seq       BIGINT NOT NULL,
  epoch     BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  kind      TEXT NOT NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
);
-- +goose StatementBegin
CREATE TRIGGER run_events_update BEFORE UPDATE ON run_events
BEGIN
  SELECT RAISE(ABORT, 'run events are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER run_events_delete BEFORE DELETE ON run_events
WHEN EXISTS (SELECT 1 FROM runs WHERE tenant_id = OLD.tenant_id AND id = OLD.run_id)
BEGIN
  SELECT RAISE(ABORT, 'run events are append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER runs_delete BEFORE DELETE ON runs
WHEN OLD.state NOT IN ('succeeded', 'failed', 'canceled', 'undone', 'undo_failed')
BEGIN
  SELECT RAISE(ABORT, 'the run has not ended');
END;
-- +goose StatementEnd

-- The words of titles, by which runs are found.
CREATE TABLE run_words (
  tenant_id TEXT NOT NULL,
  word      TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, word, run_id)
);
