package scripts

import (
	"context"

	"catenary/chain"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
)

// Get gives one script.
func (s *Service) Get(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (View, error) {
	script, err := s.find(ctx, who, org, key)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, script)
}

// Versions lists the versions of a script without their sources, the newest first.
func (s *Service) Versions(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Version], error) {
	script, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[Version]{}, err
	}
	return s.Store.ScriptVersions(ctx, who.Tenant, script.ID, r)
}

// Version gives one version with its source. One that is not there is
// script.version_unknown (NotFound).
func (s *Service) Version(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, version int64) (Version, error) {
	script, err := s.find(ctx, who, org, key)
	if err != nil {
		return Version{}, err
	}
	return s.Store.ScriptVersion(ctx, who.Tenant, script.ID, version)
}

// Compare says how the source of one version differs from that of another.
func (s *Service) Compare(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, from, to int64) (Diff, error) {
	script, err := s.find(ctx, who, org, key)
	if err != nil {
		return Diff{}, err
	}
	older, err := s.Store.ScriptVersion(ctx, who.Tenant, script.ID, from)
	if err != nil {
		return Diff{}, err
	}
	newer, err := s.Store.ScriptVersion(ctx, who.Tenant, script.ID, to)
	if err != nil {
		return Diff{}, err
	}
	return compare(script.Key, older, newer)
}

// Uses lists the published chains whose latest version uses the script, as far
// as who may view them; the last changed one comes first.
func (s *Service) Uses(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[chains.Use], error) {
	script, err := s.find(ctx, who, org, key)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	set, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return page.Of[chains.Use]{}, err
	}
	return s.Store.ChainUses(ctx, who.Tenant, chain.ScriptRef, script.ID, set, r)
}
