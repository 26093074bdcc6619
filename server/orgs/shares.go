package orgs

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// UsePermissions are what a share of this kind can let others do with the
// thing: use it, never read or change it. An unknown kind has none.
func UsePermissions(kind Kind) []rbac.Permission {
	switch kind {
	case KindScript:
		return []rbac.Permission{rbac.RunStart, rbac.ChainEdit, rbac.ChainPublish}
	case KindSecret:
		return []rbac.Permission{rbac.SecretList, rbac.SecretUse}
	case KindEnvironment:
		return []rbac.Permission{rbac.EnvironmentView, rbac.EnvironmentUse}
	case KindEngine:
		return []rbac.Permission{rbac.EngineUse}
	case KindTemplate:
		return []rbac.Permission{rbac.TemplateView, rbac.TemplateUse}
	case KindRole:
		return []rbac.Permission{rbac.MemberWrite}
	case KindSwitch:
		return []rbac.Permission{rbac.SwitchView}
	default:
		return nil
	}
}

// ShareView is a share as one person sees it.
type ShareView struct {
	Share
	Can []rbac.Permission
}

// Shares lists what an org shares, of one kind or, if that is empty, of all.
func (s *Service) Shares(ctx context.Context, who rbac.Actor, owner rbac.OrgID, kind Kind, r page.Request) (page.Of[ShareView], error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: owner}); err != nil {
		return page.Of[ShareView]{}, err
	}
	rows, err := s.Store.Shares(ctx, who.Tenant, owner, kind, r)
	if err != nil {
		return page.Of[ShareView]{}, err
	}
	may, err := s.can(ctx, who, rbac.ShareWrite, owner)
	if err != nil {
		return page.Of[ShareView]{}, err
	}
	visible, err := s.Auth.Filter(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[ShareView]{}, err
	}
	out := page.Of[ShareView]{Next: rows.Next}
	for _, share := range rows.Items {
		if !visible.Contains(share.To) {
			share.ToName = ""
		}
		out.Items = append(out.Items, ShareView{Share: share, Can: may[owner]})
	}
	return out, nil
}

// NewShare is what a share is made of. Without permissions it lets others do
// all that UsePermissions names.
type NewShare struct {
	Kind        Kind
	Resource    string
	To          rbac.OrgID
	Subtree     bool
	Permissions []rbac.Permission
}

// Share lets an org below the owner use a thing of the owner's. It needs
// share:write at the owner. A thing that the owner does not have is
// share.resource_unknown (NotFound), a target that is not below it share.target
// (Invalid), more than use share.permissions (Invalid), a second share of it to
// the same org share.exists (Conflict).
func (s *Service) Share(ctx context.Context, who rbac.Actor, owner rbac.OrgID, in NewShare) (ShareView, error) {
	use := UsePermissions(in.Kind)
	if len(use) == 0 {
		return ShareView{}, fault.At("/kind", "share.kind", "such a thing is not shared")
	}
	if len(in.Permissions) == 0 {
		in.Permissions = use
	}
	permissions, err := chosen("share.permissions", in.Permissions, use)
	if err != nil {
		return ShareView{}, err
	}
	var share Share
	who, err = s.locked(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if err := s.Auth.Confirm(ctx, who, rbac.ShareWrite, rbac.Resource{OrgID: owner}); err != nil {
			return nil, err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: in.To}); err != nil {
			return nil, err
		}
		up, err := s.Auth.Ancestors(ctx, who.Tenant, in.To)
		if err != nil {
			return nil, err
		}
		if in.To == owner || !slices.Contains(up, owner) {
			return nil, fault.At("/to_org_id", "share.target", "things are shared with orgs below their owner")
		}
		switch owns, err := s.Store.Owns(ctx, who.Tenant, owner, in.Kind, in.Resource); {
		case err != nil:
			return nil, err
		case !owns:
			return nil, fault.New(fault.NotFound, "share.resource_unknown", "the org has no such %s", in.Kind)
		}
		share = Share{
			Tenant: who.Tenant, ID: s.NewID(), Kind: in.Kind, Resource: in.Resource, Owner: owner, To: in.To,
			Subtree: in.Subtree, Permissions: permissions, CreatedAt: s.Now().UnixMicro(), CreatedBy: who.Subject,
		}
		if err := s.Store.InsertShare(ctx, share); err != nil {
			return nil, err
		}
		return s.shared(ctx, who, "share:given", nil, &share)
	})
	if err != nil {
		return ShareView{}, err
	}
	share, err = s.Store.Share(ctx, who.Tenant, owner, share.ID)
	return ShareView{Share: share, Can: []rbac.Permission{rbac.ShareWrite}}, err
}

// Unshare takes a share back. It needs share:write at the owner.
func (s *Service) Unshare(ctx context.Context, who rbac.Actor, owner rbac.OrgID, id string) error {
	_, err := s.locked(ctx, who, func(ctx context.Context) ([]rbac.Change, error) {
		if err := s.Auth.Confirm(ctx, who, rbac.ShareWrite, rbac.Resource{OrgID: owner}); err != nil {
			return nil, err
		}
		share, err := s.Store.Share(ctx, who.Tenant, owner, id)
		if err != nil {
			return nil, err
		}
		switch done, err := s.Store.DeleteShare(ctx, share); {
		case err != nil:
			return nil, err
		case !done:
			return nil, fault.New(fault.NotFound, "share.unknown", "no such share of this org")
		}
		return s.shared(ctx, who, "share:withdrawn", &share, nil)
	})
	return err
}

// shared records a change of shares. Shares are read where they are asked for
// and are no part of the tree in memory, but what is decided over them is
// decided again when the version rises.
func (s *Service) shared(ctx context.Context, who rbac.Actor, action string, before, after *Share) ([]rbac.Change, error) {
	type state struct {
		Kind        Kind              `json:"kind"`
		Resource    string            `json:"resource"`
		To          rbac.OrgID        `json:"to"`
		Subtree     bool              `json:"subtree"`
		Permissions []rbac.Permission `json:"permissions"`
	}
	e := audit.Entry{Action: action, Kind: "share"}
	if before != nil {
		e.ResourceID, e.OrgID = before.ID, before.Owner
		e.Before = state{before.Kind, before.Resource, before.To, before.Subtree, before.Permissions}
	}
	if after != nil {
		e.ResourceID, e.OrgID = after.ID, after.Owner
		e.After = state{after.Kind, after.Resource, after.To, after.Subtree, after.Permissions}
	}
	return []rbac.Change{{Touch: who.Subject}}, s.Audit.Record(ctx, who, e)
}

// SharesOf gives the shares of a thing that are in force, for rbac.Resource.
func (s *Service) SharesOf(ctx context.Context, tenant rbac.TenantID, kind Kind, resource string) ([]rbac.Share, error) {
	rows, err := s.Store.SharesOf(ctx, tenant, kind, resource)
	if err != nil {
		return nil, err
	}
	out := make([]rbac.Share, len(rows))
	for i, r := range rows {
		out[i] = rbac.Share{ToOrg: r.To, Subtree: r.Subtree, Permissions: r.Permissions}
	}
	return out, nil
}

// UsableIn gives the ids of the things that orgs above share with an org.
func (s *Service) UsableIn(ctx context.Context, tenant rbac.TenantID, kind Kind, org rbac.OrgID) ([]string, error) {
	return s.Store.UsableIn(ctx, tenant, kind, org)
}
