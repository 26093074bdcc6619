package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/releases"
	"catenary/server/stream"
)

func (a *API) registerReleaseReview() {
	register(a, route{
		ID: "getReleaseReview", Method: http.MethodGet, Path: releasePath + "/review", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "All that is sealed, and how its chains differ from what was released last",
	}, a.getReleaseReview)
	register(a, route{
		ID: "listReleaseComments", Method: http.MethodGet, Path: releasePath + "/comments", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "What was said about a release, the oldest first",
	}, a.listReleaseComments)
	register(a, route{
		ID: "commentRelease", Method: http.MethodPost, Path: releasePath + "/comments", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "Say something about a release", Status: http.StatusCreated,
	}, a.commentRelease)
	register(a, route{
		ID: "listReleaseMilestones", Method: http.MethodGet, Path: releasePath + "/milestones", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "The history of a release behind a number",
	}, a.listReleaseMilestones)
	register(a, route{
		ID: "streamReleaseMilestones", Method: http.MethodGet, Path: releasePath + "/milestones/stream", Permission: rbac.ReleaseView, Tag: releaseTag,
		Summary: "The history of a release as it is written (server-sent events)",
	}, a.streamReleaseMilestones)
	a.streams("streamReleaseMilestones")
}

type reviewPartBody struct {
	Pointer string `json:"pointer" example:"/phases/0/chain/nodes/build/script"`
	Digest  string `json:"digest"`
}

type reviewChainBody struct {
	Pointer  string       `json:"pointer" doc:"Where the chain stands in the plan" example:"/phases/0/chain"`
	ChainID  string       `json:"chain_id"`
	Version  int64        `json:"version"`
	Digest   string       `json:"digest" doc:"Of the version's meaning"`
	Message  string       `json:"message,omitempty"`
	Document any          `json:"document" doc:"What runs"`
	Last     int64        `json:"last_released,omitempty" doc:"The version that was released last; absent if none was"`
	Changes  []changeBody `json:"changes" doc:"Since that version"`
}

type releaseReviewOutput struct {
	Body struct {
		Release releaseBody       `json:"release"`
		Seal    string            `json:"seal" doc:"Digest over what would run now"`
		Parts   []reviewPartBody  `json:"parts" doc:"What the seal is made of"`
		Differs []string          `json:"differs" doc:"Parts that are not as they were sealed"`
		Chains  []reviewChainBody `json:"chains"`
		Authors []string          `json:"authors" doc:"Who wrote any of it, by id: they do not approve it"`
	}
}

// getReleaseReview: GET /orgs/{org_id}/releases/{release_id}/review
func (a *API) getReleaseReview(ctx context.Context, in *struct{ InRelease }) (*releaseReviewOutput, error) {
	r, err := a.Releases.Review(ctx, actor(ctx), in.org(), in.ReleaseID)
	if err != nil {
		return nil, err
	}
	out := &releaseReviewOutput{}
	b := &out.Body
	b.Release, b.Seal, b.Differs = newReleaseBody(releases.View{Release: r.Release}), r.Seal, some(r.Differs)
	b.Parts, b.Chains, b.Authors = []reviewPartBody{}, []reviewChainBody{}, []string{}
	for _, pointer := range slices.Sorted(maps.Keys(r.Parts)) {
		b.Parts = append(b.Parts, reviewPartBody{Pointer: pointer, Digest: r.Parts[pointer]})
	}
	for _, pointer := range slices.Sorted(maps.Keys(r.Chains)) {
		c := r.Chains[pointer]
		b.Chains = append(b.Chains, reviewChainBody{
			Pointer: pointer, ChainID: c.Chain, Version: c.Version.Version, Digest: c.Digest, Message: c.Message,
			Document: json.RawMessage(c.Document), Last: c.Last, Changes: newChanges(c.Changes),
		})
	}
	for _, id := range r.Authors {
		b.Authors = append(b.Authors, string(id))
	}
	return out, nil
}

// newChanges are differences between two documents.
func newChanges(changes []chain.Change) []changeBody {
	out := make([]changeBody, len(changes))
	for i, c := range changes {
		out[i] = changeBody{Kind: c.Kind, Subject: c.Subject, Node: string(c.Node), From: string(c.From), To: string(c.To), Pointer: c.Pointer}
		for _, f := range c.Fields {
			out[i].Fields = append(out[i].Fields, fieldBody(f))
		}
	}
	return out
}

type commentBody struct {
	ID       string      `json:"id"`
	At       time.Time   `json:"at"`
	By       *authorBody `json:"by"`
	Revision int64       `json:"revision" doc:"Of the release that it is about"`
	Pointer  string      `json:"pointer,omitempty" doc:"The part that it is about"`
	Body     string      `json:"body"`
}

func newCommentBody(c releases.Comment) commentBody {
	return commentBody{
		ID: c.ID, At: clock.Time(c.At), By: newAuthor(c.By, c.ByName), Revision: c.Revision, Pointer: c.Pointer, Body: c.Body,
	}
}

type pagedRelease struct {
	InRelease
	Paged
}

// listReleaseComments: GET /orgs/{org_id}/releases/{release_id}/comments
func (a *API) listReleaseComments(ctx context.Context, in *pagedRelease) (*listOutput[commentBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Releases.Comments(ctx, actor(ctx), in.org(), in.ReleaseID, r)
	if err != nil {
		return nil, err
	}
	return list(p, newCommentBody), nil
}

type commentReleaseInput struct {
	InRelease
	Body struct {
		Pointer string `json:"pointer,omitempty" doc:"The part that it is about" example:"/phases/0/chain"`
		Body    string `json:"body" doc:"1 to 4000 characters"`
	}
}

type commentOutput struct{ Body commentBody }

// commentRelease: POST /orgs/{org_id}/releases/{release_id}/comments
func (a *API) commentRelease(ctx context.Context, in *commentReleaseInput) (*commentOutput, error) {
	c, err := a.Releases.Say(ctx, actor(ctx), in.org(), in.ReleaseID, in.Body.Pointer, in.Body.Body)
	if err != nil {
		return nil, err
	}
	return &commentOutput{Body: newCommentBody(c)}, nil
}

type listMilestonesInput struct {
	InRelease
	After int64 `query:"after" minimum:"0" doc:"Number of the last one that you have"`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Milestones at most"`
}

type listMilestonesOutput struct {
	Body struct {
		Items []stream.Milestone `json:"items"`
		Next  int64              `json:"next,omitempty" doc:"Send it as after for more; absent if there are none yet"`
	}
}

// listReleaseMilestones: GET /orgs/{org_id}/releases/{release_id}/milestones
func (a *API) listReleaseMilestones(ctx context.Context, in *listMilestonesInput) (*listMilestonesOutput, error) {
	m, err := a.Releases.Milestones(ctx, actor(ctx), in.org(), in.ReleaseID, in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &listMilestonesOutput{}
	out.Body.Items = make([]stream.Milestone, len(m.Items))
	for i, one := range m.Items {
		out.Body.Items[i] = stream.NewMilestone(one)
	}
	if m.More {
		out.Body.Next = m.Items[len(m.Items)-1].Seq
	}
	return out, nil
}

type streamMilestonesInput struct {
	InRelease
	Resumed
}

// streamReleaseMilestones: GET /orgs/{org_id}/releases/{release_id}/milestones/stream
func (a *API) streamReleaseMilestones(ctx context.Context, in *streamMilestonesInput) (*huma.StreamResponse, error) {
	s, err := a.Streams.Release(ctx, a.reader(ctx, in.Resumed), a.Releases, in.org(), in.ReleaseID)
	return a.streamed(ctx, s, err)
}
