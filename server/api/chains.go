package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/chains"
)

// documentMaxBody is the largest body of a route that takes a document.
const documentMaxBody = 8 << 20

const (
	chainTag  = "chains"
	chainPath = "/orgs/{org_id}/chains/{chain_key}"
)

func (a *API) registerChains() {
	const all = "/orgs/{org_id}/chains"
	register(a, route{
		ID: "listChains", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "Chains of an org, the last changed first",
	}, a.listChains)
	register(a, route{
		ID: "createChain", Method: http.MethodPost, Path: all, Permission: rbac.ChainEdit, Tag: chainTag,
		Summary: "Add a chain out of a document, whose key is the chain's", Status: http.StatusCreated, MaxBody: documentMaxBody,
	}, a.createChain)
	register(a, route{
		ID: "getChain", Method: http.MethodGet, Path: chainPath, Permission: rbac.ChainView, Tag: chainTag,
		Summary: "One chain: its draft's revision, who edits it, its latest version",
	}, a.getChain)
	register(a, route{
		ID: "deleteChain", Method: http.MethodDelete, Path: chainPath, Permission: rbac.ChainDelete, Tag: chainTag,
		Summary: "Delete a chain; it can be restored for 30 days", Status: http.StatusNoContent,
	}, a.deleteChain)
	register(a, route{
		ID: "listChainUses", Method: http.MethodGet, Path: chainPath + "/uses", Permission: rbac.ChainView, Tag: chainTag,
		Summary: "Published chains whose latest version runs a chain, as far as you may view them",
	}, a.listChainUses)
	register(a, route{
		ID: "listDeletedChains", Method: http.MethodGet, Path: "/orgs/{org_id}/deleted-chains", Permission: rbac.ChainDelete, Tag: chainTag,
		Summary: "Chains of an org that can be restored",
	}, a.listDeletedChains)
	register(a, route{
		ID: "restoreChain", Method: http.MethodPost, Path: "/orgs/{org_id}/deleted-chains/{chain_id}/restore", Permission: rbac.ChainDelete, Tag: chainTag,
		Summary: "Bring a deleted chain back",
	}, a.restoreChain)
	takesDocument(a, "createChain", true)
	a.registerChainTags()
	a.registerChainDrafts()
	a.registerChainLeases()
	a.registerChainSaves()
	a.registerChainChecks()
	a.registerChainVersions()
}

// InChain is embedded in the input of routes below a chain.
type InChain struct {
	InOrg
	Key string `path:"chain_key" doc:"The chain's key" example:"stock-release"`
}

type chainBody struct {
	ID          string            `json:"id"`
	OrgID       string            `json:"org_id"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Description string            `json:"description,omitempty" doc:"Absent in lists"`
	Tags        []string          `json:"tags" doc:"What people sort it by; not of the document"`
	Version     int64             `json:"version" doc:"The latest published one; 0: none yet"`
	Draft       chainDraftBody    `json:"draft"`
	Lease       *chainHolderBody  `json:"lease,omitempty" doc:"Who edits the draft; absent if nobody does"`
	UsualMS     int64             `json:"usual_ms,omitempty" doc:"How long its runs usually take: the median of the last 20 that succeeded, waiting included; in lists only, absent for fewer than 3 and without run:view"`
	LastRuns    []lastRunBody     `json:"last_runs,omitempty" doc:"Its last 10 runs, the newest first, without tests; in lists only, absent without run:view"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	UpdatedBy   *authorBody       `json:"updated_by"`
	Can         []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type lastRunBody struct {
	ID        string    `json:"id"`
	OrgID     string    `json:"org_id"`
	State     run.State `json:"state" enum:"queued,running,waiting,paused,succeeded,failed,canceled,undoing,undone,undo_failed"`
	Title     string    `json:"title"`
	CreatedAt time.Time `json:"created_at"`
}

func lastRunsOf(all []chains.LastRun) []lastRunBody {
	out := make([]lastRunBody, len(all))
	for i, r := range all {
		out[i] = lastRunBody{ID: r.ID, OrgID: string(r.Org), State: r.State, Title: r.Title, CreatedAt: clock.Time(r.CreatedAt)}
	}
	return out
}

type chainDraftBody struct {
	Revision int64  `json:"revision" doc:"Send it as If-Match with a change"`
	Checksum string `json:"checksum" doc:"Of the canonical text"`
	Changed  bool   `json:"changed" doc:"Whether it differs from the latest version"`
}

type chainHolderBody struct {
	Holder     authorBody    `json:"holder"`
	Since      time.Time     `json:"since"`
	Until      time.Time     `json:"until" doc:"Unless it is renewed"`
	Ask        *leaseAskBody `json:"ask,omitempty" doc:"Who asks the holder to let them edit"`
	HandedOver bool          `json:"handed_over,omitempty" doc:"The draft is kept for the holder, who asked for it and has not taken it yet"`
}

func (a *API) newChainBody(v chains.View) chainBody {
	return chainBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Description: v.Description, Tags: some(v.Tags), Version: v.Version,
		Draft: chainDraftBody{Revision: v.Revision, Checksum: v.Checksum, Changed: v.Changed()},
		Lease: a.newHolder(v.Lease), CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can), UsualMS: v.Usual / 1000,
		LastRuns: lastRunsOf(v.Last),
	}
}

func (a *API) newHolder(l chains.Lease) *chainHolderBody {
	if !l.Live(a.Now()) {
		return nil
	}
	return &chainHolderBody{
		Holder: *newAuthor(l.Holder, l.HolderName), Since: clock.Time(l.Since), Until: clock.Time(l.Ends),
		Ask: newLeaseAsk(l), HandedOver: l.HandedOver(),
	}
}

// chainOutput's ETag is the draft's.
type chainOutput struct {
	ETag string `header:"ETag"`
	Body chainBody
}

func (a *API) newChainOutput(v chains.View, err error) (*chainOutput, error) {
	if err != nil {
		return nil, err
	}
	return &chainOutput{ETag: etag(v.Revision), Body: a.newChainBody(v)}, nil
}

type listChainsInput struct {
	InOrg
	Deep   bool   `query:"deep" doc:"With the orgs below"`
	Search string `query:"q" maxLength:"200" doc:"Those with this in their name or key"`
	Tag    string `query:"tag" maxLength:"200" doc:"Those with this tag"`
	Paged
}

// listChains: GET /orgs/{org_id}/chains
func (a *API) listChains(ctx context.Context, in *listChainsInput) (*listOutput[chainBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.List(ctx, actor(ctx), in.org(), chains.Query{Deep: in.Deep, Search: in.Search, Tag: in.Tag}, r)
	if err != nil {
		return nil, err
	}
	return list(p, a.newChainBody), nil
}

type createChainInput struct {
	InOrg
	DocumentBody
}

// createChain: POST /orgs/{org_id}/chains
func (a *API) createChain(ctx context.Context, in *createChainInput) (*savedChainOutput, error) {
	saved, err := a.Chains.Create(ctx, actor(ctx), in.org(), in.input())
	if err != nil {
		return nil, err
	}
	out := a.newSavedChain(ctx, saved)
	out.Location = prefix + "/orgs/" + in.OrgID + "/chains/" + saved.Key
	return out, nil
}

// getChain: GET /orgs/{org_id}/chains/{chain_key}
func (a *API) getChain(ctx context.Context, in *struct{ InChain }) (*chainOutput, error) {
	return a.newChainOutput(a.Chains.Get(ctx, actor(ctx), in.org(), in.Key))
}

// deleteChain: DELETE /orgs/{org_id}/chains/{chain_key}
func (a *API) deleteChain(ctx context.Context, in *struct {
	InChain
	Reasoned
},
) (*none, error) {
	return &none{}, a.Chains.Delete(ctx, actor(ctx), in.org(), in.Key)
}

type inChainPaged struct {
	InChain
	Paged
}

// listChainUses: GET /orgs/{org_id}/chains/{chain_key}/uses
func (a *API) listChainUses(ctx context.Context, in *inChainPaged) (*listOutput[useBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Uses(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newUse), nil
}

type deletedChainBody struct {
	ID        string      `json:"id"`
	Key       string      `json:"key"`
	Name      string      `json:"name"`
	DeletedAt time.Time   `json:"deleted_at"`
	DeletedBy *authorBody `json:"deleted_by"`
}

// listDeletedChains: GET /orgs/{org_id}/deleted-chains
func (a *API) listDeletedChains(ctx context.Context, in *inOrgPaged) (*listOutput[deletedChainBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Deleted(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, func(c chains.Chain) deletedChainBody {
		return deletedChainBody{
			ID: c.ID, Key: c.Key, Name: c.Name, DeletedAt: clock.Time(c.DeletedAt), DeletedBy: newAuthor(c.UpdatedBy, c.UpdatedByName),
		}
	}), nil
}

type restoreChainInput struct {
	InOrg
	ID string `path:"chain_id"`
}

// restoreChain: POST /orgs/{org_id}/deleted-chains/{chain_id}/restore
func (a *API) restoreChain(ctx context.Context, in *restoreChainInput) (*chainOutput, error) {
	return a.newChainOutput(a.Chains.Restore(ctx, actor(ctx), in.org(), in.ID))
}
