package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/secrets"
	"catenary/server/triggers"
)

const triggerTag = "triggers"

func (a *API) registerTriggers() {
	const all, one = "/orgs/{org_id}/triggers", "/orgs/{org_id}/triggers/{trigger_key}"
	register(a, route{
		ID: "listTriggers", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "Triggers of an org, by key",
	}, a.listTriggers)
	register(a, route{
		ID: "getTrigger", Method: http.MethodGet, Path: one, Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "One trigger, and how it fired last",
	}, a.getTrigger)
	register(a, route{
		ID: "createTrigger", Method: http.MethodPost, Path: all, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Add a trigger; its runs are started with your rights", Status: http.StatusCreated,
	}, a.createTrigger)
	register(a, route{
		ID: "replaceTrigger", Method: http.MethodPut, Path: one, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Say anew what a trigger does; its runs are started with your rights from now on",
	}, a.replaceTrigger)
	register(a, route{
		ID: "enableTrigger", Method: http.MethodPatch, Path: one, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Let a trigger fire, or stop it",
	}, a.enableTrigger)
	register(a, route{
		ID: "deleteTrigger", Method: http.MethodDelete, Path: one, Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Delete a trigger; its runs go on", Status: http.StatusNoContent,
	}, a.deleteTrigger)
	register(a, route{
		ID: "listTriggerTimes", Method: http.MethodGet, Path: one + "/times", Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "The next ten times of a schedule",
	}, a.listTriggerTimes)
	register(a, route{
		ID: "previewScheduleTimes", Method: http.MethodGet, Path: "/orgs/{org_id}/schedule-times", Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "The next ten times that a schedule would have; nothing is kept",
	}, a.previewScheduleTimes)
	register(a, route{
		ID: "listTriggerFirings", Method: http.MethodGet, Path: one + "/firings", Permission: rbac.ChainView, Tag: triggerTag,
		Summary: "How a trigger fired within the last day, the newest first",
	}, a.listTriggerFirings)
	a.raw(route{
		ID: "tryTrigger", Method: http.MethodPost, Path: one + "/trial", Permission: rbac.RunStart, Tag: triggerTag,
		Summary: "Start a run as if a trigger had fired, also while it is disabled; who asks for it started the run",
		Limit:   limitStart, Keyed: true, MaxBody: startMaxBody,
	}, a.startOperation(schemaOf[triggerTrialBody](a), func() *huma.Param {
		return pathParam("trigger_key", "The trigger's key", "nightly")
	}), a.tryTrigger)
	register(a, route{
		ID: "addTriggerKey", Method: http.MethodPost, Path: one + "/keys", Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Give a webhook a key that its calls are signed with; a key that is made is shown only here",
		Status:  http.StatusCreated, Sensitive: true,
	}, a.addTriggerKey)
	register(a, route{
		ID: "removeTriggerKey", Method: http.MethodDelete, Path: one + "/keys/{key_id}", Permission: rbac.TriggerWrite, Tag: triggerTag,
		Summary: "Refuse what is signed with a key from now on", Status: http.StatusNoContent,
	}, a.removeTriggerKey)
	a.registerHooks()
	a.registerCalendars()
}

// InTrigger is embedded in the input of routes below a trigger.
type InTrigger struct {
	InOrg
	Key string `path:"trigger_key" doc:"The trigger's key: small letters, digits and inner hyphens" example:"nightly"`
}

// webhookBody and scheduleBody say what makes a trigger fire.
type webhookBody struct {
	Scheme   triggers.Scheme `json:"scheme,omitempty" enum:"catenary,github,gitlab,stripe,none" default:"catenary" doc:"How callers prove who they are"`
	From     []string        `json:"from,omitempty" doc:"Networks that may call; needed with the scheme none" example:"[\"192.0.2.0/24\"]"`
	InputKey string          `json:"input_key,omitempty" doc:"Field of the run's input that gets the body; without it the body is the input" example:"payload"`
	Events   []string        `json:"events,omitempty" doc:"Events of GitHub or GitLab that fire; without any all do" example:"[\"push\"]"`
}

type scheduleBody struct {
	Cron     string          `json:"cron" doc:"Minute, hour, day, month, weekday; or a word such as @daily" example:"0 6 * * 1-5"`
	TimeZone string          `json:"time_zone,omitempty" default:"UTC" doc:"IANA name" example:"Asia/Shanghai"`
	Calendar string          `json:"calendar,omitempty" doc:"Key of a calendar of this org or the nearest above: only on its working days" example:"office"`
	Missed   triggers.Missed `json:"missed,omitempty" enum:"once,skip" default:"once" doc:"Times at which no server ran: one run for all of them, or none"`
	Input    any             `json:"input,omitempty" doc:"Input of the runs; an empty object without it"`
}

type triggerLimitsBody struct {
	Rate        *triggerRateBody `json:"rate,omitempty" doc:"How many runs start in a time"`
	Concurrency int              `json:"concurrency,omitempty" minimum:"0" doc:"How many runs are at work at once; 0 for any number"`
	Queue       triggers.Queue   `json:"queue,omitempty" enum:"wait,refuse" default:"wait" doc:"At a limit runs wait, or callers get 429"`
}

type triggerRateBody struct {
	Count int    `json:"count" minimum:"1" example:"10"`
	Per   string `json:"per" doc:"From 1s to 31d" example:"1m"`
}

type triggerBody struct {
	ID        string            `json:"id"`
	OrgID     string            `json:"org_id"`
	Key       string            `json:"key"`
	Name      string            `json:"name"`
	Kind      triggers.Kind     `json:"kind" enum:"webhook,schedule"`
	Chain     string            `json:"chain" doc:"Key of the chain of this org that runs"`
	Enabled   bool              `json:"enabled"`
	Webhook   *webhookBody      `json:"webhook,omitempty"`
	Schedule  *scheduleBody     `json:"schedule,omitempty"`
	Limits    triggerLimitsBody `json:"limits"`
	Address   string            `json:"address,omitempty" doc:"Where a webhook is called"`
	NextAt    *time.Time        `json:"next_at,omitempty" doc:"When a schedule fires next"`
	Keys      []triggerKeyBody  `json:"keys,omitempty" doc:"Keys that calls are signed with, without themselves; not in lists"`
	Last      *firingBody       `json:"last,omitempty" doc:"The newest firing; not in lists"`
	Revision  int64             `json:"revision"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	UpdatedBy *authorBody       `json:"updated_by,omitempty" doc:"With whose rights its runs are started"`
	Can       []rbac.Permission `json:"can" doc:"What you may do with it"`
}

type triggerKeyBody struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
}

type firingBody struct {
	ID      string         `json:"id"`
	State   triggers.State `json:"state" enum:"pending,started,failed"`
	FiredAt time.Time      `json:"fired_at"`
	RunID   string         `json:"run_id,omitempty"`
	DueAt   *time.Time     `json:"due_at,omitempty" doc:"When a run that is not started yet is tried at the latest"`
	Code    string         `json:"code,omitempty" doc:"Why no run was started"`
	Message string         `json:"message,omitempty"`
}

func newFiringBody(f triggers.Firing) firingBody {
	b := firingBody{ID: f.ID, State: f.State, FiredAt: clock.Time(f.FiredAt), RunID: f.Run, Code: f.Code, Message: f.Message}
	if f.State == triggers.Pending {
		due := clock.Time(f.DueAt)
		b.DueAt = &due
	}
	return b
}

func newTriggerBody(v triggers.View) triggerBody {
	b := triggerBody{
		ID: v.ID, OrgID: string(v.Org), Key: v.Key, Name: v.Name, Kind: v.Kind, Chain: v.Chain, Enabled: v.Enabled,
		Limits:   triggerLimitsBody{Concurrency: v.Spec.Limits.Concurrency, Queue: v.Spec.Limits.Queue},
		Revision: v.Revision, CreatedAt: clock.Time(v.CreatedAt), UpdatedAt: clock.Time(v.UpdatedAt),
		UpdatedBy: newAuthor(v.UpdatedBy, v.UpdatedByName), Can: some(v.Can),
	}
	if r := v.Spec.Limits.Rate; r != nil {
		b.Limits.Rate = &triggerRateBody{Count: r.Count, Per: string(r.Per)}
	}
	if w := v.Spec.Webhook; w != nil {
		b.Webhook = &webhookBody{Scheme: w.Scheme, From: w.From, InputKey: w.InputKey, Events: w.Events}
		b.Address = prefix + "/hooks/" + v.ID
	}
	if s := v.Spec.Schedule; s != nil {
		b.Schedule = &scheduleBody{Cron: s.Cron, TimeZone: s.TimeZone, Calendar: s.Calendar, Missed: s.Missed}
		if len(s.Input) > 0 {
			b.Schedule.Input = s.Input
		}
	}
	if v.NextAt > 0 {
		next := clock.Time(v.NextAt)
		b.NextAt = &next
	}
	for _, k := range v.Keys {
		b.Keys = append(b.Keys, triggerKeyBody{ID: k.ID, CreatedAt: clock.Time(k.CreatedAt)})
	}
	if v.Last != nil {
		last := newFiringBody(*v.Last)
		b.Last = &last
	}
	return b
}

type triggerOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     triggerBody
}

func newTriggerOutput(v triggers.View, err error) (*triggerOutput, error) {
	if err != nil {
		return nil, err
	}
	return &triggerOutput{ETag: etag(v.Revision), Body: newTriggerBody(v)}, nil
}

// listTriggers: GET /orgs/{org_id}/triggers
func (a *API) listTriggers(ctx context.Context, in *inOrgSearched) (*listOutput[triggerBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Triggers.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	return list(p, newTriggerBody), nil
}

// getTrigger: GET /orgs/{org_id}/triggers/{trigger_key}
func (a *API) getTrigger(ctx context.Context, in *struct{ InTrigger }) (*triggerOutput, error) {
	return newTriggerOutput(a.Triggers.Get(ctx, actor(ctx), in.org(), in.Key))
}

// TriggerIn is embedded in bodies that say what a trigger does.
type TriggerIn struct {
	Name     string            `json:"name" doc:"1 to 200 characters" example:"Each morning"`
	Chain    string            `json:"chain" doc:"Key of a chain of this org" example:"stock-release"`
	Enabled  *bool             `json:"enabled,omitempty" doc:"Without it the trigger is enabled"`
	Webhook  *webhookBody      `json:"webhook,omitempty" doc:"Fires when its address is called"`
	Schedule *scheduleBody     `json:"schedule,omitempty" doc:"Fires at times"`
	Limits   triggerLimitsBody `json:"limits,omitempty"`
}

func (b TriggerIn) in() (triggers.In, error) {
	in := triggers.In{
		Name: b.Name, Chain: b.Chain, Enabled: b.Enabled == nil || *b.Enabled,
		Spec: triggers.Spec{Limits: triggers.Limits{Concurrency: b.Limits.Concurrency, Queue: b.Limits.Queue}},
	}
	if r := b.Limits.Rate; r != nil {
		in.Limits.Rate = &triggers.Rate{Count: r.Count, Per: chain.Duration(r.Per)}
	}
	if w := b.Webhook; w != nil {
		in.Webhook = &triggers.Webhook{Scheme: w.Scheme, From: w.From, InputKey: w.InputKey, Events: w.Events}
	}
	if s := b.Schedule; s != nil {
		in.Schedule = &triggers.Schedule{Cron: s.Cron, TimeZone: s.TimeZone, Calendar: s.Calendar, Missed: s.Missed}
		if s.Input != nil {
			text, err := json.Marshal(s.Input)
			if err != nil {
				return in, fault.At("/schedule/input", "schedule.input", "this is no JSON")
			}
			in.Schedule.Input = text
		}
	}
	return in, nil
}

type createTriggerInput struct {
	InOrg
	Body struct {
		Key string `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"nightly"`
		TriggerIn
	}
}

// createTrigger: POST /orgs/{org_id}/triggers
func (a *API) createTrigger(ctx context.Context, in *createTriggerInput) (*triggerOutput, error) {
	wanted, err := in.Body.in()
	if err != nil {
		return nil, err
	}
	out, err := newTriggerOutput(a.Triggers.Put(ctx, actor(ctx), in.org(), in.Body.Key, 0, wanted))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/triggers/" + out.Body.Key
	}
	return out, err
}

type replaceTriggerInput struct {
	InTrigger
	IfMatch
	Body struct{ TriggerIn }
}

// replaceTrigger: PUT /orgs/{org_id}/triggers/{trigger_key}
func (a *API) replaceTrigger(ctx context.Context, in *replaceTriggerInput) (*triggerOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	wanted, err := in.Body.in()
	if err != nil {
		return nil, err
	}
	return newTriggerOutput(a.Triggers.Put(ctx, actor(ctx), in.org(), in.Key, revision, wanted))
}

type enableTriggerInput struct {
	InTrigger
	IfMatch
	Body struct {
		Enabled bool `json:"enabled"`
	}
}

// enableTrigger: PATCH /orgs/{org_id}/triggers/{trigger_key}
func (a *API) enableTrigger(ctx context.Context, in *enableTriggerInput) (*triggerOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newTriggerOutput(a.Triggers.Enable(ctx, actor(ctx), in.org(), in.Key, revision, in.Body.Enabled))
}

type deleteTriggerInput struct {
	InTrigger
	IfMatch
	Reasoned
}

// deleteTrigger: DELETE /orgs/{org_id}/triggers/{trigger_key}
func (a *API) deleteTrigger(ctx context.Context, in *deleteTriggerInput) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Triggers.Delete(ctx, actor(ctx), in.org(), in.Key, revision)
}

type triggerTimesOutput struct {
	Body struct {
		Times []time.Time `json:"times" doc:"In the schedule's time zone"`
	}
}

// listTriggerTimes: GET /orgs/{org_id}/triggers/{trigger_key}/times
func (a *API) listTriggerTimes(ctx context.Context, in *struct{ InTrigger }) (*triggerTimesOutput, error) {
	times, err := a.Triggers.Next(ctx, actor(ctx), in.org(), in.Key)
	if err != nil {
		return nil, err
	}
	out := &triggerTimesOutput{}
	out.Body.Times = some(times)
	return out, nil
}

type previewScheduleTimesInput struct {
	InOrg
	Cron     string `query:"cron" required:"true" maxLength:"200" doc:"Minute, hour, day, month, weekday; or a word such as @daily" example:"0 6 * * 1-5"`
	TimeZone string `query:"time_zone" maxLength:"100" default:"UTC" doc:"IANA name" example:"Asia/Shanghai"`
	Calendar string `query:"calendar" maxLength:"64" doc:"Key of a calendar of this org or the nearest above: only on its working days" example:"office"`
}

// previewScheduleTimes: GET /orgs/{org_id}/schedule-times
func (a *API) previewScheduleTimes(ctx context.Context, in *previewScheduleTimesInput) (*triggerTimesOutput, error) {
	wanted := triggers.Schedule{Cron: in.Cron, TimeZone: in.TimeZone, Calendar: in.Calendar}
	times, err := a.Triggers.Times(ctx, actor(ctx), in.org(), wanted)
	if err != nil {
		return nil, inQuery("/schedule", err)
	}
	out := &triggerTimesOutput{}
	out.Body.Times = some(times)
	return out, nil
}

// inQuery says of what is wrong below a pointer of a body that it stands in the
// query here.
func inQuery(below string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Details) == 0 {
		return err
	}
	moved := *f
	moved.Details = slices.Clone(f.Details)
	for i, d := range moved.Details {
		moved.Details[i].Pointer = "#/query" + strings.TrimPrefix(d.Pointer, below)
	}
	return &moved
}

type listFiringsInput struct {
	InTrigger
	Paged
}

// listTriggerFirings: GET /orgs/{org_id}/triggers/{trigger_key}/firings
func (a *API) listTriggerFirings(ctx context.Context, in *listFiringsInput) (*listOutput[firingBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Triggers.Firings(ctx, actor(ctx), in.org(), in.Key, r)
	if err != nil {
		return nil, err
	}
	return list(p, newFiringBody), nil
}

// triggerTrialBody is how a trigger is tried.
type triggerTrialBody struct {
	Body json.RawMessage `json:"body,omitempty" doc:"What a call would bring; {} if left out. A schedule has its own input"`
}

// tryTrigger: POST /orgs/{org_id}/triggers/{trigger_key}/trial
func (a *API) tryTrigger(c echo.Context) error {
	var body json.RawMessage
	if err := fieldsOf(bodyOf(c), map[string]any{"body": &body}); err != nil {
		return err
	}
	once, err := onceOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	s, err := a.Triggers.Try(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("trigger_key"), body, once)
	if err != nil {
		return err
	}
	return started(c, s, 0)
}

type addTriggerKeyInput struct {
	InTrigger
	Body struct {
		Value secrets.Value `json:"value,omitempty" doc:"A key that the sender gave you, of 16 bytes to 4 KiB; without it one is made"`
	}
}

type addTriggerKeyOutput struct {
	Body struct {
		ID    string `json:"id"`
		Value string `json:"value,omitempty" doc:"The key that was made: keep it, nothing shows it again"`
	}
}

// addTriggerKey: POST /orgs/{org_id}/triggers/{trigger_key}/keys
func (a *API) addTriggerKey(ctx context.Context, in *addTriggerKeyInput) (*addTriggerKeyOutput, error) {
	made, err := a.Triggers.AddKey(ctx, actor(ctx), in.org(), in.Key, in.Body.Value)
	if err != nil {
		return nil, err
	}
	out := &addTriggerKeyOutput{}
	out.Body.ID = made.KeyID
	if made.Made {
		out.Body.Value = string(made.Value.Reveal())
	}
	return out, nil
}

type removeTriggerKeyInput struct {
	InTrigger
	Reasoned
	ID string `path:"key_id"`
}

// removeTriggerKey: DELETE /orgs/{org_id}/triggers/{trigger_key}/keys/{key_id}
func (a *API) removeTriggerKey(ctx context.Context, in *removeTriggerKeyInput) (*none, error) {
	return &none{}, a.Triggers.RemoveKey(ctx, actor(ctx), in.org(), in.Key, in.ID)
}
