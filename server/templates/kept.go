package templates

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/nodes"
	"catenary/rbac"
)

// Of says what a template of an org was made from.
type Of string

// What a template can be of.
const (
	OfChain   Of = "chain"
	OfRelease Of = "release"
)

// Kept is a template that an org keeps. Times are Unix µs.
type Kept struct {
	Tenant        rbac.TenantID  `db:"tenant_id"`
	ID            string         `db:"id"`
	Org           rbac.OrgID     `db:"org_id"`
	Key           string         `db:"key"`
	Name          string         `db:"name"`
	Of            Of             `db:"of_kind"`
	Revision      int64          `db:"revision"`
	CreatedAt     int64          `db:"created_at"`
	CreatedBy     rbac.SubjectID `db:"created_by"`
	UpdatedAt     int64          `db:"updated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
	UpdatedByName string         `db:"updated_by_name"`
	Description   string         `db:"description"`
	Card          Card           `db:"card"`
	// Content is what it is made of; lists leave it out.
	Content Content `db:"content"`
}

// Card is what lists show of a template, as the database keeps it.
type Card struct{ card }

// Content is what a template is made of, as the database keeps it.
type Content struct{ content }

// Value implements driver.Valuer.
func (c Card) Value() (driver.Value, error) { return textOf(c.card) }

// Scan implements sql.Scanner.
func (c *Card) Scan(from any) error { return scan(from, &c.card) }

// Value implements driver.Valuer.
func (c Content) Value() (driver.Value, error) { return textOf(c.content) }

// Scan implements sql.Scanner.
func (c *Content) Scan(from any) error { return scan(from, &c.content) }

func textOf(value any) (driver.Value, error) {
	text, err := json.Marshal(value)
	return string(text), err
}

// scan reads JSON text; an empty one is nothing.
func scan(from, into any) error {
	switch t := from.(type) {
	case string:
		if t == "" {
			return nil
		}
		return json.Unmarshal([]byte(t), into)
	case []byte:
		if len(t) == 0 {
			return nil
		}
		return json.Unmarshal(t, into)
	}
	return fmt.Errorf("this is kept as JSON text, not as %T", from)
}

// Store keeps templates of orgs. What is not there is template.unknown
// (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error

	// Templates lists what an org owns and what is shared to it, by key, without
	// their content.
	Templates(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, r page.Request) (page.Of[Kept], error)
	Template(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Kept, error)
	// SharedTemplates are those with a key that are shared to an org.
	SharedTemplates(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) ([]Kept, error)
	TemplateShares(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.Share, error)
	// InsertTemplate refuses a key that is taken with template.key_taken (Conflict).
	InsertTemplate(ctx context.Context, k Kept) error
	// UpdateTemplate writes a template that is at the revision before.
	UpdateTemplate(ctx context.Context, k Kept) (bool, error)
	// DeleteTemplate takes a template that is at the revision away, and its shares.
	DeleteTemplate(ctx context.Context, k Kept) (bool, error)
}

// template is what is shown and used of a template that an org keeps.
func (k Kept) template() Template {
	t := Template{
		Key: k.Key, Title: nodes.Words{EN: k.Name, ZH: k.Name}, Summary: nodes.Words{EN: k.Description, ZH: k.Description}, kept: &k,
	}
	t.Scripts = k.Card.Scripts
	if k.Of == OfRelease {
		t.Release = &Release{Parameters: k.Card.Parameters}
		return t
	}
	t.Parameters, t.Chains = k.Card.Parameters, alone
	return t
}

// View is a template with what one person may do with it. Of one that the
// program brings along Kept is nil. Of a shared one whose org that person may not
// view it hides the org and the people.
type View struct {
	Template
	Kept *Kept
	// Shared says that an org above lets it be used.
	Shared bool
	Can    []rbac.Permission
}

// about are the permissions that are about templates.
var about = []rbac.Permission{rbac.TemplateView, rbac.TemplateUse, rbac.TemplateWrite, rbac.ShareWrite}

// view hides what is not for someone who is allowed some things at org.
func (k Kept) view(org rbac.OrgID, allowed []rbac.Permission, mayView rbac.OrgSet) View {
	v := View{Template: k.template(), Shared: k.Org != org}
	v.Can = slices.DeleteFunc(slices.Clone(allowed), func(p rbac.Permission) bool { return !slices.Contains(about, p) })
	if v.Shared {
		v.Can = slices.DeleteFunc(v.Can, func(p rbac.Permission) bool { return p != rbac.TemplateView && p != rbac.TemplateUse })
		if !mayView.Contains(k.Org) {
			k.Org, k.CreatedBy, k.UpdatedBy, k.UpdatedByName = "", "", "", ""
		}
	}
	v.Kept = &k
	return v
}

// List gives the templates of an org and those that orgs above share to it, by
// their keys, and behind the last of them those that the program brings along.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[View], error) {
	if err := s.Auth.Can(ctx, who, rbac.TemplateView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Templates(ctx, who.Tenant, org, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	mayView, allowed, err := s.rights(ctx, who, org)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: []View{}, Next: rows.Next}
	for _, k := range rows.Items {
		out.Items = append(out.Items, k.view(org, allowed, mayView))
	}
	if rows.Next.IsZero() {
		for _, t := range All() {
			if r.Has(t.Key, t.Title.EN, t.Title.ZH) {
				out.Items = append(out.Items, builtIn(t, allowed))
			}
		}
	}
	return out, nil
}

// builtIn is the view of a template that the program brings along.
func builtIn(t Template, allowed []rbac.Permission) View {
	v := View{Template: t}
	for _, p := range []rbac.Permission{rbac.TemplateView, rbac.TemplateUse} {
		if slices.Contains(allowed, p) {
			v.Can = append(v.Can, p)
		}
	}
	return v
}

func (s *Service) rights(ctx context.Context, who rbac.Actor, org rbac.OrgID) (mayView rbac.OrgSet, allowed []rbac.Permission, err error) {
	if mayView, err = s.Auth.Filter(ctx, who, rbac.TemplateView); err != nil {
		return mayView, nil, err
	}
	all, err := s.Auth.Allowed(ctx, who, org)
	return mayView, all[org], err
}

// Get gives the template that an org means by a key.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	t, err := s.find(ctx, who, rbac.TemplateView, org, key)
	if err != nil {
		return View{}, err
	}
	mayView, allowed, err := s.rights(ctx, who, org)
	if err != nil || t.kept == nil {
		return builtIn(t, allowed), err
	}
	return t.kept.view(org, allowed, mayView), nil
}

// find reads the template that an org means by a key, for who may do act with it
// there: the org's own, or else that of the nearest org above which shares one to
// it, or else one that the program brings along.
func (s *Service) find(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, key string) (Template, error) {
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return Template{}, err
	}
	own, err := s.Store.Template(ctx, who.Tenant, org, key)
	if !fault.Is(err, fault.NotFound) {
		return own.template(), err
	}
	shared, err := s.Store.SharedTemplates(ctx, who.Tenant, org, key)
	if err != nil {
		return Template{}, err
	}
	above, err := s.Auth.Ancestors(ctx, who.Tenant, org)
	if err != nil {
		return Template{}, err
	}
	for _, at := range above {
		i := slices.IndexFunc(shared, func(k Kept) bool { return k.Org == at })
		if i < 0 {
			continue
		}
		on := rbac.Resource{OrgID: at, ID: shared[i].ID}
		if on.Shares, err = s.Store.TemplateShares(ctx, who.Tenant, on.ID); err != nil {
			return Template{}, err
		}
		return shared[i].template(), s.Auth.CanFor(ctx, who, act, on, org)
	}
	if t, brought := Find(key); brought {
		return t, nil
	}
	return Template{}, unknown(key)
}
