package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/scripts"
)

// scriptMaxBody leaves room for a source of 1 MiB in which JSON escapes much.
const scriptMaxBody = 8 << 20

func (a *API) registerScripts() {
	const tag, all, one = "scripts", "/orgs/{org_id}/scripts", "/orgs/{org_id}/scripts/{script_key}"
	register(a, route{
		ID: "listScripts", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: tag,
		Summary: "Scripts of an org and those shared to it, the last changed first",
	}, a.listScripts)
	register(a, route{
		ID: "createScript", Method: http.MethodPost, Path: all, Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Add a script with its version 1", Status: http.StatusCreated, MaxBody: scriptMaxBody,
	}, a.createScript)
	register(a, route{
		ID: "getScript", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: tag, Summary: "One script",
	}, a.getScript)
	register(a, route{
		ID: "renameScript", Method: http.MethodPatch, Path: one, Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Change a script's name or language",
	}, a.renameScript)
	register(a, route{
		ID: "deleteScript", Method: http.MethodDelete, Path: one, Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Delete a script; it can be restored for 30 days", Status: http.StatusNoContent,
	}, a.deleteScript)
	register(a, route{
		ID: "listScriptVersions", Method: http.MethodGet, Path: one + "/versions", Permission: rbac.ChainView, Tag: tag,
		Summary: "Versions of a script, the newest first",
	}, a.listScriptVersions)
	register(a, route{
		ID: "addScriptVersion", Method: http.MethodPost, Path: one + "/versions", Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Give a script a new source; an unchanged one makes no version", MaxBody: scriptMaxBody,
	}, a.addScriptVersion)
	register(a, route{
		ID: "getScriptVersion", Method: http.MethodGet, Path: one + "/versions/{version}", Permission: rbac.ChainView, Tag: tag,
		Summary: "One version with its source",
	}, a.getScriptVersion)
	register(a, route{
		ID: "compareScript", Method: http.MethodGet, Path: one + "/compare", Permission: rbac.ChainView, Tag: tag,
		Summary: "How one version differs from another",
	}, a.compareScript)
	register(a, route{
		ID: "listScriptUses", Method: http.MethodGet, Path: one + "/uses", Permission: rbac.ChainView, Tag: tag,
		Summary: "Published chains whose latest version uses a script, as far as you may view them",
	}, a.listScriptUses)
	register(a, route{
		ID: "listDeletedScripts", Method: http.MethodGet, Path: "/orgs/{org_id}/deleted-scripts", Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Scripts of an org that can be restored",
	}, a.listDeletedScripts)
	register(a, route{
		ID: "restoreScript", Method: http.MethodPost, Path: "/orgs/{org_id}/deleted-scripts/{script_id}/restore", Permission: rbac.ScriptEdit, Tag: tag,
		Summary: "Bring a deleted script back",
	}, a.restoreScript)
}

// InScript is embedded in the input of routes below a script.
type InScript struct {
	InOrg
	Key string `path:"script_key" doc:"The script's key" example:"check-package"`
}

type scriptBody struct {
	ID        string            `json:"id"`
	OrgID     string            `json:"org_id,omitempty" doc:"Absent if you may not view the org that shares it"`
	Key       string            `json:"key"`
	Name      string            `json:"name"`
	Language  string            `json:"language"`
	Version   int64             `json:"version" doc:"The newest"`
	Digest    string            `json:"digest" doc:"That of the newest version's source"`
	Revision  int64             `json:"revision"`
	Shared    bool              `json:"shared" doc:"An org above lets it be used here"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	UpdatedBy *authorBody       `json:"updated_by,omitempty"`
	Can       []rbac.Permission `json:"can" doc:"What you may do with it"`
}

// authorBody is who did something.
type authorBody struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func newAuthor(id rbac.SubjectID, name string) *authorBody {
	if id == "" {
		return nil
	}
	return &authorBody{ID: string(id), Name: name}
}

type scriptOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     scriptBody
}

func newScriptBody(v scripts.View) scriptBody {
	return scriptBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Language: v.Language, Version: v.Version, Digest: v.Digest,
		Revision: v.Revision, Shared: v.Shared, CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
}

func newScriptOutput(v scripts.View, err error) (*scriptOutput, error) {
	if err != nil {
		return nil, err
	}
	return &scriptOutput{ETag: etag(v.Revision), Body: newScriptBody(v)}, nil
}

type listScriptsInput struct {
	InOrg
	Deep   bool   `query:"deep" doc:"With the orgs below"`
	Search string `query:"q" maxLength:"200" doc:"Those with this in their name or key"`
	Paged
}

// listScripts: GET /orgs/{org_id}/scripts
func (a *API) listScripts(ctx context.Context, in *listScriptsInput) (*listOutput[scriptBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Scripts.List(ctx, actor(ctx), in.org(), scripts.Query{Deep: in.Deep, Search: in.Search}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newScriptBody), nil
}

type createScriptInput struct {
	InOrg
	Body struct {
		Key      string `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"check-package"`
		Name     string `json:"name" doc:"1 to 200 characters" example:"Check package"`
		Language string `json:"language" doc:"What runs it; a word such as shell or python" example:"python"`
		Source   string `json:"source" doc:"At most 1 MiB"`
		Message  string `json:"message,omitempty" doc:"What to know of this version"`
	}
}

// createScript: POST /orgs/{org_id}/scripts
func (a *API) createScript(ctx context.Context, in *createScriptInput) (*scriptOutput, error) {
	out, err := newScriptOutput(a.Scripts.Create(ctx, actor(ctx), in.org(), scripts.New(in.Body)))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/scripts/" + out.Body.Key
	}
	return out, err
}

// getScript: GET /orgs/{org_id}/scripts/{script_key}
func (a *API) getScript(ctx context.Context, in *struct{ InScript }) (*scriptOutput, error) {
	return newScriptOutput(a.Scripts.Get(ctx, actor(ctx), in.org(), in.Key))
}

type renameScriptInput struct {
	InScript
	IfMatch
	Body struct {
		Name     string `json:"name,omitempty" doc:"1 to 200 characters"`
		Language string `json:"language,omitempty"`
	}
}

// renameScript: PATCH /orgs/{org_id}/scripts/{script_key}
func (a *API) renameScript(ctx context.Context, in *renameScriptInput) (*scriptOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newScriptOutput(a.Scripts.Rename(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Name, in.Body.Language))
}

// deleteScript: DELETE /orgs/{org_id}/scripts/{script_key}
func (a *API) deleteScript(ctx context.Context, in *struct {
	InScript
	Reasoned
},
) (*none, error) {
	return &none{}, a.Scripts.Delete(ctx, actor(ctx), in.org(), in.Key)
}

// listScriptUses: GET /orgs/{org_id}/scripts/{script_key}/uses
func (a *API) listScriptUses(ctx context.Context, in *listScriptVersionsInput) (*listOutput[useBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Scripts.Uses(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newUse), nil
}

type useBody struct {
	OrgID   string `json:"org_id"`
	Key     string `json:"key" doc:"The chain's"`
	Name    string `json:"name"`
	Version int64  `json:"version" doc:"The chain's latest"`
	Pinned  int64  `json:"pinned,omitempty" doc:"The version of the thing that it uses"`
}

func newUse(u chains.Use) useBody {
	return useBody{OrgID: string(u.Org), Key: u.Key, Name: u.Name, Version: u.Version, Pinned: u.Pinned}
}

type deletedScriptBody struct {
	ID        string      `json:"id"`
	Key       string      `json:"key"`
	Name      string      `json:"name"`
	DeletedAt time.Time   `json:"deleted_at"`
	DeletedBy *authorBody `json:"deleted_by"`
}

type inOrgPaged struct {
	InOrg
	Paged
}

// listDeletedScripts: GET /orgs/{org_id}/deleted-scripts
func (a *API) listDeletedScripts(ctx context.Context, in *inOrgPaged) (*listOutput[deletedScriptBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Scripts.Deleted(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, func(s scripts.Script) deletedScriptBody {
		return deletedScriptBody{
			ID: s.ID, Key: s.Key, Name: s.Name, DeletedAt: clock.Time(s.DeletedAt), DeletedBy: newAuthor(s.UpdatedBy, s.UpdatedByName),
		}
	}), nil
}

type restoreScriptInput struct {
	InOrg
	ID string `path:"script_id"`
}

// restoreScript: POST /orgs/{org_id}/deleted-scripts/{script_id}/restore
func (a *API) restoreScript(ctx context.Context, in *restoreScriptInput) (*scriptOutput, error) {
	return newScriptOutput(a.Scripts.Restore(ctx, actor(ctx), in.org(), in.ID))
}
