package scripts

import (
	"context"

	"catenary/chain"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
)

// Delete takes a script away for at most Kept; its key is free at once. What
// the latest version of a chain uses is script.in_use (Conflict), with those
// chains that who may view.
func (s *Service) Delete(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) error {
	mayView, err := s.Auth.Filter(ctx, who, rbac.ChainView)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		script, err := s.Store.Script(ctx, who.Tenant, org, key)
		if err != nil {
			return err
		}
		// Held before the uses are read, so that no chain is published with it in between.
		if err := s.Store.LockScript(ctx, who.Tenant, script.ID); err != nil {
			return err
		}
		if err := chains.Unused(ctx, s.Store, who.Tenant, chain.ScriptRef, script.ID, mayView); err != nil {
			return err
		}
		script.DeletedAt, script.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.DeleteScript(ctx, script)
		if err != nil {
			return err
		}
		if !done {
			return stale(script)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "script:deleted", Kind: kind, ResourceID: script.ID, OrgID: org, Before: record(script),
		})
	})
}

// Deleted lists the scripts of an org that can be restored, the last deleted
// one first.
func (s *Service) Deleted(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[Script], error) {
	if err := s.Auth.Can(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[Script]{}, err
	}
	return s.Store.DeletedScripts(ctx, who.Tenant, org, s.since(), r)
}

// Restore brings a deleted script back. If its key is another's by now that is
// script.key_taken (Conflict).
func (s *Service) Restore(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (View, error) {
	var script Script
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.ScriptEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		var err error
		if script, err = s.Store.DeletedScript(ctx, who.Tenant, org, id, s.since()); err != nil {
			return err
		}
		script.UpdatedAt, script.UpdatedBy = s.Now().UnixMicro(), who.Subject
		done, err := s.Store.RestoreScript(ctx, script)
		if err != nil {
			return err
		}
		if !done {
			return stale(script)
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: "script:restored", Kind: kind, ResourceID: script.ID, OrgID: org, After: record(script),
		})
		if err != nil {
			return err
		}
		script, err = s.Store.Script(ctx, who.Tenant, org, script.Key)
		return err
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, who, script)
}

// since is when what can still be restored was deleted at the earliest.
func (s *Service) since() int64 { return s.Now().Add(-Kept).UnixMicro() }
