package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"catenary/internal/fault"
	"catenary/rbac"
)

var _ rbac.Source = (*Store)(nil)

// Facts implements rbac.Source: all that rights are made of, as it was
// committed at one moment. It never sees the transaction of ctx. What hangs on
// removed subjects is left out. A tenant that is not there is tenant.unknown.
func (s *Store) Facts(ctx context.Context, tenant rbac.TenantID) (rbac.Facts, error) {
	f := rbac.Facts{Tenant: tenant}
	err := s.snapshot(ctx, func(tx *sqlx.Tx) error {
		for _, read := range []func(context.Context, *sqlx.Tx, *rbac.Facts) error{
			s.factVersion, s.factOrgs, s.factRoles, s.factSubjects, s.factMembers, s.factGrants,
		} {
			if err := read(ctx, tx, &f); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return rbac.Facts{}, fmt.Errorf("read the facts of rights: %w", err)
	}
	return f, nil
}

// snapshot reads in one transaction that sees the database as it was committed
// at its first statement.
func (s *Store) snapshot(ctx context.Context, read func(*sqlx.Tx) error) error {
	tx, err := s.rights.BeginTxx(ctx, &sql.TxOptions{Isolation: s.dialect.snapshot, ReadOnly: true})
	if err != nil {
		return classify(err)
	}
	defer func() { _ = tx.Rollback() }() // it changed nothing
	return read(tx)
}

func (s *Store) factVersion(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	err := s.getFrom(ctx, tx, &f.Version, `SELECT policy_version FROM tenants WHERE id = :tenant`, s.of(f))
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "tenant.unknown", "no such tenant")
	}
	return err
}

func (s *Store) factOrgs(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	return s.scan(ctx, tx, `
SELECT id, COALESCE(parent_id, ''), deleted_at IS NOT NULL FROM orgs WHERE tenant_id = :tenant`, s.of(f),
		func(rows *sqlx.Rows) error {
			var o rbac.OrgFact
			err := rows.Scan(&o.ID, &o.Parent, &o.Deleted)
			f.Orgs = append(f.Orgs, o)
			return err
		})
}

func (s *Store) factRoles(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	return s.scan(ctx, tx, `
SELECT r.id, r.owner_org_id, r.effect, COALESCE(p.permission, '')
  FROM roles r LEFT JOIN role_permissions p ON p.tenant_id = r.tenant_id AND p.role_id = r.id
 WHERE r.tenant_id = :tenant AND r.owner_org_id IS NOT NULL
 ORDER BY r.id, p.permission`, s.of(f),
		func(rows *sqlx.Rows) error {
			var r rbac.RoleFact
			var p rbac.Permission
			err := rows.Scan(&r.ID, &r.Owner, &r.Effect, &p)
			if n := len(f.Roles); n == 0 || f.Roles[n-1].ID != r.ID {
				f.Roles = append(f.Roles, r)
			}
			if p != "" {
				last := &f.Roles[len(f.Roles)-1]
				last.Permissions = append(last.Permissions, p)
			}
			return err
		})
}

func (s *Store) factSubjects(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	return s.scan(ctx, tx, `
SELECT id, kind, state = 'active' FROM subjects WHERE tenant_id = :tenant AND state <> 'removed'`, s.of(f),
		func(rows *sqlx.Rows) error {
			var r rbac.SubjectFact
			err := rows.Scan(&r.ID, &r.Kind, &r.Active)
			f.Subjects = append(f.Subjects, r)
			return err
		})
}

func (s *Store) factMembers(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	return s.scan(ctx, tx, `
SELECT m.group_id, m.member_id
  FROM group_members m
  JOIN subjects g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.state <> 'removed'
  JOIN subjects s ON s.tenant_id = m.tenant_id AND s.id = m.member_id AND s.state <> 'removed'
 WHERE m.tenant_id = :tenant`, s.of(f),
		func(rows *sqlx.Rows) error {
			var m rbac.MembershipFact
			err := rows.Scan(&m.Group, &m.Member)
			f.Members = append(f.Members, m)
			return err
		})
}

func (s *Store) factGrants(ctx context.Context, tx *sqlx.Tx, f *rbac.Facts) error {
	present := make(map[rbac.SubjectID]bool, len(f.Subjects))
	for _, r := range f.Subjects {
		present[r.ID] = true
	}
	return s.scan(ctx, tx, `SELECT subject_id, role_id, org_id, ends_at FROM grants WHERE tenant_id = :tenant`, s.of(f),
		func(rows *sqlx.Rows) error {
			var g rbac.GrantFact
			err := rows.Scan(&g.Subject, &g.Role, &g.Org, &g.EndsAt)
			if present[g.Subject] {
				f.Grants = append(f.Grants, g)
			}
			return err
		})
}

func (s *Store) of(f *rbac.Facts) map[string]any { return map[string]any{"tenant": f.Tenant} }

// scan reads rows one by one: there can be hundreds of thousands.
func (s *Store) scan(ctx context.Context, q sqlx.ExtContext, query string, arg any, row func(*sqlx.Rows) error) error {
	text, args, err := s.bind(query, arg)
	if err != nil {
		return err
	}
	rows, err := q.QueryxContext(ctx, text, args...)
	if err != nil {
		return classify(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows); err != nil {
			return classify(err)
		}
	}
	return classify(rows.Err())
}

// Changes implements rbac.Source: what was committed after a version, oldest
// first, at most limit+1 of it. It never sees the transaction of ctx.
func (s *Store) Changes(ctx context.Context, tenant rbac.TenantID, version int64, limit int) ([]rbac.VersionedChange, error) {
	var rows []struct {
		Version int64  `db:"version"`
		Ops     string `db:"ops"`
	}
	err := s.listFrom(ctx, s.rights, &rows, `
SELECT version, ops FROM policy_changes WHERE tenant_id = :tenant AND version > :version ORDER BY version LIMIT :max`,
		map[string]any{"tenant": tenant, "version": version, "max": limit + 1})
	if err != nil {
		return nil, fmt.Errorf("read policy changes: %w", err)
	}
	changes := make([]rbac.VersionedChange, 0, len(rows))
	for _, row := range rows {
		c := rbac.VersionedChange{Version: row.Version}
		if err := json.Unmarshal([]byte(row.Ops), &c.Ops); err != nil {
			return nil, fmt.Errorf("read policy change %d: %w", row.Version, err)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// Ties implements rbac.Source: the shares and living tokens of a tenant.
func (s *Store) Ties(ctx context.Context, tenant rbac.TenantID) (rbac.Ties, error) {
	var ties rbac.Ties
	args := map[string]any{"tenant": tenant, "now": s.now().UnixMicro()}
	err := s.snapshot(ctx, func(tx *sqlx.Tx) error {
		err := s.scan(ctx, tx, `
SELECT id, owner_org_id, to_org_id, subtree, permissions FROM shares WHERE tenant_id = :tenant ORDER BY id`, args,
			func(rows *sqlx.Rows) error {
				var f rbac.ShareFact
				var words string
				if err := rows.Scan(&f.ID, &f.Owner, &f.ToOrg, &f.Subtree, &words); err != nil {
					return err
				}
				ties.Shares = append(ties.Shares, f)
				return json.Unmarshal([]byte(words), &ties.Shares[len(ties.Shares)-1].Permissions)
			})
		if err != nil {
			return err
		}
		return s.scan(ctx, tx, `
SELECT k.id, k.subject_id, k.scope, k.root_org_id
  FROM tokens k JOIN subjects h ON h.tenant_id = k.tenant_id AND h.id = k.human_id AND h.state = 'active'
 WHERE k.tenant_id = :tenant AND k.revoked_at IS NULL AND k.ends_at > :now ORDER BY k.id`, args,
			func(rows *sqlx.Rows) error {
				var f rbac.TokenFact
				err := rows.Scan(&f.ID, &f.Subject, &f.Scope, &f.Root)
				ties.Tokens = append(ties.Tokens, f)
				return err
			})
	})
	if err != nil {
		return rbac.Ties{}, fmt.Errorf("read shares and tokens: %w", err)
	}
	return ties, nil
}
