package releases

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

// Query is what a list is asked for; empty fields choose all.
type Query struct {
	// Search is a part of the name.
	Search string
	// States are names of states with commas between them.
	States string
}

// Filter is a Query that was checked.
type Filter struct {
	Set    rbac.OrgSet
	Search string
	States []State
}

// List gives the releases of an org and of those below it, as far as who may
// view them; the one that was changed last comes first.
func (s *Service) List(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Query, r page.Request) (page.Of[View], error) {
	var f Filter
	var err error
	if f.Search, err = name.Search("#/query/q", q.Search); err != nil {
		return page.Of[View]{}, err
	}
	for word := range strings.SplitSeq(q.States, ",") {
		state := State(strings.TrimSpace(word))
		switch {
		case q.States == "":
		case !slices.Contains(States(), state):
			return page.Of[View]{}, fault.At("#/query/state", "request.parameter", "a release has no state %q", word)
		case !slices.Contains(f.States, state):
			f.States = append(f.States, state)
		}
	}
	if f.Set, err = s.visible(ctx, who, org); err != nil {
		return page.Of[View]{}, err
	}
	rows, err := s.Store.Releases(ctx, who.Tenant, f, r)
	if err != nil {
		return page.Of[View]{}, err
	}
	orgs := make([]rbac.OrgID, len(rows.Items))
	for i, row := range rows.Items {
		orgs[i] = row.Org
	}
	allowed, err := s.Auth.Allowed(ctx, who, orgs...)
	if err != nil {
		return page.Of[View]{}, err
	}
	out := page.Of[View]{Items: make([]View, len(rows.Items)), Next: rows.Next}
	for i, row := range rows.Items {
		out.Items[i] = View{Release: row, Can: can(allowed[row.Org])}
	}
	return out, nil
}

// visible is the part of an org's subtree in which who may view releases.
func (s *Service) visible(ctx context.Context, who rbac.Actor, org rbac.OrgID) (rbac.OrgSet, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseView, rbac.Resource{OrgID: org}); err != nil {
		return rbac.OrgSet{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ReleaseView)
	if err != nil || org == rbac.OrgID(who.Tenant) {
		return set, err
	}
	below, err := s.Auth.Subtree(ctx, who.Tenant, org)
	if err != nil {
		return rbac.OrgSet{}, err
	}
	return set.Among(below), nil
}

// Get gives one release, and how it goes.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	if _, err := s.find(ctx, who, org, id); err != nil {
		return View{}, err
	}
	return s.view(ctx, who, org, id)
}

// find reads a release of an org whose releases who may see.
func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Release, error) {
	if err := s.Auth.Can(ctx, who, rbac.ReleaseView, rbac.Resource{OrgID: org}); err != nil {
		return Release{}, err
	}
	r, err := s.Store.Release(ctx, who.Tenant, id)
	if err == nil && r.Org != org {
		err = Unknown()
	}
	return r, err
}

func (s *Service) view(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	r, err := s.Store.Release(ctx, who.Tenant, id)
	if err != nil {
		return View{}, err
	}
	v := View{Release: r}
	allowed, err := s.Auth.Allowed(ctx, who, org)
	if err != nil {
		return v, err
	}
	v.Can = can(allowed[org])
	if v.Phases, err = s.Store.ReleasePhases(ctx, who.Tenant, id); err != nil {
		return v, err
	}
	if v.Runs, err = s.Store.ReleaseRuns(ctx, who.Tenant, id); err != nil {
		return v, err
	}
	if v.Gates, err = s.Store.ReleaseGates(ctx, who.Tenant, id); err != nil {
		return v, err
	}
	last, err := s.Store.Rehearsals(ctx, who.Tenant, id, page.Request{Limit: 1})
	if err == nil && len(last.Items) > 0 {
		v.Rehearsal = &last.Items[0]
	}
	return v, err
}

// Review is all that is sealed, or would be, for those who decide about it.
type Review struct {
	Release Release
	// Seal and Parts are what would run now; Differs names the parts that are
	// not as they were sealed.
	Seal    string
	Parts   Parts
	Differs []string
	// Chains are the versions that phases run, by their pointer.
	Chains map[string]ReviewedChain
	// Authors may not approve it.
	Authors []rbac.SubjectID
}

// ReviewedChain is a version that a phase runs, and how it differs from what was
// released last of its chain.
type ReviewedChain struct {
	chains.Version
	// Last is the version that was released last, 0 if none was; Changes are
	// those since.
	Last    int64
	Changes []chain.Change
}

// Review gives the review document of a release.
func (s *Service) Review(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (Review, error) {
	r, err := s.find(ctx, who, org, id)
	if err != nil {
		return Review{}, err
	}
	now, err := s.look(ctx, r, "")
	if err != nil {
		return Review{}, err
	}
	out := Review{
		Release: r, Seal: now.seal(), Parts: now.Parts, Chains: map[string]ReviewedChain{},
		Authors: slices.Sorted(maps.Keys(now.authors)),
	}
	if r.Seal != "" {
		out.Differs = differ(r.Parts, now.Parts)
	}
	for at, v := range now.versions {
		c := ReviewedChain{Version: v}
		if v.Chain == "" { // it is gone
			continue
		}
		if c.Last, err = s.Store.LastReleased(ctx, who.Tenant, v.Chain, r.ID); err != nil {
			return out, err
		}
		if c.Last != 0 && c.Last != v.Version {
			if c.Changes, err = s.since(ctx, v, c.Last); err != nil {
				return out, err
			}
		}
		out.Chains[at] = c
	}
	return out, nil
}

// since says how a version differs from an older one.
func (s *Service) since(ctx context.Context, v chains.Version, last int64) ([]chain.Change, error) {
	before, err := s.Store.ChainVersion(ctx, v.Tenant, v.Chain, last)
	if err != nil {
		return nil, err
	}
	older, wrong := chain.Parse([]byte(before.Document), chain.EncodingJSON)
	newer, wrongToo := chain.Parse([]byte(v.Document), chain.EncodingJSON)
	if len(wrong)+len(wrongToo) > 0 {
		return nil, fault.New(fault.Conflict, codeBroken, "version %s of the chain cannot be read any more", strconv.FormatInt(v.Version, 10))
	}
	return chain.Diff(older, newer), nil
}
