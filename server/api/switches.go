package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/stream"
	"catenary/server/switches"
)

func (a *API) registerSwitches() {
	const tag, all, one = "switches", "/orgs/{org_id}/switches", "/orgs/{org_id}/switches/{switch_key}"
	register(a, route{
		ID: "listSwitches", Method: http.MethodGet, Path: all, Permission: rbac.SwitchView, Tag: tag,
		Summary: "Switches of an org and those shared to it, by key",
	}, a.listSwitches)
	register(a, route{
		ID: "createSwitch", Method: http.MethodPost, Path: all, Permission: rbac.SwitchSet, Tag: tag,
		Summary: "Add a switch with its first value", Status: http.StatusCreated,
	}, a.createSwitch)
	register(a, route{
		ID: "getSwitch", Method: http.MethodGet, Path: one, Permission: rbac.SwitchView, Tag: tag, Summary: "One switch",
	}, a.getSwitch)
	register(a, route{
		ID: "editSwitch", Method: http.MethodPatch, Path: one, Permission: rbac.SwitchSet, Tag: tag,
		Summary: "Change what a switch is; its value stays and has to fit",
	}, a.editSwitch)
	register(a, route{
		ID: "deleteSwitch", Method: http.MethodDelete, Path: one, Permission: rbac.SwitchSet, Tag: tag,
		Summary: "Delete a switch, for ever", Status: http.StatusNoContent,
	}, a.deleteSwitch)
	register(a, route{
		ID: "setSwitch", Method: http.MethodPut, Path: one + "/value", Permission: rbac.SwitchSet, Tag: tag,
		Summary: "Give a switch another value, for a reason; who follows it hears of it at once. Where that needs an approval, people are asked and the value stays: 202",
	}, a.setSwitch)
	register(a, route{
		ID: "setSwitchApproval", Method: http.MethodPut, Path: one + "/approval", Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Say who has to approve changes of a switch; where somebody has to, they approve this too: 202",
	}, a.setSwitchApproval)
	register(a, route{
		ID: "listSwitchRequests", Method: http.MethodGet, Path: one + "/requests", Permission: rbac.SwitchView, Tag: tag,
		Summary: "Changes of an org's own switch that people were asked to approve, the newest first",
	}, a.listSwitchRequests)
	register(a, route{
		ID: "getSwitchRequest", Method: http.MethodGet, Path: one + "/requests/{request_id}", Permission: rbac.SwitchView, Tag: tag,
		Summary: "Where one of them stands",
	}, a.getSwitchRequest)
	register(a, route{
		ID: "getSwitchValue", Method: http.MethodGet, Path: one + "/value", Permission: rbac.SwitchView, Tag: tag,
		Summary: "How a switch stands; with If-None-Match and wait, the answer comes when it stands otherwise (long poll), or is 304",
	}, a.getSwitchValue)
	register(a, route{
		ID: "streamSwitch", Method: http.MethodGet, Path: one + "/stream", Permission: rbac.SwitchView, Tag: tag,
		Summary: "How a switch stands: an event now and whenever that changes (server-sent events)",
	}, a.streamSwitch)
	register(a, route{
		ID: "listSwitchChanges", Method: http.MethodGet, Path: one + "/history", Permission: rbac.SwitchView, Tag: tag,
		Summary: "From what to what a switch was set, by whom and why, the newest first",
	}, a.listSwitchChanges)
	register(a, route{
		ID: "listSwitchFollowers", Method: http.MethodGet, Path: one + "/followers", Permission: rbac.SwitchView, Tag: tag,
		Summary: "Who follows a switch now",
	}, a.listSwitchFollowers)
	register(a, route{
		ID: "listSwitchUses", Method: http.MethodGet, Path: one + "/uses", Permission: rbac.SwitchView, Tag: tag,
		Summary: "Published chains whose latest version refers to a switch, as far as you may view them",
	}, a.listSwitchUses)
	a.streams("streamSwitch")
	for _, id := range []string{"setSwitch", "setSwitchApproval"} {
		op := a.operation(id)
		op.Responses["202"] = &huma.Response{Description: "People are asked to approve it; see request", Content: op.Responses["200"].Content}
	}
	a.operation("getSwitchValue").Responses["304"] = &huma.Response{Description: "It stands as you know"}
}

// InSwitch is embedded in the input of routes below a switch.
type InSwitch struct {
	InOrg
	Key string `path:"switch_key" doc:"The switch's key" example:"stock-mode"`
}

type switchBody struct {
	ID          string            `json:"id"`
	OrgID       string            `json:"org_id,omitempty" doc:"Absent if you may not view the switches of the org that shares it"`
	Key         string            `json:"key"`
	Name        string            `json:"name"`
	Description string            `json:"description,omitempty"`
	Type        switches.Type     `json:"type" enum:"boolean,enum,number,json"`
	Options     []string          `json:"options,omitempty" doc:"The values of an enum"`
	Schema      json.RawMessage   `json:"schema,omitempty" doc:"JSON Schema of its values"`
	Value       json.RawMessage   `json:"value"`
	Revision    int64             `json:"revision"`
	Shared      bool              `json:"shared" doc:"An org above lets it be followed here"`
	ChangedAt   time.Time         `json:"changed_at" doc:"When it got its value"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	UpdatedBy   *authorBody       `json:"updated_by,omitempty"`
	Approval    *askedPlanBody    `json:"approval,omitempty" doc:"Who has to approve changes; absent if nobody has to, and of what is shared"`
	Problem     string            `json:"problem,omitempty" enum:"approval.nobody_can" doc:"Too few are left who can approve changes; lists do not tell"`
	Can         []rbac.Permission `json:"can" doc:"What you may do with it"`
	Request     *SwitchRequest    `json:"request,omitempty" doc:"With 202: what people are asked to approve"`
}

type switchOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     switchBody
}

func newSwitchBody(v switches.View) switchBody {
	b := switchBody{
		Approval: newAskedPlanBody(v.Plan), ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Description: v.Description, Type: v.Type, Options: v.Options,
		Value: json.RawMessage(v.Value), Revision: v.Revision, Shared: v.Shared, ChangedAt: clock.Time(v.ChangedAt),
		CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
	if v.Schema != "" {
		b.Schema = json.RawMessage(v.Schema)
	}
	if v.Stranded {
		b.Problem = "approval.nobody_can"
	}
	return b
}

func newSwitchOutput(v switches.View, err error) (*switchOutput, error) {
	if err != nil {
		return nil, err
	}
	return &switchOutput{ETag: etag(v.Revision), Body: newSwitchBody(v)}, nil
}

// listSwitches: GET /orgs/{org_id}/switches
func (a *API) listSwitches(ctx context.Context, in *inOrgSearched) (*listOutput[switchBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Switches.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newSwitchBody), nil
}

type createSwitchInput struct {
	InOrg
	Body struct {
		Key         string          `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"stock-mode"`
		Name        string          `json:"name" example:"Stock mode"`
		Description string          `json:"description,omitempty"`
		Type        switches.Type   `json:"type" enum:"boolean,enum,number,json"`
		Options     []string        `json:"options,omitempty" doc:"The values of an enum, in their order" example:"[\"old\", \"both\", \"new\"]"`
		Schema      json.RawMessage `json:"schema,omitempty" doc:"JSON Schema of the values of a number or of JSON"`
		Value       json.RawMessage `json:"value"`
		Reason      string          `json:"reason,omitempty"`
	}
}

// createSwitch: POST /orgs/{org_id}/switches
func (a *API) createSwitch(ctx context.Context, in *createSwitchInput) (*switchOutput, error) {
	out, err := newSwitchOutput(a.Switches.Create(ctx, actor(ctx), in.org(), switches.New(in.Body)))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/switches/" + out.Body.Key
	}
	return out, err
}

// getSwitch: GET /orgs/{org_id}/switches/{switch_key}
func (a *API) getSwitch(ctx context.Context, in *struct{ InSwitch }) (*switchOutput, error) {
	return newSwitchOutput(a.Switches.Get(ctx, actor(ctx), in.org(), in.Key))
}

type editSwitchInput struct {
	InSwitch
	IfMatch
	Body struct {
		Name        *string          `json:"name,omitempty"`
		Description *string          `json:"description,omitempty"`
		Options     *[]string        `json:"options,omitempty" doc:"All of them"`
		Schema      *json.RawMessage `json:"schema,omitempty" doc:"null takes it away"`
	}
}

// editSwitch: PATCH /orgs/{org_id}/switches/{switch_key}
func (a *API) editSwitch(ctx context.Context, in *editSwitchInput) (*switchOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newSwitchOutput(a.Switches.Edit(ctx, actor(ctx), in.org(), in.Key, revision, switches.Edit(in.Body)))
}

type deleteSwitchInput struct {
	InSwitch
	IfMatch
	Reasoned
}

// deleteSwitch: DELETE /orgs/{org_id}/switches/{switch_key}
func (a *API) deleteSwitch(ctx context.Context, in *deleteSwitchInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Switches.Delete(ctx, actor(ctx), in.org(), in.Key, revision)
}

type setSwitchInput struct {
	InSwitch
	IfMatch
	Body struct {
		Value  json.RawMessage `json:"value"`
		Reason string          `json:"reason" doc:"Stands in the history"`
	}
}

// switchAskedOutput is a switch that was changed, or of which it was asked.
type switchAskedOutput struct {
	Status   int
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     switchBody
}

func newSwitchAskedOutput(v switches.View, asked *switches.Request, err error) (*switchAskedOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &switchAskedOutput{Status: http.StatusOK, ETag: etag(v.Revision), Body: newSwitchBody(v)}
	if asked != nil {
		body := newSwitchRequest(*asked)
		out.Status, out.Body.Request = http.StatusAccepted, &body
		out.Location = prefix + "/orgs/" + string(v.Org) + "/switches/" + v.Key + "/requests/" + asked.ID
	}
	return out, nil
}

// setSwitch: PUT /orgs/{org_id}/switches/{switch_key}/value
func (a *API) setSwitch(ctx context.Context, in *setSwitchInput) (*switchAskedOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newSwitchAskedOutput(a.Switches.Set(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Value, in.Body.Reason))
}

type switchState struct {
	Key       string          `json:"key"`
	Type      switches.Type   `json:"type" enum:"boolean,enum,number,json"`
	Value     json.RawMessage `json:"value"`
	Revision  int64           `json:"revision"`
	ChangedAt time.Time       `json:"changed_at" doc:"When it got its value"`
}

func newSwitchState(s switches.State) switchState {
	return switchState{Key: s.Key, Type: s.Type, Value: json.RawMessage(s.Value), Revision: s.Revision, ChangedAt: clock.Time(s.ChangedAt)}
}

type getSwitchValueInput struct {
	InSwitch
	IfNoneMatch
	Wait int `query:"wait" minimum:"0" maximum:"30" doc:"Seconds to wait until it stands otherwise than If-None-Match says"`
}

type switchValueOutput struct {
	Status int
	Cached
	Body switchState
}

// getSwitchValue: GET /orgs/{org_id}/switches/{switch_key}/value
func (a *API) getSwitchValue(ctx context.Context, in *getSwitchValueInput) (*switchValueOutput, error) {
	who := actor(ctx)
	f, err := a.Switches.Follow(ctx, who, in.org(), in.Key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	now, err := f.State(ctx, who)
	if err != nil {
		return nil, err
	}
	if in.Wait > 0 && known(in.Known, etag(now.Revision)) {
		if now, _, err = f.Await(ctx, who, now.Revision, time.Duration(in.Wait)*time.Second); err != nil {
			return nil, err
		}
	}
	tag := etag(now.Revision)
	return &switchValueOutput{Status: in.status(tag), Cached: cached(tag), Body: newSwitchState(now)}, nil
}

type streamSwitchInput struct {
	InSwitch
	Resumed
}

// streamSwitch: GET /orgs/{org_id}/switches/{switch_key}/stream
func (a *API) streamSwitch(ctx context.Context, in *streamSwitchInput) (*huma.StreamResponse, error) {
	f, err := a.Switches.Follow(ctx, actor(ctx), in.org(), in.Key)
	if err != nil {
		return nil, err
	}
	s, err := a.Streams.Follow(ctx, a.reader(ctx, in.Resumed), stream.Followed{
		Name: "switch",
		Join: func(context.Context, rbac.Actor) (<-chan struct{}, func(), error) { return f.Changed, f.Close, nil },
		See: func(ctx context.Context, who rbac.Actor) (stream.Standing, error) {
			now, err := f.State(ctx, who)
			return stream.Standing{Data: newSwitchState(now)}, err
		},
	})
	return a.streamed(ctx, s, err)
}

type switchChangeBody struct {
	Revision int64           `json:"revision"`
	At       time.Time       `json:"at"`
	By       *authorBody     `json:"by,omitempty" doc:"Absent if you may not view the switches of the org that shares it"`
	RunID    string          `json:"run_id,omitempty" doc:"The run whose step did it"`
	From     json.RawMessage `json:"from" doc:"null when it was made"`
	To       json.RawMessage `json:"to"`
	Reason   string          `json:"reason,omitempty"`
	Request  string          `json:"request_id,omitempty" doc:"The request that was approved, if the change needed it"`
}

func newSwitchChange(c switches.Change) switchChangeBody {
	return switchChangeBody{
		Revision: c.Revision, At: clock.Time(c.At), By: newAuthor(c.By, c.ByName), RunID: c.Run,
		From: json.RawMessage(c.Was), To: json.RawMessage(c.Value), Reason: c.Reason, Request: c.Request,
	}
}

type inSwitchPaged struct {
	InSwitch
	Paged
}

// listSwitchChanges: GET /orgs/{org_id}/switches/{switch_key}/history
func (a *API) listSwitchChanges(ctx context.Context, in *inSwitchPaged) (*listOutput[switchChangeBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Switches.History(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newSwitchChange), nil
}

type switchFollower struct {
	ID        string `json:"id" doc:"Of a person or service account"`
	Name      string `json:"name"`
	OrgID     string `json:"org_id" doc:"On whose behalf"`
	Followers int64  `json:"followers" doc:"Connections"`
}

type switchFollowersOutput struct {
	Body struct {
		Items []switchFollower `json:"items"`
	}
}

// listSwitchFollowers: GET /orgs/{org_id}/switches/{switch_key}/followers
func (a *API) listSwitchFollowers(ctx context.Context, in *struct{ InSwitch }) (*switchFollowersOutput, error) {
	rows, err := a.Switches.Followers(ctx, actor(ctx), in.org(), in.Key)
	if err != nil {
		return nil, err
	}
	out := &switchFollowersOutput{}
	out.Body.Items = make([]switchFollower, len(rows))
	for i, f := range rows {
		out.Body.Items[i] = switchFollower{ID: string(f.Subject), Name: f.Name, OrgID: string(f.Org), Followers: f.Followers}
	}
	return out, nil
}

// listSwitchUses: GET /orgs/{org_id}/switches/{switch_key}/uses
func (a *API) listSwitchUses(ctx context.Context, in *inSwitchPaged) (*listOutput[useBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Switches.Uses(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newUse), nil
}
