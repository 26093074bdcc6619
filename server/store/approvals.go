package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/approvals"
)

const approvalColumns = `a.tenant_id, a.id, a.org_id, a.subject_kind, a.subject_id, a.digest, a.title, a.details, a.link, a.plan,
  a.requested_by, a.state, a.level, a.extra, a.due_at, a.next_at, a.rounds, a.raised, a.nobody, a.lapsed, a.policy, a.revision,
  a.reminded_at, a.created_at, a.updated_at, a.settled_at, a.settled_by, a.reason`

const approvalSelect = `SELECT ` + approvalColumns + ` FROM approvals a WHERE a.tenant_id = :tenant`

// InsertApproval adds an approval; a second one that waits for the same subject
// is approval.open (Conflict).
func (s *Store) InsertApproval(ctx context.Context, a approvals.Approval) error {
	_, err := s.exec(ctx, `
INSERT INTO approvals (tenant_id, id, org_id, subject_kind, subject_id, digest, title, details, link, plan, requested_by, state, level, extra,
  due_at, next_at, rounds, raised, nobody, lapsed, policy, revision, reminded_at, created_at, updated_at, settled_at, settled_by, reason)
VALUES (:tenant_id, :id, :org_id, :subject_kind, :subject_id, :digest, :title, :details, :link, :plan, :requested_by, :state, :level, :extra,
  :due_at, :next_at, :rounds, :raised, :nobody, :lapsed, :policy, :revision, :reminded_at, :created_at, :updated_at, :settled_at, :settled_by, :reason)`, a)
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, "approval.open", "people are being asked about this already").Because(err)
	}
	return err
}

func (s *Store) approval(ctx context.Context, query string, args map[string]any) (approvals.Approval, error) {
	var a approvals.Approval
	err := s.get(ctx, &a, query, args)
	if errors.Is(err, ErrNoRows) {
		return a, fault.New(fault.NotFound, "approval.unknown", "no such approval")
	}
	return a, err
}

// Approval reads one.
func (s *Store) Approval(ctx context.Context, tenant rbac.TenantID, id string) (approvals.Approval, error) {
	return s.approval(ctx, approvalSelect+` AND a.id = :id`, map[string]any{"tenant": tenant, "id": id})
}

// ApprovalToChange reads one and keeps others from changing it until the
// transaction of ctx ends.
func (s *Store) ApprovalToChange(ctx context.Context, tenant rbac.TenantID, id string) (approvals.Approval, error) {
	return s.approval(ctx, approvalSelect+` AND a.id = :id`+s.dialect.forUpdate, map[string]any{"tenant": tenant, "id": id})
}

// OpenApproval is the one that waits for a subject.
func (s *Store) OpenApproval(ctx context.Context, tenant rbac.TenantID, of approvals.Subject) (approvals.Approval, error) {
	return s.approval(ctx, approvalSelect+` AND a.subject_kind = :kind AND a.subject_id = :subject AND a.state = 'waiting'`,
		map[string]any{"tenant": tenant, "kind": of.Kind, "subject": of.ID})
}

// ApprovalsOf are all of a subject, the newest first.
func (s *Store) ApprovalsOf(ctx context.Context, tenant rbac.TenantID, of approvals.Subject, r page.Request) (page.Of[approvals.Approval], error) {
	return s.approvals(ctx, ` AND a.subject_kind = :kind AND a.subject_id = :subject`,
		map[string]any{"tenant": tenant, "kind": of.Kind, "subject": of.ID}, r)
}

// Approvals lists those of the orgs of a set, the newest first.
func (s *Store) Approvals(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, state approvals.State, r page.Request) (page.Of[approvals.Approval], error) {
	if set.Mode == rbac.None {
		return page.Of[approvals.Approval]{}, nil
	}
	args := map[string]any{"tenant": tenant, "state": state}
	where := ` AND ` + s.inOrgs(set, "a.org_id", args)
	if state != "" {
		where += ` AND a.state = :state`
	}
	return s.approvals(ctx, where, args, r)
}

func (s *Store) approvals(ctx context.Context, where string, args map[string]any, r page.Request) (page.Of[approvals.Approval], error) {
	args["before"], args["max"] = r.After.ID, r.Limit+1
	if !r.After.IsZero() {
		where += ` AND a.id < :before`
	}
	var rows []approvals.Approval
	err := s.list(ctx, &rows, approvalSelect+where+` ORDER BY a.id DESC LIMIT :max`, args)
	return page.Cut(rows, r, func(a approvals.Approval) page.Cursor { return page.Cursor{ID: a.ID} }), err
}

// UpdateApproval changes one that waits, and says whether it was at its
// revision.
func (s *Store) UpdateApproval(ctx context.Context, a approvals.Approval) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE approvals SET state = :state, level = :level, extra = :extra, due_at = :due_at, next_at = :next_at, rounds = :rounds, raised = :raised,
  nobody = :nobody, lapsed = :lapsed, policy = :policy, reminded_at = :reminded_at, updated_at = :updated_at, settled_at = :settled_at,
  settled_by = :settled_by, reason = :reason, revision = revision + 1
 WHERE tenant_id = :tenant_id AND id = :id AND revision = :revision AND state = 'waiting'`, a)
	return n == 1, err
}

// InsertAuthors says who authored what an approval is about.
func (s *Store) InsertAuthors(ctx context.Context, a approvals.Approval, authors []rbac.SubjectID) error {
	return s.insertParts(ctx, a, authors, "author")
}

// InsertDeciders says who decides in an approval; somebody who is in it already
// is store.taken (Conflict).
func (s *Store) InsertDeciders(ctx context.Context, a approvals.Approval, deciders []rbac.SubjectID) error {
	return s.insertParts(ctx, a, deciders, "decider")
}

func (s *Store) insertParts(ctx context.Context, a approvals.Approval, people []rbac.SubjectID, part string) error {
	for _, id := range people {
		if _, err := s.exec(ctx, `
INSERT INTO approval_parts (tenant_id, approval_id, subject_id, part) VALUES (:tenant, :approval, :subject, :part)`,
			map[string]any{"tenant": a.Tenant, "approval": a.ID, "subject": id, "part": part}); err != nil {
			return err
		}
	}
	return nil
}

// ApprovalParts are the authors and those who have decided.
func (s *Store) ApprovalParts(ctx context.Context, tenant rbac.TenantID, id string) (authors, deciders []rbac.SubjectID, err error) {
	var rows []struct {
		Subject rbac.SubjectID `db:"subject_id"`
		Part    string         `db:"part"`
	}
	err = s.list(ctx, &rows, `
SELECT subject_id, part FROM approval_parts WHERE tenant_id = :tenant AND approval_id = :id ORDER BY subject_id`,
		map[string]any{"tenant": tenant, "id": id})
	for _, r := range rows {
		if r.Part == "author" {
			authors = append(authors, r.Subject)
		} else {
			deciders = append(deciders, r.Subject)
		}
	}
	return authors, deciders, err
}

// InsertDecision writes down what somebody decided, for good.
func (s *Store) InsertDecision(ctx context.Context, d approvals.Decision) error {
	_, err := s.exec(ctx, `
INSERT INTO approval_decisions (tenant_id, id, approval_id, level, verdict, by_id, behalf_id, part, actor_kind, token_id, org_id, reason, digest, address, at)
VALUES (:tenant_id, :id, :approval_id, :level, :verdict, :by_id, :behalf_id, 'decider', :actor_kind, :token_id, :org_id, :reason, :digest, :address, :at)`, d)
	return err
}

// Decisions are those of an approval, the oldest first.
func (s *Store) Decisions(ctx context.Context, tenant rbac.TenantID, id string) ([]approvals.Decision, error) {
	var rows []approvals.Decision
	err := s.list(ctx, &rows, `
SELECT tenant_id, id, approval_id, level, verdict, by_id, behalf_id, actor_kind, token_id, org_id, reason, digest, address, at
  FROM approval_decisions WHERE tenant_id = :tenant AND approval_id = :id ORDER BY id`, map[string]any{"tenant": tenant, "id": id})
	return rows, err
}

// ApprovalPeople are those who are asked besides the plan, who no longer is, and
// who is told.
func (s *Store) ApprovalPeople(ctx context.Context, tenant rbac.TenantID, id string) ([]approvals.PersonPart, error) {
	var rows []approvals.PersonPart
	err := s.list(ctx, &rows, `
SELECT level, subject_id, part FROM approval_people WHERE tenant_id = :tenant AND approval_id = :id ORDER BY level, subject_id`,
		map[string]any{"tenant": tenant, "id": id})
	return rows, err
}

// SetApprovalPerson says what somebody is at a level from now on.
func (s *Store) SetApprovalPerson(ctx context.Context, a approvals.Approval, p approvals.PersonPart) error {
	_, err := s.exec(ctx, `
INSERT INTO approval_people (tenant_id, approval_id, level, subject_id, part) VALUES (:tenant, :approval, :level, :subject, :part)
ON CONFLICT (tenant_id, approval_id, level, subject_id) DO UPDATE SET part = excluded.part`,
		map[string]any{"tenant": a.Tenant, "approval": a.ID, "level": p.Level, "subject": p.Subject, "part": p.Part})
	return err
}

// InsertAct writes down what happened to an approval.
func (s *Store) InsertAct(ctx context.Context, act approvals.Act) error {
	_, err := s.exec(ctx, `
INSERT INTO approval_acts (tenant_id, approval_id, id, kind, level, by_id, behalf_id, to_id, text, address, at)
VALUES (:tenant_id, :approval_id, :id, :kind, :level, :by_id, :behalf_id, :to_id, :text, :address, :at)`, act)
	return err
}

// Acts are those of an approval, the oldest first.
func (s *Store) Acts(ctx context.Context, tenant rbac.TenantID, id string, r page.Request) (page.Of[approvals.Act], error) {
	var rows []approvals.Act
	err := s.list(ctx, &rows, `
SELECT a.tenant_id, a.approval_id, a.id, a.kind, a.level, a.by_id, a.behalf_id, a.to_id, a.text, a.address, a.at,
       COALESCE(b.name, '') AS by_name, COALESCE(f.name, '') AS behalf_name, COALESCE(w.name, '') AS to_name
  FROM approval_acts a
  LEFT JOIN subjects b ON b.tenant_id = a.tenant_id AND b.id = a.by_id
  LEFT JOIN subjects f ON f.tenant_id = a.tenant_id AND f.id = a.behalf_id
  LEFT JOIN subjects w ON w.tenant_id = a.tenant_id AND w.id = a.to_id
 WHERE a.tenant_id = :tenant AND a.approval_id = :approval AND a.id > :after ORDER BY a.id LIMIT :max`,
		map[string]any{"tenant": tenant, "approval": id, "after": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(a approvals.Act) page.Cursor { return page.Cursor{ID: a.ID} }), err
}

// FindRole finds a custom role by its key or id at one of orgs, the first first;
// "" if there is none.
func (s *Store) FindRole(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) (rbac.RoleID, error) {
	return found[rbac.RoleID](ctx, s, orgs, `
SELECT r.id, r.owner_org_id AS org_id FROM roles r WHERE r.tenant_id = :tenant AND (r.key = :key OR r.id = :key) AND `+s.dialect.in("r.owner_org_id", "orgs"),
		map[string]any{"tenant": tenant, "key": key, "orgs": s.dialect.list(texts(orgs))})
}

// FindGroup finds a group by its key or id at one of orgs, the first first; "" if
// there is none.
func (s *Store) FindGroup(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID, key string) (rbac.SubjectID, error) {
	return found[rbac.SubjectID](ctx, s, orgs, `
SELECT g.id, g.org_id FROM subjects g WHERE g.tenant_id = :tenant AND g.kind = 'group' AND g.state = 'active' AND (g.key = :key OR g.id = :key)
   AND `+s.dialect.in("g.org_id", "orgs"), map[string]any{"tenant": tenant, "key": key, "orgs": s.dialect.list(texts(orgs))})
}

func found[T ~string](ctx context.Context, s *Store, orgs []rbac.OrgID, query string, args map[string]any) (T, error) {
	var rows []struct {
		ID  T
		Org rbac.OrgID `db:"org_id"`
	}
	if err := s.list(ctx, &rows, query, args); err != nil {
		return "", err
	}
	for _, org := range orgs {
		for _, r := range rows {
			if r.Org == org {
				return r.ID, nil
			}
		}
	}
	return "", nil
}

// FindMember finds an active member by id or mail address; "" if there is none.
func (s *Store) FindMember(ctx context.Context, tenant rbac.TenantID, idOrEmail string) (rbac.SubjectID, error) {
	var id rbac.SubjectID
	err := s.get(ctx, &id, `
SELECT m.id FROM subjects m LEFT JOIN people p ON p.id = m.person_id
 WHERE m.tenant_id = :tenant AND m.kind = 'user' AND m.state = 'active' AND (m.id = :who OR p.email = :who)`,
		map[string]any{"tenant": tenant, "who": idOrEmail})
	if errors.Is(err, ErrNoRows) {
		return "", nil
	}
	return id, err
}

// FindFormerMember finds a member who was removed or disabled, by id or mail
// address, and of several with an address the last; "" if there is none.
func (s *Store) FindFormerMember(ctx context.Context, tenant rbac.TenantID, idOrEmail string) (rbac.SubjectID, error) {
	var id rbac.SubjectID
	err := s.get(ctx, &id, `
SELECT m.id FROM subjects m LEFT JOIN people p ON p.id = m.person_id
 WHERE m.tenant_id = :tenant AND m.kind = 'user' AND m.state IN ('disabled', 'removed') AND (m.id = :who OR p.email = :who)
 ORDER BY m.updated_at DESC, m.id DESC LIMIT 1`,
		map[string]any{"tenant": tenant, "who": idOrEmail})
	if errors.Is(err, ErrNoRows) {
		return "", nil
	}
	return id, err
}

// HomeOrgs are the orgs that members belong to.
func (s *Store) HomeOrgs(ctx context.Context, tenant rbac.TenantID, ids []rbac.SubjectID) (map[rbac.SubjectID]rbac.OrgID, error) {
	out := make(map[rbac.SubjectID]rbac.OrgID, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		ID  rbac.SubjectID
		Org rbac.OrgID `db:"org_id"`
	}
	err := s.list(ctx, &rows, `SELECT id, org_id FROM subjects WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))})
	for _, r := range rows {
		out[r.ID] = r.Org
	}
	return out, err
}

// NamesOf are the names of subjects.
func (s *Store) NamesOf(ctx context.Context, tenant rbac.TenantID, ids []rbac.SubjectID) (map[rbac.SubjectID]string, error) {
	var rows []struct {
		ID   rbac.SubjectID
		Name string
	}
	err := s.list(ctx, &rows, `SELECT id, name FROM subjects WHERE tenant_id = :tenant AND `+s.dialect.in("id", "ids"),
		map[string]any{"tenant": tenant, "ids": s.dialect.list(texts(ids))})
	out := make(map[rbac.SubjectID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}
