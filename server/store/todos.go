package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/inbox"
)

const todoColumns = `t.tenant_id, t.id, t.org_id, t.source, t.source_id, t.title, t.link, t.digest, t.state, t.due_at,
  t.created_at, t.updated_at, t.done_at, t.done_by, t.reason, t.put_by`

func todoUnknown() error { return fault.New(fault.NotFound, "todo.unknown", "no such to-do") }

// TodoOf reads one by its source; one that is not there is todo.unknown
// (NotFound).
func (s *Store) TodoOf(ctx context.Context, tenant rbac.TenantID, source, sourceID string) (inbox.Todo, error) {
	var t inbox.Todo
	err := s.get(ctx, &t, `
SELECT `+todoColumns+` FROM todos t WHERE t.tenant_id = :tenant AND t.source = :source AND t.source_id = :source_id`,
		map[string]any{"tenant": tenant, "source": source, "source_id": sourceID})
	if errors.Is(err, ErrNoRows) {
		return t, todoUnknown()
	}
	return t, err
}

// SaveTodo inserts a to-do, or changes the one with its id.
func (s *Store) SaveTodo(ctx context.Context, t inbox.Todo) error {
	_, err := s.exec(ctx, `
INSERT INTO todos (tenant_id, id, org_id, source, source_id, title, link, digest, state, due_at, created_at, updated_at, done_at, done_by, reason, put_by)
VALUES (:tenant_id, :id, :org_id, :source, :source_id, :title, :link, :digest, :state, :due_at, :created_at, :updated_at, :done_at, :done_by, :reason, :put_by)
ON CONFLICT (tenant_id, id) DO UPDATE SET org_id = excluded.org_id, title = excluded.title, link = excluded.link, digest = excluded.digest,
  state = excluded.state, due_at = excluded.due_at, updated_at = excluded.updated_at, done_at = excluded.done_at, done_by = excluded.done_by,
  reason = excluded.reason`, t)
	return err
}

// AskFor makes these those that a to-do is for, and no others. Who has done his
// part keeps having done it.
func (s *Store) AskFor(ctx context.Context, t inbox.Todo, a inbox.Asked) error {
	args := map[string]any{"tenant": t.Tenant, "todo": t.ID}
	for _, query := range []string{
		`DELETE FROM todo_holders WHERE tenant_id = :tenant AND todo_id = :todo`,
		`DELETE FROM todo_people WHERE tenant_id = :tenant AND todo_id = :todo AND part <> 'done'`,
	} {
		if _, err := s.exec(ctx, query, args); err != nil {
			return err
		}
	}
	for _, h := range a.Holders {
		args["holder"] = string(h)
		if _, err := s.exec(ctx, `
INSERT INTO todo_holders (tenant_id, holder, todo_id) VALUES (:tenant, :holder, :todo) ON CONFLICT DO NOTHING`, args); err != nil {
			return err
		}
	}
	for part, people := range map[inbox.Part][]rbac.SubjectID{inbox.PartMine: a.Mine, inbox.PartOut: a.Out} {
		for _, who := range people {
			if err := s.MarkTodo(ctx, t, who, part); err != nil {
				return err
			}
		}
	}
	return s.tellInbox(ctx, t.Tenant)
}

// MarkTodo says what a to-do is to somebody.
func (s *Store) MarkTodo(ctx context.Context, t inbox.Todo, who rbac.SubjectID, part inbox.Part) error {
	_, err := s.exec(ctx, `
INSERT INTO todo_people (tenant_id, subject_id, part, todo_id) VALUES (:tenant, :subject, :part, :todo) ON CONFLICT DO NOTHING`,
		map[string]any{"tenant": t.Tenant, "subject": who, "part": part, "todo": t.ID})
	if err != nil {
		return err
	}
	return s.tellInbox(ctx, t.Tenant)
}

// UnmarkTodo takes back that people did their parts of a to-do.
func (s *Store) UnmarkTodo(ctx context.Context, t inbox.Todo) error {
	_, err := s.exec(ctx, `DELETE FROM todo_people WHERE tenant_id = :tenant_id AND todo_id = :id AND part = 'done'`, t)
	return err
}

// EndTodo settles a to-do that waits, takes its holders away, and says whether
// it waited.
func (s *Store) EndTodo(ctx context.Context, t inbox.Todo) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE todos SET state = :state, updated_at = :updated_at, done_at = :done_at, done_by = :done_by, reason = :reason
 WHERE tenant_id = :tenant_id AND id = :id AND state = 'waiting'`, t)
	if err != nil || n != 1 {
		return false, err
	}
	if _, err := s.exec(ctx, `DELETE FROM todo_holders WHERE tenant_id = :tenant_id AND todo_id = :id`, t); err != nil {
		return false, err
	}
	return true, s.tellInbox(ctx, t.Tenant)
}
