package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/environments"
	"catenary/server/stream"
)

type environmentImageBody struct {
	State  environments.ImageState `json:"state" enum:"absent,uploading,present,failed"`
	Image  *pinnedImageBody        `json:"image,omitempty" doc:"The present one; it stays so while another is uploaded and when that failed"`
	Upload *imageUploadBody        `json:"upload,omitempty" doc:"The latest upload of the present source"`
	Drift  *imageDriftBody         `json:"drift,omitempty" doc:"For sources that can change by themselves"`
	Can    []rbac.Permission       `json:"can" doc:"What you may do with the environment"`
}

type pinnedImageBody struct {
	Reference    string    `json:"reference" doc:"What a container engine pulls"`
	Digest       string    `json:"digest"`
	SourceDigest string    `json:"source_digest" doc:"That which the source had"`
	Platform     string    `json:"platform" example:"linux/amd64"`
	Size         int64     `json:"size" doc:"Bytes that a container engine pulls"`
	CreatedAt    time.Time `json:"created_at"`
}

type imageUploadBody struct {
	State     environments.PushState `json:"state" enum:"uploading,failed,done"`
	Phase     image.Phase            `json:"phase" enum:"checking,waiting,building,exporting,reading,uploading"`
	Done      int64                  `json:"done" doc:"Bytes of the phase; steps while building"`
	Total     int64                  `json:"total" doc:"0 if it is not known"`
	Layer     int                    `json:"layer"`
	Layers    int                    `json:"layers"`
	StartedAt time.Time              `json:"started_at"`
	UpdatedAt time.Time              `json:"updated_at"`
	Problem   *shortProblem          `json:"problem,omitempty" doc:"Why it failed"`
}

type imageDriftBody struct {
	Drifted bool          `json:"drifted" doc:"The source is no longer what the image was made from"`
	Pinned  string        `json:"pinned"`
	Current string        `json:"current,omitempty" doc:"Digest of the source now; absent if it could not be asked"`
	Problem *shortProblem `json:"problem,omitempty" doc:"Why it could not be asked"`
}

// shortProblem is why something failed that no request waits for.
type shortProblem struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func newShortProblem(f *fault.Fault) *shortProblem {
	if f == nil {
		return nil
	}
	return &shortProblem{Code: f.Code, Detail: f.Message}
}

type environmentImageOutput struct {
	Location string `header:"Location"`
	Body     environmentImageBody
}

func newEnvironmentImageOutput(s environments.Status, err error) (*environmentImageOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &environmentImageOutput{Body: environmentImageBody{State: s.State, Can: some(s.Can)}}
	if i := s.Image; i != nil {
		out.Body.Image = &pinnedImageBody{
			Reference: i.Reference, Digest: i.Digest, SourceDigest: i.Source, Platform: i.Platform, Size: i.Size, CreatedAt: clock.Time(i.CreatedAt),
		}
	}
	if p := s.Push; p != nil {
		out.Body.Upload = &imageUploadBody{
			State: p.State, Phase: p.Phase, Done: p.Bytes, Total: p.BytesTotal, Layer: p.Layer, Layers: p.Layers,
			StartedAt: clock.Time(p.StartedAt), UpdatedAt: clock.Time(p.UpdatedAt),
		}
		if p.Code != "" {
			out.Body.Upload.Problem = &shortProblem{Code: p.Code, Detail: p.Detail}
		}
	}
	if d := s.Drift; d != nil {
		out.Body.Drift = &imageDriftBody{Drifted: d.Drifted, Pinned: d.Pinned, Current: d.Current, Problem: newShortProblem(d.Problem)}
	}
	return out, nil
}

// getEnvironmentImage: GET /orgs/{org_id}/environments/{environment_key}/image
func (a *API) getEnvironmentImage(ctx context.Context, in *struct{ InEnvironment }) (*environmentImageOutput, error) {
	return newEnvironmentImageOutput(a.Environments.ImageStatus(ctx, actor(ctx), in.org(), in.Key))
}

type askEnvironmentImageInput struct {
	InEnvironment
	Body *struct {
		Accept string `json:"accept,omitempty" doc:"Digest of a drifted source that is to be followed; without it none is"`
	} `required:"false"`
}

// askEnvironmentImage: POST /orgs/{org_id}/environments/{environment_key}/image
func (a *API) askEnvironmentImage(ctx context.Context, in *askEnvironmentImageInput) (*environmentImageOutput, error) {
	accept := ""
	if in.Body != nil {
		accept = in.Body.Accept
	}
	out, err := newEnvironmentImageOutput(a.Environments.AskImage(ctx, actor(ctx), in.org(), in.Key, accept))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/environments/" + in.Key + "/image"
	}
	return out, err
}

type streamEnvironmentImageInput struct {
	InEnvironment
	Resumed
}

// streamEnvironmentImage: GET /orgs/{org_id}/environments/{environment_key}/image/stream
func (a *API) streamEnvironmentImage(ctx context.Context, in *streamEnvironmentImageInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.Follow(ctx, a.reader(ctx, in.Resumed), stream.Followed{
		Name: "image",
		Join: func(ctx context.Context, who rbac.Actor) (<-chan struct{}, func(), error) {
			return a.Environments.WatchImage(ctx, who, in.org(), in.Key)
		},
		See: func(ctx context.Context, who rbac.Actor) (stream.Standing, error) {
			status, err := a.Environments.ImageProgress(ctx, who, in.org(), in.Key)
			out, err := newEnvironmentImageOutput(status, err)
			if err != nil {
				return stream.Standing{}, err
			}
			return stream.Standing{Data: out.Body, Over: status.State != environments.ImageUploading}, nil
		},
	})
	return a.streamed(ctx, s, err)
}
