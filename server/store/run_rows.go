package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/runs"
)

var _ runs.Store = (*Store)(nil)

const runRowColumns = `r.tenant_id, r.id, r.state, r.owner, r.epoch, r.seq, r.due_at, r.held, r.created_at, r.started_at, r.ended_at,
  r.org_id, r.chain_id, r.chain_key, r.version, r.document, r.trigger_kind, r.trigger_id, r.started_by, r.human_id, r.test,
  r.parent_id, r.parent_step, r.parent_key, r.start_key, r.start_digest, r.gates,
  r.failure_code, r.failure_node, r.failure_message, r.title,
  COALESCE(w.name, '') AS started_by_name, COALESCE(h.name, '') AS human_name`

// runListed is what lists have in place of long texts.
const runListed = `, '' AS options, '' AS input`

const fromRuns = `
  FROM runs r` + withStarters

const withStarters = `
  LEFT JOIN subjects w ON w.tenant_id = r.tenant_id AND w.id = r.started_by
  LEFT JOIN subjects h ON h.tenant_id = r.tenant_id AND h.id = r.human_id`

// RunRow is Run with the names that lists show.
func (s *Store) RunRow(ctx context.Context, tenant rbac.TenantID, id string) (runs.Row, error) {
	var row runs.Row
	err := s.get(ctx, &row, `SELECT `+runRowColumns+`, r.options, r.input`+fromRuns+` WHERE r.tenant_id = :tenant AND r.id = :id`,
		map[string]any{"tenant": tenant, "id": id})
	return row, runUnknown(err)
}

// Children are the runs that a run began, the newest first.
func (s *Store) Children(ctx context.Context, tenant, parent string, max int) ([]runtime.Run, error) {
	var out []runtime.Run
	err := s.list(ctx, &out, `SELECT `+runColumns+` FROM runs
 WHERE tenant_id = :tenant AND parent_id = :parent AND parent_id <> '' ORDER BY id DESC LIMIT :max`,
		map[string]any{"tenant": tenant, "parent": parent, "max": max})
	return out, err
}

// Startable reads what a start needs of a living chain; one that is not there
// is chain.unknown (NotFound).
func (s *Store) Startable(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (runs.Startable, error) {
	var c runs.Startable
	err := s.get(ctx, &c, `SELECT id, version FROM chains
 WHERE tenant_id = :tenant AND org_id = :org AND key = :key AND deleted_at IS NULL`,
		map[string]any{"tenant": tenant, "org": org, "key": key})
	return c, chainUnknown(err)
}

// RunDocument reads what runs that is no version of a chain; one that is not
// there is run.document_unknown (NotFound).
func (s *Store) RunDocument(ctx context.Context, tenant rbac.TenantID, digest string) (runs.Document, error) {
	var d runs.Document
	err := s.get(ctx, &d, `SELECT tenant_id, digest, created_at, pins, document FROM run_documents
 WHERE tenant_id = :tenant AND digest = :digest`, map[string]any{"tenant": tenant, "digest": digest})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "run.document_unknown", "what the run runs is not kept any more")
	}
	return d, err
}

// InsertRunDocument keeps a document by its digest. One that is there already
// counts as new: a run is about to need it, and retention must not take it before.
func (s *Store) InsertRunDocument(ctx context.Context, d runs.Document) error {
	_, err := s.exec(ctx, `
INSERT INTO run_documents (tenant_id, digest, created_at, pins, document)
VALUES (:tenant_id, :digest, :created_at, :pins, :document) 
ON CONFLICT (tenant_id, digest) DO UPDATE SET created_at = excluded.created_at`, d)
	return err
}

// Callback reads one by the hash of its secret; one that is not there is
// callback.unknown (NotFound).
func (s *Store) Callback(ctx context.Context, hash string) (runtime.Callback, error) {
	var row struct {
		runtime.Callback
		Text string `db:"text"`
	}
	err := s.get(ctx, &row, `SELECT hash, tenant_id, run_id, step, ends_at, created_at, schema AS text FROM run_callbacks WHERE hash = :hash`,
		map[string]any{"hash": hash})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "callback.unknown", "there is no such address, or it was called already")
	}
	if row.Text != "" {
		row.Schema = []byte(row.Text)
	}
	return row.Callback, err
}

// TakeCallback ends a callback, and says whether it was there still.
func (s *Store) TakeCallback(ctx context.Context, hash string) (bool, error) {
	n, err := s.exec(ctx, `DELETE FROM run_callbacks WHERE hash = :hash`, map[string]any{"hash": hash})
	return n == 1, err
}

const artefactColumns = `tenant_id, run_id, scope, node, attempt, name, size, digest, media_type, created_at`

// InsertArtefact keeps what a task left. The same one again, as after a crash,
// takes the place of the first.
func (s *Store) InsertArtefact(ctx context.Context, a runs.Artefact) error {
	_, err := s.exec(ctx, `
INSERT INTO artefacts (`+artefactColumns+`)
VALUES (:tenant_id, :run_id, :scope, :node, :attempt, :name, :size, :digest, :media_type, :created_at)
ON CONFLICT (tenant_id, run_id, scope, node, attempt, name)
   DO UPDATE SET size = excluded.size, digest = excluded.digest, media_type = excluded.media_type, created_at = excluded.created_at`, a)
	return err
}

// Artefacts lists what the tasks of a run left, by name.
func (s *Store) Artefacts(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[runs.Artefact], error) {
	args := map[string]any{"tenant": tenant, "run": id, "max": r.Limit + 1}
	where := ""
	if !r.After.IsZero() {
		where = ` AND (scope, node, attempt, name) > (SELECT scope, node, attempt, name FROM artefacts
   WHERE tenant_id = :tenant AND run_id = :run AND ` + artefactPlace + ` = :after)`
		args["after"] = r.After.ID
	}
	var rows []struct {
		runs.Artefact
		Place string `db:"place"`
	}
	err := s.list(ctx, &rows, `SELECT `+artefactColumns+`, `+artefactPlace+` AS place FROM artefacts
 WHERE tenant_id = :tenant AND run_id = :run`+where+` ORDER BY scope, node, attempt, name LIMIT :max`, args)
	out := page.Of[runs.Artefact]{}
	for i, row := range rows {
		if i == r.Limit {
			break
		}
		out.Items = append(out.Items, row.Artefact)
		if len(rows) > r.Limit {
			out.Next = page.Cursor{Sort: row.Place, ID: row.Place}
		}
	}
	return out, err
}

// artefactPlace names an artefact in its run.
const artefactPlace = `scope || '/' || node || '/' || CAST(attempt AS TEXT) || '/' || name`

// Artefact reads one of them; one that is not there is artefact.unknown
// (NotFound).
func (s *Store) Artefact(ctx context.Context, tenant rbac.TenantID, id string, of runs.ArtefactRef) (runs.Artefact, error) {
	var a runs.Artefact
	err := s.get(ctx, &a, `SELECT `+artefactColumns+` FROM artefacts
 WHERE tenant_id = :tenant AND run_id = :run AND scope = :scope AND node = :node AND attempt = :attempt AND name = :name`,
		map[string]any{"tenant": tenant, "run": id, "scope": of.Scope, "node": of.Node, "attempt": of.Attempt, "name": of.Name})
	if errors.Is(err, ErrNoRows) {
		err = fault.New(fault.NotFound, "artefact.unknown", "no such artefact")
	}
	return a, err
}
