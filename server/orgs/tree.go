package orgs

import (
	"context"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Get reads one org that may be viewed.
func (s *Service) Get(ctx context.Context, who rbac.Actor, id rbac.OrgID) (View, error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: id}); err != nil {
		return View{}, err
	}
	return s.view(ctx, who, id)
}

// At follows a path of keys from the tenant's root (acme/retail/stock). It
// answers if the org at its end may be viewed, whatever lies above; where the
// path leads nowhere, or the org may not be viewed, it is org.unknown (NotFound).
func (s *Service) At(ctx context.Context, who rbac.Actor, path string) (View, error) {
	unknown := fault.New(fault.NotFound, "org.unknown", "no such org")
	o, err := s.Store.OrgAt(ctx, who.Tenant, strings.Split(strings.Trim(path, "/"), "/"))
	if err != nil {
		return View{}, err
	}
	switch err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: o.ID}); {
	case fault.Is(err, fault.NotFound):
		return View{}, unknown.Because(err)
	case err != nil:
		return View{}, err
	}
	return s.view(ctx, who, o.ID)
}

// List gives the orgs that q chooses among those that may be viewed. Without a
// parent and a search these are the topmost ones: the tree starts there.
func (s *Service) List(ctx context.Context, who rbac.Actor, q Query, r page.Request) (page.Of[View], error) {
	var err error
	if q.Search, err = name.Search("/q", q.Search); err != nil {
		return page.Of[View]{}, err
	}
	if q.Parent != "" {
		if err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: q.Parent}); err != nil {
			return page.Of[View]{}, err
		}
	}
	set, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Orgs(ctx, who.Tenant, set, q, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	views, err := s.views(ctx, who, rows.Items)
	return page.Of[View]{Items: views, Next: rows.Next}, err
}

// Create adds a child to an org. A sibling with the key is org.key_taken, a
// tree too deep org.depth (both Conflict).
func (s *Service) Create(ctx context.Context, who rbac.Actor, parent rbac.OrgID, key, title string) (View, error) {
	title, err := names(key, title)
	if err != nil {
		return View{}, err
	}
	var o Org
	who, err = s.change(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgCreate, rbac.Resource{OrgID: parent}); err != nil {
			return nil, err
		}
		if err := s.fits(ctx, who.Tenant, parent, 1); err != nil {
			return nil, err
		}
		now := s.Now().UnixMicro()
		o = Org{
			Tenant: who.Tenant, ID: rbac.OrgID(s.NewID()), Parent: parent, Key: key, Name: title,
			Revision: 1, CreatedAt: now, UpdatedAt: now,
		}
		if err := s.Store.InsertOrg(ctx, o); err != nil {
			return nil, err
		}
		fact := o.Fact()
		return []rbac.Change{{Org: &fact}}, s.recordOrg(ctx, who, "org:created", o.ID, nil, &o)
	})
	if err != nil {
		return View{}, err
	}
	return s.changed(ctx, who, o)
}

// fits refuses with org.depth (Conflict) to hang so many levels under parent.
func (s *Service) fits(ctx context.Context, tenant rbac.TenantID, parent rbac.OrgID, levels int) error {
	depth, err := s.Auth.Depth(ctx, tenant, parent)
	if err == nil && depth+levels > rbac.MaxDepth {
		return fault.New(fault.Conflict, "org.depth", "the tree has at most %d levels", rbac.MaxDepth)
	}
	return err
}

// Edit is what can be changed of an org besides its place; nil: as it is.
type Edit struct{ Key, Name *string }

// Rename changes name and key. A revision that is overtaken is org.stale
// (Stale). Rights do not hang on names, so the policy stays as it is.
func (s *Service) Rename(ctx context.Context, who rbac.Actor, id rbac.OrgID, revision int64, e Edit) (View, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return View{}, err
	}
	var after Org
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: id}); err != nil {
			return err
		}
		before, err := s.Store.Org(ctx, who.Tenant, id)
		if err != nil {
			return err
		}
		after = before
		after.Key, after.Name, err = e.apply(before.Key, before.Name)
		if err != nil {
			return err
		}
		after.Revision, after.UpdatedAt = revision, s.Now().UnixMicro()
		switch done, err := s.Store.RenameOrg(ctx, after); {
		case err != nil:
			return err
		case !done:
			return stale("org.stale", "org")
		}
		return s.recordOrg(ctx, who, "org:renamed", id, &before, &after)
	})
	if err != nil {
		return View{}, err
	}
	return s.changed(ctx, who, after)
}

func (e Edit) apply(key, title string) (string, string, error) {
	if e.Key != nil {
		key = *e.Key
	}
	if e.Name != nil {
		title = *e.Name
	}
	title, err := names(key, title)
	return key, title, err
}

// names checks a key and a name, and gives the name as it is kept.
func names(key, title string) (string, error) {
	if err := name.Key("/key", key); err != nil {
		return "", err
	}
	return name.Check("/name", title)
}

// changed reads an org anew for who has just changed it. Who may change but not
// view it sees what he did.
func (s *Service) changed(ctx context.Context, who rbac.Actor, o Org) (View, error) {
	v, err := s.view(ctx, who, o.ID)
	if fault.Is(err, fault.NotFound) {
		return View{Org: o}, nil
	}
	return v, err
}

// view reads one org for someone who may view it.
func (s *Service) view(ctx context.Context, who rbac.Actor, id rbac.OrgID) (View, error) {
	o, err := s.Store.Org(ctx, who.Tenant, id)
	if err != nil {
		return View{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return View{}, err
	}
	children, err := s.Store.Orgs(ctx, who.Tenant, set, Query{Parent: id}, page.Request{Limit: 1})
	if err != nil {
		return View{}, err
	}
	o.HasChildren = len(children.Items) > 0
	views, err := s.views(ctx, who, []Org{o})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// views adds what one person may do and see around orgs that he may view.
func (s *Service) views(ctx context.Context, who rbac.Actor, list []Org) ([]View, error) {
	ids := make([]rbac.OrgID, len(list))
	paths := make([][]rbac.OrgID, len(list))
	var all []rbac.OrgID
	for i, o := range list {
		path, err := s.Auth.Path(ctx, who, o.ID)
		if err != nil {
			return nil, err
		}
		ids[i], paths[i] = o.ID, path
		all = append(all, path...)
	}
	can, err := s.Auth.Allowed(ctx, who, ids...)
	if err != nil {
		return nil, err
	}
	named, err := s.Store.OrgNames(ctx, who.Tenant, all)
	if err != nil {
		return nil, err
	}
	out := make([]View, len(list))
	for i, o := range list {
		if len(paths[i]) < 2 {
			o.Parent = "" // it may not be viewed
		}
		out[i] = View{Org: o, Can: can[o.ID]}
		for _, id := range paths[i] {
			out[i].Path = append(out[i].Path, named[id])
		}
	}
	return out, nil
}

// orgState is an org as the audit log keeps it.
type orgState struct {
	Parent rbac.OrgID `json:"parent,omitempty"`
	Key    string     `json:"key"`
	Name   string     `json:"name"`
}

func stateOf(o Org) orgState { return orgState{o.Parent, o.Key, o.Name} }

func (s *Service) recordOrg(ctx context.Context, who rbac.Actor, action string, at rbac.OrgID, before, after *Org) error {
	e := audit.Entry{Action: action, Kind: "org", OrgID: at}
	if before != nil {
		e.ResourceID, e.Before = string(before.ID), stateOf(*before)
	}
	if after != nil {
		e.ResourceID, e.After = string(after.ID), stateOf(*after)
	}
	return s.Audit.Record(ctx, who, e)
}
