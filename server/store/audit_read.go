package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// AuditTenants implements audit.VerifyStore.
func (s *Store) AuditTenants(ctx context.Context) ([]string, error) {
	var tenants []string
	err := s.list(ctx, &tenants, `SELECT tenant_id FROM audit_entries UNION SELECT tenant_id FROM audit_heads`, nil)
	return tenants, err
}

// WalkAudit implements audit.VerifyStore.
func (s *Store) WalkAudit(ctx context.Context, tenant string, after, to int64, each func(*audit.Sealed) error) (err error) {
	text, args, err := s.bind(`
SELECT id, at, subject_id, human_id, token_id, address, request_id, action, kind, resource_id, org_id,
  before, after, result, code, times, seq, prev, hash
  FROM audit_entries WHERE tenant_id = :tenant AND seq > :after AND seq <= :to ORDER BY seq`,
		map[string]any{"tenant": tenant, "after": after, "to": to})
	if err != nil {
		return err
	}
	rows, err := s.reader(ctx).QueryxContext(ctx, text, args...)
	if err != nil {
		return classify(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	r := audit.Sealed{Row: audit.Row{Tenant: tenant}}
	for rows.Next() {
		// By hand: a million rows are verified in seconds.
		err := rows.Scan(&r.ID, &r.At, &r.Subject, &r.Human, &r.Token, &r.Address, &r.RequestID,
			&r.Action, &r.Kind, &r.Resource, &r.Org, &r.Before, &r.After, &r.Result, &r.Code, &r.Times,
			&r.Seq, &r.Prev, &r.Hash)
		if err != nil {
			return err
		}
		if err := each(&r); err != nil {
			return err
		}
	}
	return classify(rows.Err())
}

// AuditHeads implements audit.VerifyStore.
func (s *Store) AuditHeads(ctx context.Context, tenant string, from int64) ([]audit.Head, error) {
	var heads []audit.Head
	err := s.list(ctx, &heads, `
SELECT `+headColumns+` FROM audit_heads WHERE tenant_id = :tenant AND seq >= :from ORDER BY seq`,
		map[string]any{"tenant": tenant, "from": from})
	return heads, err
}

// CountUnsealed implements audit.VerifyStore.
func (s *Store) CountUnsealed(ctx context.Context, tenant string) (int64, error) {
	var n int64
	err := s.get(ctx, &n, `SELECT COUNT(*) FROM audit_entries WHERE tenant_id = :tenant AND seq IS NULL`,
		map[string]any{"tenant": tenant})
	return n, err
}

// AuditEntries implements audit.Store.
func (s *Store) AuditEntries(ctx context.Context, tenant rbac.TenantID, f audit.Filter, r page.Request) (page.Of[audit.Shown], error) {
	if f.Set.Mode == rbac.None {
		return page.Of[audit.Shown]{}, nil
	}
	args := map[string]any{"tenant": tenant}
	where := ` WHERE c.tenant_id = :tenant` + after(r, "c.at", args)
	equal := func(condition, name string, value string) {
		if value != "" {
			where += ` AND ` + condition
			args[name] = value
		}
	}
	equal(`(c.subject_id = :who OR c.human_id = :who)`, "who", string(f.Who))
	equal(`c.action = :action`, "action", f.Action)
	equal(`c.kind = :kind`, "kind", f.Kind)
	equal(`c.resource_id = :resource`, "resource", f.Resource)
	equal(`c.result = :result`, "result", f.Result)
	if f.From > 0 {
		where += ` AND c.at >= :from`
		args["from"] = f.From
	}
	if f.To > 0 {
		where += ` AND c.at < :to`
		args["to"] = f.To
	}
	var parts []string
	for _, orgs := range s.auditOrgs(f, args) {
		parts = append(parts, `SELECT * FROM (SELECT * FROM audit_entries c`+where+` AND `+orgs+` ORDER BY c.at DESC, c.id DESC LIMIT :max) part`)
	}
	var rows []audit.Shown
	err := s.list(ctx, &rows, `
SELECT c.tenant_id, c.id, c.at, c.subject_id, c.human_id, c.token_id, c.address, c.request_id, c.action, c.kind,
  c.resource_id, c.org_id, c.before, c.after, c.result, c.code, c.times,
  COALESCE(c.seq, 0) AS seq, COALESCE(c.prev, '') AS prev, COALESCE(c.hash, '') AS hash,
  COALESCE(su.name, '') AS subject_name, COALESCE(hu.name, '') AS human_name,
  COALESCE(tk.name, '') AS token_name, COALESCE(og.name, '') AS org_name
  FROM (SELECT * FROM (`+strings.Join(parts, ` UNION ALL `)+`) c ORDER BY c.at DESC, c.id DESC LIMIT :max) c
  LEFT JOIN subjects su ON su.tenant_id = c.tenant_id AND su.id = c.subject_id
  LEFT JOIN subjects hu ON hu.tenant_id = c.tenant_id AND hu.id = c.human_id
  LEFT JOIN tokens tk ON tk.tenant_id = c.tenant_id AND tk.id = c.token_id
  LEFT JOIN orgs og ON og.tenant_id = c.tenant_id AND og.id = c.org_id
 ORDER BY c.at DESC, c.id DESC`, args)
	return page.Cut(rows, r, func(e audit.Shown) page.Cursor { return page.At(e.At, e.ID) }), err
}

// fewAuditOrgs is up to how many orgs are asked for one by one, each by its own
// index: what a quiet org did long ago is not searched among all entries.
const fewAuditOrgs = 50

// auditOrgs is the condition on the orgs, in one part or in several that have no
// entry in common.
func (s *Store) auditOrgs(f audit.Filter, args map[string]any) []string {
	if f.Set.Mode != rbac.In || len(f.Set.IDs) > fewAuditOrgs {
		condition := s.inOrgs(f.Set, "c.org_id", args)
		if !f.Whole {
			condition += ` AND c.org_id <> ''`
		}
		return []string{condition}
	}
	var out []string
	if f.Whole {
		out = append(out, `c.org_id = ''`)
	}
	for i, org := range f.Set.IDs {
		name := "org" + strconv.Itoa(i)
		out = append(out, `c.org_id = :`+name)
		args[name] = org
	}
	return out
}
