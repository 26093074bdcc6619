// Package scripts is what people do with scripts: write them, look at their
// versions, see what changed and what uses them. It runs none.
//
// To see a script takes chain:view at its org, to change it script:edit. What
// an org above shares can be used in chains and is named in lists; its source
// cannot be read.
package scripts

import (
	"context"
	"slices"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Store keeps scripts. What is not there is script.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	Scripts(ctx context.Context, tenant rbac.TenantID, q Filter, r page.Request) (page.Of[Script], error)
	Script(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (Script, error)
	InsertScript(ctx context.Context, s Script) error
	UpdateScript(ctx context.Context, s Script) (bool, error)
	LockScript(ctx context.Context, tenant rbac.TenantID, id string) error
	DeleteScript(ctx context.Context, s Script) (bool, error)
	DeletedScripts(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, since int64, r page.Request) (page.Of[Script], error)
	DeletedScript(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string, since int64) (Script, error)
	RestoreScript(ctx context.Context, s Script) (bool, error)
	InsertScriptVersion(ctx context.Context, v Version) error
	ScriptVersions(ctx context.Context, tenant rbac.TenantID, script string, r page.Request) (page.Of[Version], error)
	ScriptVersion(ctx context.Context, tenant rbac.TenantID, script string, version int64) (Version, error)
	chains.UsesStore
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
	Now   clock.Now
}

// kind is what audit entries call a script.
const kind = "script"

// find reads a script that who may view.
func (s *Service) find(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Script, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainView, rbac.Resource{OrgID: org}); err != nil {
		return Script{}, err
	}
	return s.Store.Script(ctx, who.Tenant, org, key)
}

// view adds what who may do with a script.
func (s *Service) view(ctx context.Context, who rbac.Actor, script Script) (View, error) {
	allowed, err := s.Auth.Allowed(ctx, who, script.Org)
	if err != nil {
		return View{}, err
	}
	return View{Script: script, Can: can(allowed[script.Org])}, nil
}

// can picks what is about scripts; run:start is to try one.
func can(all []rbac.Permission) []rbac.Permission {
	return slices.DeleteFunc(slices.Clone(all), func(p rbac.Permission) bool {
		return p != rbac.ChainView && p != rbac.ScriptEdit && p != rbac.ShareWrite && p != rbac.RunStart
	})
}

// stale is the fault of a change that was made to an older revision.
func stale(s Script) error {
	return fault.New(fault.Stale, "script.stale", "the script was changed meanwhile; it is at revision %d", s.Revision).
		Carrying(map[string]int64{"revision": s.Revision})
}
