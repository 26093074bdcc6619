package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/environments"
)

func (a *API) registerEnvironments() {
	const tag, all, one = "environments", "/orgs/{org_id}/environments", "/orgs/{org_id}/environments/{environment_key}"
	register(a, route{
		ID: "listEnvironments", Method: http.MethodGet, Path: all, Permission: rbac.EnvironmentView, Tag: tag,
		Summary: "Environments of an org and those shared to it, the last changed first",
	}, a.listEnvironments)
	register(a, route{
		ID: "createEnvironment", Method: http.MethodPost, Path: all, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Add an environment; its image comes when it is asked for", Status: http.StatusCreated,
	}, a.createEnvironment)
	register(a, route{
		ID: "getEnvironment", Method: http.MethodGet, Path: one, Permission: rbac.EnvironmentView, Tag: tag, Summary: "One environment",
	}, a.getEnvironment)
	register(a, route{
		ID: "editEnvironment", Method: http.MethodPatch, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Change an environment; another source means another image",
	}, a.editEnvironment)
	register(a, route{
		ID: "deleteEnvironment", Method: http.MethodDelete, Path: one, Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Delete an environment; images that versions of chains pin stay", Status: http.StatusNoContent,
	}, a.deleteEnvironment)
	register(a, route{
		ID: "listEnvironmentUses", Method: http.MethodGet, Path: one + "/uses", Permission: rbac.EnvironmentView, Tag: tag,
		Summary: "Published chains whose latest version uses an environment, as far as you may view them",
	}, a.listEnvironmentUses)
	register(a, route{
		ID: "getEnvironmentImage", Method: http.MethodGet, Path: one + "/image", Permission: rbac.EnvironmentView, Tag: tag,
		Summary: "How the image of an environment stands: whether it is in the registry, how far its upload is, whether its source has drifted",
	}, a.getEnvironmentImage)
	register(a, route{
		ID: "askEnvironmentImage", Method: http.MethodPost, Path: one + "/image", Permission: rbac.EnvironmentEdit, Tag: tag,
		Summary: "Bring the image of an environment to the registry, if it is not there", Status: http.StatusAccepted,
	}, a.askEnvironmentImage)
	register(a, route{
		ID: "streamEnvironmentImage", Method: http.MethodGet, Path: one + "/image/stream", Permission: rbac.EnvironmentView, Tag: tag,
		Summary: "How the image of an environment stands until its upload has ended: an event whenever that has changed (server-sent events); 204 if nothing is at work and you have that",
	}, a.streamEnvironmentImage)
	a.streams("streamEnvironmentImage")
	a.operation("streamEnvironmentImage").Responses["204"] = &huma.Response{Description: "It has ended, and you have that"}
}

// InEnvironment is embedded in the input of routes below an environment.
type InEnvironment struct {
	InOrg
	Key string `path:"environment_key" doc:"The environment's key" example:"python-3.11"`
}

type environmentSource struct {
	Kind       image.SourceKind `json:"kind" enum:"docker,archive,build,registry" doc:"docker: an image of the server's container engine; archive: an uploaded file of docker save or an OCI layout; build: an uploaded context with a Dockerfile; registry: an image in a registry"`
	Reference  string           `json:"reference,omitempty" doc:"Name of the image, for docker and registry" example:"python:3.11"`
	UploadID   string           `json:"upload_id,omitempty" doc:"The uploaded file, for archive and build"`
	Dockerfile string           `json:"dockerfile,omitempty" doc:"Path in the context; Dockerfile if left out"`
	Username   string           `json:"username,omitempty" doc:"Gets into the registry"`
	Secret     string           `json:"secret,omitempty" doc:"Key of the secret that is the registry's password"`
}

func (s environmentSource) source() (environments.Source, string) {
	return environments.Source{
		Kind: s.Kind, Reference: s.Reference, Dockerfile: s.Dockerfile, Username: s.Username, Secret: s.Secret,
	}, s.UploadID
}

type environmentBody struct {
	ID          string            `json:"id"`
	OrgID       string            `json:"org_id,omitempty" doc:"Absent if you may not view the org that shares it"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Description string            `json:"description,omitempty"`
	Source      environmentSource `json:"source"`
	User        int64             `json:"user" doc:"Number of the user in the container"`
	Entry       []string          `json:"entry" doc:"The program that is given a script, with its arguments"`
	Limits      environmentLimits `json:"limits"`
	Image       string            `json:"image,omitempty" doc:"Digest of the image that new versions of chains get"`
	Deprecation *deprecationBody  `json:"deprecation,omitempty" doc:"If it is being retired"`
	ImageSize   int64             `json:"image_size,omitempty" doc:"Bytes of the present image; in lists"`
	ImageSince  *time.Time        `json:"image_since,omitempty" doc:"When the present image was made; in lists"`
	Uses        *int64            `json:"uses,omitempty" doc:"How many published chains that you may view use it; in lists"`
	Revision    int64             `json:"revision"`
	Shared      bool              `json:"shared" doc:"An org above lets it be used here"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	UpdatedBy   *authorBody       `json:"updated_by,omitempty"`
	Can         []rbac.Permission `json:"can" doc:"What you may do with it"`
}

// deprecationBody is what is said of an environment that is being retired.
type deprecationBody struct {
	Since       time.Time `json:"since"`
	Note        string    `json:"note,omitempty"`
	Replacement string    `json:"replacement,omitempty" doc:"Key of the environment to use instead"`
}

type environmentLimits struct {
	CPU     float64 `json:"cpu,omitempty" doc:"Processor cores"`
	Memory  string  `json:"memory,omitempty" doc:"Such as 512Mi"`
	Pids    int64   `json:"pids,omitempty" doc:"Processes and threads"`
	Timeout string  `json:"timeout,omitempty" doc:"Such as 10m"`
}

func newEnvironmentBody(v environments.View) environmentBody {
	b := environmentBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Description: v.Description,
		Source: environmentSource{
			Kind: v.Source.Kind, Reference: v.Source.Reference, UploadID: v.Upload, Dockerfile: v.Source.Dockerfile,
			Username: v.Source.Username, Secret: v.Source.Secret,
		},
		User: v.User, Entry: some(v.Entry), Limits: environmentLimits(v.Limits), Image: v.Image, Revision: v.Revision, Shared: v.Shared,
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt), UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
	if v.DeprecatedAt != 0 {
		b.Deprecation = &deprecationBody{Since: clock.Time(v.DeprecatedAt), Note: v.DeprecationNote, Replacement: v.Replacement}
	}
	return b
}

// newListedEnvironment adds what only lists have.
func newListedEnvironment(v environments.View) environmentBody {
	b := newEnvironmentBody(v)
	b.Uses, b.ImageSize = &v.Uses, v.ImageSize
	if v.ImageSince != 0 {
		since := clock.Time(v.ImageSince)
		b.ImageSince = &since
	}
	return b
}

type environmentOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     environmentBody
}

func newEnvironmentOutput(v environments.View, err error) (*environmentOutput, error) {
	if err != nil {
		return nil, err
	}
	return &environmentOutput{ETag: etag(v.Revision), Body: newEnvironmentBody(v)}, nil
}

type listEnvironmentsInput struct {
	InOrg
	Deep   bool   `query:"deep" doc:"With the orgs below"`
	Search string `query:"q" maxLength:"200" doc:"Those with this in their name or key"`
	Paged
}

// listEnvironments: GET /orgs/{org_id}/environments
func (a *API) listEnvironments(ctx context.Context, in *listEnvironmentsInput) (*listOutput[environmentBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Environments.List(ctx, actor(ctx), in.org(), environments.Query{Deep: in.Deep, Search: in.Search}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newListedEnvironment), nil
}

type createEnvironmentInput struct {
	InOrg
	Body struct {
		Key         string            `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"python"`
		Name        string            `json:"name" doc:"1 to 200 characters" example:"Python 3.11"`
		Description string            `json:"description,omitempty"`
		Source      environmentSource `json:"source"`
		User        int64             `json:"user,omitempty" doc:"Number of the user in the container; 65532 if left out, never 0"`
		Entry       []string          `json:"entry" doc:"The program that is given a script, with its arguments" example:"[\"python3\"]"`
		Limits      environmentLimits `json:"limits,omitempty" doc:"The most that tasks get; what is left out is the platform's"`
	}
}

// createEnvironment: POST /orgs/{org_id}/environments
func (a *API) createEnvironment(ctx context.Context, in *createEnvironmentInput) (*environmentOutput, error) {
	b := in.Body
	made := environments.New{
		Key: b.Key, Name: b.Name, Description: b.Description, User: b.User, Entry: b.Entry, Limits: environments.Limits(b.Limits),
	}
	made.Source, made.Upload = b.Source.source()
	out, err := newEnvironmentOutput(a.Environments.Create(ctx, actor(ctx), in.org(), made))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/environments/" + out.Body.Key
	}
	return out, err
}

// getEnvironment: GET /orgs/{org_id}/environments/{environment_key}
func (a *API) getEnvironment(ctx context.Context, in *struct{ InEnvironment }) (*environmentOutput, error) {
	return newEnvironmentOutput(a.Environments.Get(ctx, actor(ctx), in.org(), in.Key))
}

type editEnvironmentInput struct {
	InEnvironment
	IfMatch
	Body struct {
		Name        *string            `json:"name,omitempty" doc:"1 to 200 characters"`
		Description *string            `json:"description,omitempty"`
		Source      *environmentSource `json:"source,omitempty"`
		User        *int64             `json:"user,omitempty"`
		Entry       []string           `json:"entry,omitempty"`
		Limits      *environmentLimits `json:"limits,omitempty"`
		Deprecation *struct {
			Deprecated  bool   `json:"deprecated" doc:"false: it is not being retired any more"`
			Note        string `json:"note,omitempty" maxLength:"500" doc:"Why, and until when"`
			Replacement string `json:"replacement,omitempty" doc:"Key of the environment to use instead" example:"python-3.12"`
		} `json:"deprecation,omitempty" doc:"Marks it as being retired, or takes that back: drafts that use it are warned, what is published runs on"`
	}
}

// editEnvironment: PATCH /orgs/{org_id}/environments/{environment_key}
func (a *API) editEnvironment(ctx context.Context, in *editEnvironmentInput) (*environmentOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	b := in.Body
	return newEnvironmentOutput(a.Environments.Update(ctx, actor(ctx), in.org(), in.Key, revision, func(to *environments.New) {
		if b.Name != nil {
			to.Name = *b.Name
		}
		if b.Description != nil {
			to.Description = *b.Description
		}
		if b.Source != nil {
			to.Source, to.Upload = b.Source.source()
		}
		if b.User != nil {
			to.User = *b.User
		}
		if b.Entry != nil {
			to.Entry = b.Entry
		}
		if b.Limits != nil {
			to.Limits = environments.Limits(*b.Limits)
		}
		if d := b.Deprecation; d != nil {
			to.Deprecation = nil
			if d.Deprecated {
				to.Deprecation = &environments.Deprecation{Note: d.Note, Replacement: d.Replacement}
			}
		}
	}))
}

// deleteEnvironment: DELETE /orgs/{org_id}/environments/{environment_key}
func (a *API) deleteEnvironment(ctx context.Context, in *struct {
	InEnvironment
	Reasoned
},
) (*none, error) {
	return &none{}, a.Environments.Delete(ctx, actor(ctx), in.org(), in.Key)
}

type listEnvironmentUsesInput struct {
	InEnvironment
	Paged
}

// listEnvironmentUses: GET /orgs/{org_id}/environments/{environment_key}/uses
func (a *API) listEnvironmentUses(ctx context.Context, in *listEnvironmentUsesInput) (*listOutput[useBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Environments.Uses(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newUse), nil
}
