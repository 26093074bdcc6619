package api

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/secrets"
)

// secretMaxBody leaves room for a value of 64 KiB in which JSON escapes all.
const secretMaxBody = 1 << 20

func (a *API) registerSecrets() {
	const tag, all, one = "secrets", "/orgs/{org_id}/secrets", "/orgs/{org_id}/secrets/{secret_key}"
	register(a, route{
		ID: "listSecrets", Method: http.MethodGet, Path: all, Permission: rbac.SecretList, Tag: tag,
		Summary: "Secrets of an org and those shared to it, by key; never their values",
	}, a.listSecrets)
	register(a, route{
		ID: "createSecret", Method: http.MethodPost, Path: all, Permission: rbac.SecretWrite, Tag: tag,
		Summary: "Add a secret", Status: http.StatusCreated, MaxBody: secretMaxBody,
	}, a.createSecret)
	register(a, route{
		ID: "getSecret", Method: http.MethodGet, Path: one, Permission: rbac.SecretList, Tag: tag,
		Summary: "What is known of a secret but its value",
	}, a.getSecret)
	register(a, route{
		ID: "listSecretUses", Method: http.MethodGet, Path: one + "/uses", Permission: rbac.SecretList, Tag: tag,
		Summary: "Published chains whose latest version refers to a secret, as far as you may view them",
	}, a.listSecretUses)
	register(a, route{
		ID: "editSecret", Method: http.MethodPatch, Path: one, Permission: rbac.SecretWrite, Tag: tag,
		Summary: "Change a secret's description, or the hosts and engines that it may be sent to",
	}, a.editSecret)
	register(a, route{
		ID: "replaceSecret", Method: http.MethodPut, Path: one + "/value", Permission: rbac.SecretWrite, Tag: tag,
		Summary: "Give a secret another value", MaxBody: secretMaxBody,
	}, a.replaceSecret)
	register(a, route{
		ID: "deleteSecret", Method: http.MethodDelete, Path: one, Permission: rbac.SecretWrite, Tag: tag,
		Summary: "Delete a secret, for ever", Status: http.StatusNoContent,
	}, a.deleteSecret)
}

// InSecret is embedded in the input of routes below a secret.
type InSecret struct {
	InOrg
	Key string `path:"secret_key" doc:"The secret's key" example:"artefact-token"`
}

type secretBody struct {
	ID          string            `json:"id"`
	OrgID       string            `json:"org_id,omitempty" doc:"Absent if you may not list the secrets of the org that shares it"`
	Key         string            `json:"key"`
	Description string            `json:"description"`
	Hosts       []string          `json:"hosts" doc:"Hosts that it may be sent to; with no hosts and no engines, any"`
	Engines     []string          `json:"engines" doc:"Keys of engines that it may be given to"`
	Version     int64             `json:"version" doc:"Counts its values"`
	Revision    int64             `json:"revision"`
	Shared      bool              `json:"shared" doc:"An org above lets it be used here"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	RotatedAt   time.Time         `json:"rotated_at" doc:"When it got its value"`
	UpdatedBy   *authorBody       `json:"updated_by,omitempty"`
	Can         []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type secretOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     secretBody
}

func newSecretBody(v secrets.View) secretBody {
	return secretBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Description: v.Description, Hosts: some(v.Hosts), Engines: some(v.Engines),
		Version: v.Version, Revision: v.Revision, Shared: v.Shared,
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt), RotatedAt: clock.Time(v.RotatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
}

func newSecretOutput(v secrets.View, err error) (*secretOutput, error) {
	if err != nil {
		return nil, err
	}
	return &secretOutput{ETag: etag(v.Revision), Body: newSecretBody(v)}, nil
}

// listSecrets: GET /orgs/{org_id}/secrets
func (a *API) listSecrets(ctx context.Context, in *inOrgSearched) (*listOutput[secretBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Secrets.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newSecretBody), nil
}

type createSecretInput struct {
	InOrg
	Body struct {
		Key         string        `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"artefact-token"`
		Description string        `json:"description,omitempty"`
		Value       secrets.Value `json:"value" doc:"8 bytes to 64 KiB; nothing ever shows it again"`
		Hosts       []string      `json:"hosts,omitempty" doc:"Hosts that it may be sent to" example:"[\"ci.example.org\"]"`
		Engines     []string      `json:"engines,omitempty" doc:"Keys of engines that it may be given to"`
	}
}

// createSecret: POST /orgs/{org_id}/secrets
func (a *API) createSecret(ctx context.Context, in *createSecretInput) (*secretOutput, error) {
	out, err := newSecretOutput(a.Secrets.Create(ctx, actor(ctx), in.org(), secrets.New{
		Key: in.Body.Key, Description: in.Body.Description, Value: in.Body.Value,
		Bindings: secrets.Bindings{Hosts: in.Body.Hosts, Engines: in.Body.Engines},
	}))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/secrets/" + out.Body.Key
	}
	return out, err
}

// getSecret: GET /orgs/{org_id}/secrets/{secret_key}
func (a *API) getSecret(ctx context.Context, in *struct{ InSecret }) (*secretOutput, error) {
	return newSecretOutput(a.Secrets.Get(ctx, actor(ctx), in.org(), in.Key))
}

type listSecretUsesInput struct {
	InSecret
	Paged
}

// listSecretUses: GET /orgs/{org_id}/secrets/{secret_key}/uses
func (a *API) listSecretUses(ctx context.Context, in *listSecretUsesInput) (*listOutput[useBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Secrets.Uses(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newUse), nil
}

type editSecretInput struct {
	InSecret
	IfMatch
	Body struct {
		Description *string        `json:"description,omitempty"`
		Hosts       *secrets.Names `json:"hosts,omitempty" doc:"All of them; an empty list takes them away"`
		Engines     *secrets.Names `json:"engines,omitempty" doc:"All of them; an empty list takes them away"`
	}
}

// editSecret: PATCH /orgs/{org_id}/secrets/{secret_key}
func (a *API) editSecret(ctx context.Context, in *editSecretInput) (*secretOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newSecretOutput(a.Secrets.Edit(ctx, actor(ctx), in.org(), in.Key, revision, secrets.Edit(in.Body)))
}

type replaceSecretInput struct {
	InSecret
	IfMatch
	Body struct {
		Value secrets.Value `json:"value" doc:"8 bytes to 64 KiB; nothing ever shows it again"`
	}
}

// replaceSecret: PUT /orgs/{org_id}/secrets/{secret_key}/value
func (a *API) replaceSecret(ctx context.Context, in *replaceSecretInput) (*secretOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newSecretOutput(a.Secrets.Replace(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Value))
}

type deleteSecretInput struct {
	InSecret
	IfMatch
	Reasoned
}

// deleteSecret: DELETE /orgs/{org_id}/secrets/{secret_key}
func (a *API) deleteSecret(ctx context.Context, in *deleteSecretInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Secrets.Delete(ctx, actor(ctx), in.org(), in.Key, revision)
}
