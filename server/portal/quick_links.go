package portal

import (
	"context"
	"slices"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// MaxQuickLinks is how many chains an org pins at most.
const MaxQuickLinks = 50

// QuickLink is a chain that an org put before its people (快捷入口).
type QuickLink struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	// Org is who pinned it; the chain's own is ChainOrg.
	Org          rbac.OrgID     `db:"org_id"`
	Chain        string         `db:"chain_id"`
	PinnedAt     int64          `db:"pinned_at"`
	PinnedBy     rbac.SubjectID `db:"pinned_by"`
	OrgName      string         `db:"org_name"`
	ChainOrg     rbac.OrgID     `db:"chain_org_id"`
	ChainOrgName string         `db:"chain_org_name"`
	ChainKey     string         `db:"chain_key"`
	ChainName    string         `db:"chain_name"`
	// Version is the latest of the chain, 0 for none.
	Version int64 `db:"version"`
	// Can is what the reader may do at Org.
	Can []rbac.Permission `db:"-"`
}

// LinkFilter chooses quick links.
type LinkFilter struct {
	// Pinned are the orgs whose links are wanted.
	Pinned rbac.OrgSet
	// Chains are sets of orgs, and the chain has to be in each of them.
	Chains []rbac.OrgSet
	// Live leaves chains that have a version.
	Live bool
}

const linkKind = "quick_link"

// MyQuickLinks are the chains that somebody's orgs pinned and he may start, as
// they were pinned.
func (s *Service) MyQuickLinks(ctx context.Context, who rbac.Actor, r page.Request) (page.Of[QuickLink], error) {
	startable, err := s.Auth.Filter(ctx, who, rbac.RunStart)
	if err != nil {
		return page.Of[QuickLink]{}, err
	}
	viewable, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[QuickLink]{}, err
	}
	mine, err := s.Auth.FilterUp(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[QuickLink]{}, err
	}
	return s.links(ctx, who, LinkFilter{Pinned: mine, Chains: []rbac.OrgSet{startable, viewable}, Live: true}, r)
}

// QuickLinksOf are all chains that an org pinned, as far as who may view them,
// also those without a version. It takes org:view there.
func (s *Service) QuickLinksOf(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[QuickLink], error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[QuickLink]{}, err
	}
	viewable, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[QuickLink]{}, err
	}
	only := rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{org}}
	return s.links(ctx, who, LinkFilter{Pinned: only, Chains: []rbac.OrgSet{viewable}}, r)
}

// links reads a page of links with what who may do about each.
func (s *Service) links(ctx context.Context, who rbac.Actor, f LinkFilter, r page.Request) (page.Of[QuickLink], error) {
	p, err := s.Store.QuickLinks(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[QuickLink]{}, err
	}
	return p, s.changeable(ctx, who, p.Items)
}

// changeable adds to links what who may do where they were pinned.
func (s *Service) changeable(ctx context.Context, who rbac.Actor, list []QuickLink) error {
	orgs := make([]rbac.OrgID, len(list))
	for i, l := range list {
		orgs[i] = l.Org
	}
	can, err := s.Auth.Allowed(ctx, who, orgs...)
	for i, l := range list {
		list[i].Can = can[l.Org]
	}
	return err
}

// Pin puts a chain before the people of an org; one that is pinned already
// stays as it is. It takes org:edit there, and chain:view at the chain. A chain
// that is not in the org or below it is chain.unknown (NotFound), one more than
// MaxQuickLinks is pin.many (Conflict).
func (s *Service) Pin(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string) (QuickLink, error) {
	var l QuickLink
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.pinnable(ctx, who, org, chain); err != nil {
			return err
		}
		l = QuickLink{Tenant: who.Tenant, ID: s.NewID(), Org: org, Chain: chain, PinnedAt: clock.Micros(s.Now()), PinnedBy: who.Subject}
		fresh, err := s.Store.InsertQuickLink(ctx, l)
		if err != nil {
			return err
		}
		if l, err = s.Store.QuickLink(ctx, who.Tenant, org, chain); err != nil || !fresh {
			return err
		}
		switch n, err := s.Store.CountQuickLinks(ctx, who.Tenant, org); {
		case err != nil:
			return err
		case n > MaxQuickLinks:
			return fault.New(fault.Conflict, "pin.many", "an org pins at most %d chains", MaxQuickLinks)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "quick_link:pinned", Kind: linkKind, ResourceID: l.ID, OrgID: org, After: linkRecord(l),
		})
	})
	if err != nil {
		return QuickLink{}, err
	}
	one := []QuickLink{l}
	err = s.changeable(ctx, who, one)
	return one[0], err
}

// pinnable refuses chains that are not in the org or below it, and those that
// who may not view, alike.
func (s *Service) pinnable(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string) error {
	unknown := fault.New(fault.NotFound, "chain.unknown", "no such chain")
	at, err := s.Store.LivingChain(ctx, who.Tenant, chain)
	if err != nil {
		return err
	}
	switch err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: at}); {
	case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden):
		return unknown.Because(err)
	case err != nil:
		return err
	}
	up, err := s.Auth.Ancestors(ctx, who.Tenant, at)
	if err == nil && !slices.Contains(up, org) {
		err = unknown
	}
	return err
}

// Unpin takes a chain away from before the people of an org. It takes org:edit
// there; one that is not pinned is pin.unknown (NotFound).
func (s *Service) Unpin(ctx context.Context, who rbac.Actor, org rbac.OrgID, chain string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		l, err := s.Store.QuickLink(ctx, who.Tenant, org, chain)
		if err != nil {
			return err
		}
		if done, err := s.Store.DeleteQuickLink(ctx, l); err != nil || !done {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "quick_link:unpinned", Kind: linkKind, ResourceID: l.ID, OrgID: org, Before: linkRecord(l),
		})
	})
}

func linkRecord(l QuickLink) map[string]any {
	return map[string]any{"chain_id": l.Chain, "chain_key": l.ChainKey, "chain_org_id": l.ChainOrg}
}
