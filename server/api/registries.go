package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/environments"
)

func (a *API) registerRegistries() {
	const tag, one = "environments", "/orgs/{org_id}/registry"
	register(a, route{
		ID: "getRegistry", Method: http.MethodGet, Path: one, Permission: rbac.EnvironmentView, Tag: tag,
		Summary: "The registry that an org has set for images of its own and of the orgs below",
	}, a.getRegistry)
	register(a, route{
		ID: "createRegistry", Method: http.MethodPost, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Set the registry of an org that has none", Status: http.StatusCreated,
	}, a.createRegistry)
	register(a, route{
		ID: "replaceRegistry", Method: http.MethodPut, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Set another registry; images move when they are asked for next",
	}, a.replaceRegistry)
	register(a, route{
		ID: "deleteRegistry", Method: http.MethodDelete, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Use the registry of the org above, or the server's, again", Status: http.StatusNoContent,
	}, a.deleteRegistry)
}

type registryBody struct {
	URL       string    `json:"url"`
	Username  string    `json:"username,omitempty"`
	Secret    string    `json:"secret,omitempty" doc:"Key of the secret that is the password"`
	Revision  int64     `json:"revision"`
	UpdatedAt time.Time `json:"updated_at"`
}

type registryOutput struct {
	ETag string `header:"ETag"`
	Body registryBody
}

func newRegistryOutput(r environments.Registry, err error) (*registryOutput, error) {
	if err != nil {
		return nil, err
	}
	return &registryOutput{ETag: etag(r.Revision), Body: registryBody{
		URL: r.URL, Username: r.Username, Secret: r.Secret, Revision: r.Revision, UpdatedAt: clock.Time(r.UpdatedAt),
	}}, nil
}

// getRegistry: GET /orgs/{org_id}/registry
func (a *API) getRegistry(ctx context.Context, in *struct{ InOrg }) (*registryOutput, error) {
	return newRegistryOutput(a.Environments.GetRegistry(ctx, actor(ctx), in.org()))
}

// registryInput is what is set of a registry.
type registryInput struct {
	URL      string `json:"url" doc:"https://host[:port][/path]; the path stands before all names of images" example:"https://registry.example.org/team"`
	Username string `json:"username,omitempty"`
	Secret   string `json:"secret,omitempty" doc:"Key of a secret of the org that is the password"`
}

func (in registryInput) registry() environments.Registry {
	return environments.Registry{URL: in.URL, Username: in.Username, Secret: in.Secret}
}

type createRegistryInput struct {
	InOrg
	Body registryInput
}

// createRegistry: POST /orgs/{org_id}/registry
func (a *API) createRegistry(ctx context.Context, in *createRegistryInput) (*registryOutput, error) {
	return newRegistryOutput(a.Environments.SetRegistry(ctx, actor(ctx), in.org(), 0, in.Body.registry()))
}

type replaceRegistryInput struct {
	InOrg
	IfMatch
	Body registryInput
}

// replaceRegistry: PUT /orgs/{org_id}/registry
func (a *API) replaceRegistry(ctx context.Context, in *replaceRegistryInput) (*registryOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newRegistryOutput(a.Environments.SetRegistry(ctx, actor(ctx), in.org(), revision, in.Body.registry()))
}

type deleteRegistryInput struct {
	InOrg
	IfMatch
	Reasoned
}

// deleteRegistry: DELETE /orgs/{org_id}/registry
func (a *API) deleteRegistry(ctx context.Context, in *deleteRegistryInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Environments.DeleteRegistry(ctx, actor(ctx), in.org(), revision)
}
