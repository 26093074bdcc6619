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
CREATE FUNCTION run_events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT 1 FROM runs WHERE tenant_id = OLD.tenant_id AND id = OLD.run_id) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'run events are append-only';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION runs_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('succeeded', 'failed', 'canceled', 'undone', 'undo_failed') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the run has not ended';
END $$;
-- +goose StatementEnd
CREATE TRIGGER run_events_change BEFORE UPDATE OR DELETE ON run_events
  FOR EACH ROW EXECUTE FUNCTION run_events_append_only();
CREATE TRIGGER run_events_truncate BEFORE TRUNCATE ON run_events
  FOR EACH STATEMENT EXECUTE FUNCTION run_events_append_only();
CREATE TRIGGER runs_delete BEFORE DELETE ON runs
  FOR EACH ROW EXECUTE FUNCTION runs_only_ended();
-- ALWAYS: a session that plays replica is no way around them.
ALTER TABLE run_events ENABLE ALWAYS TRIGGER run_events_change;
ALTER TABLE run_events ENABLE ALWAYS TRIGGER run_events_truncate;

-- Every event changes its run's row: with room beside it no index is touched.
ALTER TABLE runs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- The words of titles, by which runs are found; sorted by their bytes, so that
-- those that begin alike stand together.
CREATE TABLE run_words (
  tenant_id TEXT NOT NULL,
  word      TEXT COLLATE "C" NOT NULL,
  run_id    TEXT NOT NULL,
  PRIMARY KEY (tenant_id, word, run_id)
);

-- What tasks say, in pieces of whole lines. first is the number of the first
-- line of a piece. On SQLite it stands in a file of its own.
CREATE TABLE run_logs (
  tenant_id TEXT NOT NULL,
  run_id    TEXT NOT NULL,
  scope     TEXT NOT NULL,
  node      TEXT NOT NULL,
  attempt   BIGINT NOT NULL,
  half      TEXT NOT NULL,
  first     BIGINT NOT NULL,
  lines     BIGINT NOT NULL,
  chunk     TEXT NOT NULL,
  PRIMARY KEY (tenant_id, run_id, scope, node, attempt, half, first)
);
