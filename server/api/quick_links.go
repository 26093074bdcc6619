package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/portal"
)

func (a *API) registerQuickLinks() {
	const all, one = "/orgs/{org_id}/quick-links", "/orgs/{org_id}/quick-links/{chain_id}"
	register(a, route{
		ID: "listMyQuickLinks", Method: http.MethodGet, Path: "/me/quick-links", Access: personal, Tag: portalTag,
		Summary: "Chains with a version that your orgs pinned and you may start, as they were pinned",
	}, a.listMyQuickLinks)
	register(a, route{
		ID: "listQuickLinks", Method: http.MethodGet, Path: all, Permission: rbac.OrgView, Tag: portalTag,
		Summary: "All chains that an org pinned, as far as you may view them",
	}, a.listQuickLinks)
	register(a, route{
		ID: "pinChain", Method: http.MethodPut, Path: one, Permission: rbac.OrgEdit, Tag: portalTag,
		Summary: "Put a chain of an org, or of one below it, before its people",
	}, a.pinChain)
	register(a, route{
		ID: "unpinChain", Method: http.MethodDelete, Path: one, Permission: rbac.OrgEdit, Tag: portalTag,
		Summary: "Put a chain before an org's people no more", Status: http.StatusNoContent,
	}, a.unpinChain)
}

type quickLinkBody struct {
	OrgID        string            `json:"org_id" doc:"The org that pinned it"`
	OrgName      string            `json:"org_name"`
	ChainID      string            `json:"chain_id"`
	ChainOrgID   string            `json:"chain_org_id"`
	ChainOrgName string            `json:"chain_org_name"`
	ChainKey     string            `json:"chain_key"`
	ChainName    string            `json:"chain_name"`
	Version      int64             `json:"version" doc:"The latest of the chain, 0 for none"`
	PinnedAt     time.Time         `json:"pinned_at"`
	Can          []rbac.Permission `json:"can" doc:"What you may do at the org that pinned it; org:edit unpins it"`
}

func newQuickLinkBody(l portal.QuickLink) quickLinkBody {
	return quickLinkBody{
		OrgID: string(l.Org), OrgName: l.OrgName, ChainID: l.Chain, ChainOrgID: string(l.ChainOrg), ChainOrgName: l.ChainOrgName,
		ChainKey: l.ChainKey, ChainName: l.ChainName, Version: l.Version, PinnedAt: clock.Time(l.PinnedAt), Can: some(l.Can),
	}
}

// listMyQuickLinks: GET /me/quick-links
func (a *API) listMyQuickLinks(ctx context.Context, in *struct{ Paged }) (*listOutput[quickLinkBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Portal.MyQuickLinks(ctx, actor(ctx), r)
	if err != nil {
		return nil, err
	}
	return list(p, newQuickLinkBody), nil
}

// listQuickLinks: GET /orgs/{org_id}/quick-links
func (a *API) listQuickLinks(ctx context.Context, in *inOrgPaged) (*listOutput[quickLinkBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Portal.QuickLinksOf(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newQuickLinkBody), nil
}

type inQuickLink struct {
	InOrg
	ChainID string `path:"chain_id"`
}

// pinChain: PUT /orgs/{org_id}/quick-links/{chain_id}
func (a *API) pinChain(ctx context.Context, in *inQuickLink) (*struct{ Body quickLinkBody }, error) {
	l, err := a.Portal.Pin(ctx, actor(ctx), in.org(), in.ChainID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body quickLinkBody }{newQuickLinkBody(l)}, nil
}

// unpinChain: DELETE /orgs/{org_id}/quick-links/{chain_id}
func (a *API) unpinChain(ctx context.Context, in *inQuickLink) (*none, error) {
	return &none{}, a.Portal.Unpin(ctx, actor(ctx), in.org(), in.ChainID)
}
