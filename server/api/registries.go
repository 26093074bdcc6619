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
		ID: "setRegistry", Method: http.MethodPut, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Set the registry of an org; send If-Match to replace one",
	}, a.setRegistry)
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

type setRegistryInput struct {
	InOrg
	ETag string `header:"If-Match" doc:"The ETag of the registry that is replaced; leave out for the first"`
	Body struct {
		URL      string `json:"url" doc:"https://host[:port][/path]; the path stands before all names of images" example:"https://registry.example.org/team"`
		Username string `json:"username,omitempty"`
		Secret   string `json:"secret,omitempty" doc:"Key of a secret of the org that is the password"`
	}
}

// setRegistry: PUT /orgs/{org_id}/registry
func (a *API) setRegistry(ctx context.Context, in *setRegistryInput) (*registryOutput, error) {
	revision := int64(0)
	if in.ETag != "" {
		var err error
		if revision, err = (IfMatch{in.ETag}).revision(); err != nil {
			return nil, err
		}
	}
	return newRegistryOutput(a.Environments.SetRegistry(ctx, actor(ctx), in.org(), revision, environments.Registry{
		URL: in.Body.URL, Username: in.Body.Username, Secret: in.Body.Secret,
	}))
}

type deleteRegistryInput struct {
	InOrg
	IfMatch
}

// deleteRegistry: DELETE /orgs/{org_id}/registry
func (a *API) deleteRegistry(ctx context.Context, in *deleteRegistryInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Environments.DeleteRegistry(ctx, actor(ctx), in.org(), revision)
}
