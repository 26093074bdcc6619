package store

// finalStates are those of runs that have ended, as SQL.
const finalStates = `('succeeded', 'failed', 'canceled', 'undone', 'undo_failed')`

// openStates are those of runs that have not ended. The indexes by state want to
// hear as well that the state is not 'succeeded'.
const openStates = `('queued', 'running', 'waiting', 'paused', 'undoing')`

// The statements of Commit.
var (
	insertRuns = telling("runs", `tenant_id text, id text, state text, owner text, epoch bigint, seq bigint, due_at bigint,
 held boolean, counted boolean, created_at bigint, started_at bigint, ended_at bigint, org_id text, chain_id text,
 chain_key text, version bigint, document text, trigger_kind text, trigger_id text, started_by text, human_id text,
 test boolean, parent_id text, parent_step text, parent_key text, start_key text, start_digest text, gates text,
 failure_code text, failure_node text, failure_message text, title text, options text, input text`, "id")

	// checkpoint is for what happens most: events that leave the state as it
	// is. SQLite writes every index that a statement names a column of.
	checkpoint = change(`seq bigint, tenant_id text, id text, owner text, epoch bigint, was bigint, state text`, `
UPDATE runs SET seq = ?
 WHERE tenant_id = ? AND id = ? AND owner = ? AND epoch = ? AND seq = ? AND state = ?`, `
UPDATE runs r SET seq = b.seq FROM b
 WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND r.owner = b.owner AND r.epoch = b.epoch AND r.seq = b.was AND r.state = b.state
RETURNING b.n`, true)

	// advance changes the state too, and who owns the run. A run that ended
	// keeps the time of its end until something follows it.
	advance = change(`seq bigint, state text, next_owner text, due_at bigint, started_at bigint, ended_at bigint,
 failure_code text, failure_node text, failure_message text,
 tenant_id text, id text, owner text, epoch bigint, was bigint`, `
UPDATE runs SET seq = ?1, state = ?2, owner = ?3, due_at = ?4,
       started_at = CASE WHEN started_at = 0 THEN ?5 ELSE started_at END, ended_at = ?6,
       failure_code = CASE WHEN ?7 = '' THEN failure_code ELSE ?7 END,
       failure_node = CASE WHEN ?7 = '' THEN failure_node ELSE ?8 END,
       failure_message = CASE WHEN ?7 = '' THEN failure_message ELSE ?9 END
 WHERE tenant_id = ?10 AND id = ?11 AND owner = ?12 AND epoch = ?13 AND seq = ?14`, `
UPDATE runs r SET seq = b.seq, state = b.state, owner = b.next_owner, due_at = b.due_at,
       started_at = CASE WHEN r.started_at = 0 THEN b.started_at ELSE r.started_at END, ended_at = b.ended_at,
       failure_code = CASE WHEN b.failure_code = '' THEN r.failure_code ELSE b.failure_code END,
       failure_node = CASE WHEN b.failure_code = '' THEN r.failure_node ELSE b.failure_node END,
       failure_message = CASE WHEN b.failure_code = '' THEN r.failure_message ELSE b.failure_message END
  FROM b
 WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND r.owner = b.owner AND r.epoch = b.epoch AND r.seq = b.was
RETURNING b.n`, true)

	insertEvents = &bulk{
		columns: columnsOf(eventColumns),
		lite:    `INSERT INTO run_events (tenant_id, run_id, seq, epoch, at, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		post: rowsOf(columnsOf(eventColumns)) + `INSERT INTO run_events (tenant_id, run_id, seq, epoch, at, kind, body)
SELECT tenant_id, run_id, seq, epoch, at, kind, body FROM b`,
	}

	insertWords     = insertion("run_words", `tenant_id text, word text, run_id text`)
	insertWaits     = insertion("run_waits", `tenant_id text, gate text, run_id text`)
	insertCallbacks = insertion("run_callbacks", `hash text, tenant_id text, run_id text, step text, ends_at bigint, created_at bigint, schema text`)
	insertAsks      = insertion("run_asks", `tenant_id text, key text, run_id text, step text, kind text, state text, created_at bigint, body text`)
	insertSignals   = insertion("run_signals", `tenant_id text, run_id text, id text, kind text, created_at bigint, body text`)

	deleteTaken = change(`tenant_id text, run_id text, id text`,
		`DELETE FROM run_signals WHERE tenant_id = ? AND run_id = ? AND id = ?`,
		`DELETE FROM run_signals s USING b WHERE s.tenant_id = b.tenant_id AND s.run_id = b.run_id AND s.id = b.id`, false)

	endAsks = change(`tenant_id text, key text`,
		`UPDATE run_asks SET state = 'over' WHERE tenant_id = ? AND key = ?`,
		`UPDATE run_asks a SET state = 'over' FROM b WHERE a.tenant_id = b.tenant_id AND a.key = b.key`, false)

	// putFailure puts a failed run before the person who started it.
	putFailure = change(`id text, now bigint, tenant_id text, run_id text`, `
INSERT INTO todos (tenant_id, id, org_id, source, source_id, title, link, digest, state, due_at, created_at, updated_at, done_at, done_by, put_by)
SELECT tenant_id, ?1, org_id, 'run', id, CASE WHEN title = '' THEN chain_key ELSE title END, '', '', 'waiting', 0, ?2, ?2, 0, '', ''
  FROM runs WHERE tenant_id = ?3 AND id = ?4 ON CONFLICT DO NOTHING`, `
INSERT INTO todos (tenant_id, id, org_id, source, source_id, title, link, digest, state, due_at, created_at, updated_at, done_at, done_by, put_by)
SELECT r.tenant_id, b.id, r.org_id, 'run', r.id, CASE WHEN r.title = '' THEN r.chain_key ELSE r.title END, '', '', 'waiting', 0, b.now, b.now, 0, '', ''
  FROM b JOIN runs r ON r.tenant_id = b.tenant_id AND r.id = b.run_id ON CONFLICT DO NOTHING`, false)
	askStarter = change(`id text, tenant_id text, run_id text`, `
INSERT INTO todo_holders (tenant_id, holder, todo_id)
SELECT tenant_id, 's:' || human_id, ?1 FROM runs WHERE tenant_id = ?2 AND id = ?3
   AND EXISTS (SELECT 1 FROM todos WHERE tenant_id = ?2 AND id = ?1) ON CONFLICT DO NOTHING`, `
INSERT INTO todo_holders (tenant_id, holder, todo_id)
SELECT r.tenant_id, 's:' || r.human_id, b.id FROM b JOIN runs r ON r.tenant_id = b.tenant_id AND r.id = b.run_id
 WHERE EXISTS (SELECT 1 FROM todos t WHERE t.tenant_id = b.tenant_id AND t.id = b.id) ON CONFLICT DO NOTHING`, false)

	// What a run leaves behind when it ends: only an undo can still be asked.
	dropSignals = change(`tenant_id text, run_id text`,
		`DELETE FROM run_signals WHERE tenant_id = ? AND run_id = ? AND kind <> 'undo'`,
		`DELETE FROM run_signals s USING b WHERE s.tenant_id = b.tenant_id AND s.run_id = b.run_id AND s.kind <> 'undo'`, false)
	dropCallbacks = change(`tenant_id text, run_id text`,
		`DELETE FROM run_callbacks WHERE tenant_id = ? AND run_id = ?`,
		`DELETE FROM run_callbacks c USING b WHERE c.tenant_id = b.tenant_id AND c.run_id = b.run_id`, false)
	dropWaits = change(`tenant_id text, run_id text`,
		`DELETE FROM run_waits WHERE tenant_id = ? AND run_id = ?`,
		`DELETE FROM run_waits w USING b WHERE w.tenant_id = b.tenant_id AND w.run_id = b.run_id`, false)

	deleteWords = change(`tenant_id text, word text, run_id text`,
		`DELETE FROM run_words WHERE tenant_id = ? AND word = ? AND run_id = ?`,
		`DELETE FROM run_words w USING b WHERE w.tenant_id = b.tenant_id AND w.word = b.word AND w.run_id = b.run_id`, false)

	// dueForSignals makes runs that were given up due at once if something is
	// asked of them. It comes after the statement that gave them up, so that
	// who asks meanwhile waits for the row and finds it without an owner.
	dueForSignals = change(`due_at bigint, tenant_id text, id text`, `
UPDATE runs SET due_at = ?1
 WHERE tenant_id = ?2 AND id = ?3 AND owner = '' AND (due_at = 0 OR due_at > ?1)
   AND EXISTS (SELECT 1 FROM run_signals WHERE tenant_id = ?2 AND run_id = ?3)`, `
UPDATE runs r SET due_at = b.due_at FROM b
 WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND r.owner = '' AND (r.due_at = 0 OR r.due_at > b.due_at)
   AND EXISTS (SELECT 1 FROM run_signals s WHERE s.tenant_id = b.tenant_id AND s.run_id = b.id)`, false)

	// askRuns locks the runs that something is asked of, and makes them due
	// unless they have ended or somebody drives them. It asks nothing about the
	// owner before it has the lock.
	askRuns = change(`due_at bigint, kind text, tenant_id text, id text`, `
UPDATE runs SET due_at = CASE WHEN owner = '' AND (NOT held OR ?2 = 'cancel') THEN ?1 ELSE due_at END
 WHERE tenant_id = ?3 AND id = ?4 AND (state NOT IN `+finalStates+` OR ?2 = 'undo')`, `
UPDATE runs r SET due_at = CASE WHEN r.owner = '' AND (NOT r.held OR b.kind = 'cancel') THEN b.due_at ELSE r.due_at END
  FROM b
 WHERE r.tenant_id = b.tenant_id AND r.id = b.id AND (r.state NOT IN `+finalStates+` OR b.kind = 'undo')
RETURNING b.n`, true)

	// unhold is for runs that end without their turn.
	unhold = change(`tenant_id text, id text`,
		`UPDATE runs SET held = FALSE WHERE tenant_id = ? AND id = ?`,
		`UPDATE runs r SET held = FALSE FROM b WHERE r.tenant_id = b.tenant_id AND r.id = b.id`, false)

	countRuns = change(`counted boolean, tenant_id text, id text`,
		`UPDATE runs SET counted = ? WHERE tenant_id = ? AND id = ?`,
		`UPDATE runs r SET counted = b.counted FROM b WHERE r.tenant_id = b.tenant_id AND r.id = b.id`, false)
)

const eventColumns = `tenant_id text, run_id text, seq bigint, epoch bigint, at bigint, kind text, body text`

// journalStatements are those that stay prepared.
func journalStatements() []*bulk {
	return []*bulk{
		insertRuns, checkpoint, advance, insertEvents, insertWords, insertWaits, insertCallbacks, insertSignals,
		deleteTaken, dropSignals, dropCallbacks, dropWaits, unhold, dueForSignals, askRuns, countRuns, insertAsks, endAsks,
	}
}
