package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/inbox"
)

// Todo reads one with its holders.
func (s *Store) Todo(ctx context.Context, tenant rbac.TenantID, id string) (inbox.Todo, []inbox.Holder, error) {
	var t inbox.Todo
	args := map[string]any{"tenant": tenant, "id": id}
	err := s.get(ctx, &t, `SELECT `+todoColumns+` FROM todos t WHERE t.tenant_id = :tenant AND t.id = :id`, args)
	if errors.Is(err, ErrNoRows) {
		return t, nil, todoUnknown()
	}
	if err != nil {
		return t, nil, err
	}
	var holders []inbox.Holder
	err = s.list(ctx, &holders, `SELECT holder FROM todo_holders WHERE tenant_id = :tenant AND todo_id = :id ORDER BY holder`, args)
	return t, holders, err
}

// waitingFor is the FROM item w of the newest to-dos that wait for hands: for
// each holder as many as are asked for, so that it does not matter how many wait
// for one of them.
func (s *Store) waitingFor(set rbac.OrgSet, looks rbac.SubjectID, hands []inbox.Hand, sources []string, args map[string]any) string {
	args["looks"] = looks
	var arms []string
	for i, h := range hands {
		n := strconv.Itoa(i)
		args["who"+n] = h.Who
		where := `t.state = 'waiting' AND ` + s.inOrgs(set, "t.org_id", args) + `
   AND NOT EXISTS (SELECT 1 FROM todo_people x WHERE x.tenant_id = h.tenant_id AND x.todo_id = h.todo_id
                      AND x.subject_id IN (:looks, :who` + n + `) AND x.part IN ('out', 'done'))`
		if len(sources) > 0 {
			args["sources"] = s.dialect.list(sources)
			where += ` AND ` + s.dialect.in("t.source", "sources")
		}
		for j := 0; j < len(h.Holders); j++ {
			key := "h" + n + "_" + strconv.Itoa(j)
			args[key] = string(h.Holders[j])
			is := `h.holder = :` + key
			if j == askedEach { // so many arms are as many as a database takes
				args[key], is = s.dialect.list(texts(h.Holders[j:])), s.dialect.in("h.holder", key)
			}
			arms = append(arms, `SELECT * FROM (SELECT h.todo_id AS id, :who`+n+` AS for_id
  FROM todo_holders h JOIN todos t ON t.tenant_id = h.tenant_id AND t.id = h.todo_id
 WHERE h.tenant_id = :tenant AND `+is+` AND h.todo_id < :before AND `+where+`
 ORDER BY h.todo_id DESC LIMIT :max) a`+n+`_`+strconv.Itoa(j))
			if j == askedEach {
				break
			}
		}
	}
	return `(SELECT id, MIN(for_id) AS for_id FROM (` + strings.Join(arms, "\nUNION ALL ") + `) u GROUP BY id)`
}

// lastTodo is behind all ids.
const lastTodo = "~"

func before(r page.Request) string {
	if r.After.IsZero() {
		return lastTodo
	}
	return r.After.ID
}

// TodosFor lists those that wait for hands, the newest first.
func (s *Store) TodosFor(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, looks rbac.SubjectID, hands []inbox.Hand, sources []string, r page.Request) (page.Of[inbox.View], error) {
	if set.Mode == rbac.None || len(hands) == 0 {
		return page.Of[inbox.View]{}, nil
	}
	args := map[string]any{"tenant": tenant, "before": before(r), "max": r.Limit + 1}
	var rows []inbox.View
	err := s.list(ctx, &rows, `
SELECT `+todoColumns+`, CASE WHEN w.for_id = :looks THEN '' ELSE w.for_id END AS for_id, o.name AS org_name
  FROM `+s.waitingFor(set, looks, hands, sources, args)+` w
  JOIN todos t ON t.tenant_id = :tenant AND t.id = w.id
  JOIN orgs o ON o.tenant_id = t.tenant_id AND o.id = t.org_id
 ORDER BY t.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, todoCursor), err
}

func todoCursor(v inbox.View) page.Cursor { return page.Cursor{ID: v.ID} }

// CountTodos counts those that wait for hands, up to limit.
func (s *Store) CountTodos(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, looks rbac.SubjectID, hands []inbox.Hand, sources []string, limit int) (int, error) {
	if set.Mode == rbac.None || len(hands) == 0 {
		return 0, nil
	}
	args := map[string]any{"tenant": tenant, "before": lastTodo, "max": limit}
	var n int
	err := s.get(ctx, &n, `SELECT COUNT(*) FROM `+s.waitingFor(set, looks, hands, sources, args)+` w`, args)
	return min(n, limit), err
}

// TodosOf lists those that are something to somebody, the newest first.
func (s *Store) TodosOf(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, who rbac.SubjectID, part inbox.Part, source string, r page.Request) (page.Of[inbox.View], error) {
	if set.Mode == rbac.None {
		return page.Of[inbox.View]{}, nil
	}
	args := map[string]any{"tenant": tenant, "who": who, "part": part, "before": before(r), "max": r.Limit + 1, "source": source}
	where := ` AND ` + s.inOrgs(set, "t.org_id", args)
	if source != "" {
		where += ` AND t.source = :source`
	}
	var rows []inbox.View
	err := s.list(ctx, &rows, `
SELECT `+todoColumns+`, '' AS for_id, o.name AS org_name
  FROM todo_people p
  JOIN todos t ON t.tenant_id = p.tenant_id AND t.id = p.todo_id
  JOIN orgs o ON o.tenant_id = t.tenant_id AND o.id = t.org_id
 WHERE p.tenant_id = :tenant AND p.subject_id = :who AND p.part = :part AND p.todo_id < :before`+where+`
 ORDER BY p.todo_id DESC LIMIT :max`, args)
	return page.Cut(rows, r, todoCursor), err
}

// Delegators are those whose deputy somebody is at a time.
func (s *Store) Delegators(ctx context.Context, tenant rbac.TenantID, to rbac.SubjectID, at int64) ([]rbac.SubjectID, error) {
	var ids []rbac.SubjectID
	err := s.list(ctx, &ids, `
SELECT DISTINCT from_id FROM delegations WHERE tenant_id = :tenant AND to_id = :to AND begins_at <= :at AND ends_at > :at ORDER BY from_id`,
		map[string]any{"tenant": tenant, "to": to, "at": at})
	return ids, err
}
