package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
)

const (
	runTag  = "runs"
	runPath = "/orgs/{org_id}/runs/{run_id}"
)

func (a *API) registerRuns() {
	const all = "/orgs/{org_id}/runs"
	register(a, route{
		ID: "listRuns", Method: http.MethodGet, Path: all, Permission: rbac.RunView, Tag: runTag,
		Summary: "Runs of an org and of those below it, the newest first",
	}, a.listRuns)
	register(a, route{
		ID: "getRun", Method: http.MethodGet, Path: runPath, Permission: rbac.RunView, Tag: runTag,
		Summary: "One run; its input and output for who has run:data",
	}, a.getRun)
	register(a, route{
		ID: "getRunDocument", Method: http.MethodGet, Path: runPath + "/document", Permission: rbac.ChainView, Tag: runTag,
		Summary: "The chain as the run has it, which for a test run is the draft as it was; with run:view, too",
	}, a.getRunDocument)
	givesDocument(a, "getRunDocument")
	a.registerRunLoad()
	a.registerStarts()
	a.registerRunOrders()
	a.registerSteps()
	a.registerRunEvents()
	a.registerArtefacts()
	a.registerCallbacks()
}

// InRun is embedded in the input of routes below a run.
type InRun struct {
	InOrg
	RunID string `path:"run_id" doc:"The run's id" example:"01JD0000000000000000000000"`
}

type runBody struct {
	ID         string            `json:"id"`
	OrgID      string            `json:"org_id"`
	ChainID    string            `json:"chain_id" doc:"Empty for a trial of a script or an environment, and for a check of a release"`
	ChainKey   string            `json:"chain_key" doc:"Empty for a trial of a script or an environment"`
	Version    int64             `json:"version" doc:"Of the chain; 0: a draft"`
	State      run.State         `json:"state" enum:"queued,running,waiting,paused,succeeded,failed,canceled,undoing,undone,undo_failed"`
	Title      string            `json:"title"`
	Trigger    string            `json:"trigger" enum:"api,manual,webhook,schedule,chain,rerun,test,release"`
	TriggerID  string            `json:"trigger_id,omitempty" doc:"Of the trigger, of the run before, or of what a trial without a chain tries"`
	Test       bool              `json:"test" doc:"It tries out a draft, a script or an environment"`
	StartedBy  *authorBody       `json:"started_by"`
	Human      *authorBody       `json:"human,omitempty" doc:"The person behind a token"`
	ParentID   string            `json:"parent_id,omitempty" doc:"The run that waits for this one"`
	ParentStep *callerBody       `json:"parent_step,omitempty" doc:"The step that waits for this one"`
	ParentOrg  string            `json:"parent_org,omitempty" doc:"The org of the run that waits for this one; absent in lists, and if that is kept no longer or you may not view it"`
	Held       bool              `json:"held,omitempty" doc:"It has not begun, and is kept back"`
	HeldBy     string            `json:"held_by,omitempty" enum:"limit,hold" doc:"What keeps it: limit, until fewer others are at work; hold, until the hold of its chain lets it go"`
	Seq        int64             `json:"seq" doc:"Number of its last event"`
	CreatedAt  time.Time         `json:"created_at"`
	StartedAt  *time.Time        `json:"started_at,omitempty"`
	EndedAt    *time.Time        `json:"ended_at,omitempty"`
	UsualMS    int64             `json:"usual_ms,omitempty" doc:"How long runs of the chain usually take: the median of the last 20 that succeeded, waiting included; in lists only, and absent for fewer than 3"`
	Failure    *failureBody      `json:"failure,omitempty"`
	Can        []rbac.Permission `json:"can" doc:"What you may do with it"`
	// Absent in lists.
	Queue     *queueBody      `json:"queue,omitempty" doc:"Why it has not begun, and its place; absent in lists"`
	Canceling bool            `json:"canceling,omitempty" doc:"It was asked to end and has not ended yet"`
	Steps     *run.Progress   `json:"steps,omitempty" doc:"How many steps are in which state; absent in lists"`
	Input     json.RawMessage `json:"input,omitempty" doc:"Absent in lists, and without run:data"`
	Output    json.RawMessage `json:"output,omitempty" doc:"Absent in lists, before the end, and without run:data"`
}

type callerBody struct {
	Scope   string `json:"scope,omitempty"`
	Node    string `json:"node"`
	Attempt int    `json:"attempt"`
}

type queueBody struct {
	For      string     `json:"for" enum:"limit,hold,worker" doc:"What it waits for: limit, until fewer others are at work; hold, until the hold of its chain lets it go; worker, until a server takes it up"`
	Position int64      `json:"position" doc:"From 1; no further than 10001"`
	Limits   []fullBody `json:"limits,omitempty" doc:"The limits that have no place left for it"`
}

type fullBody struct {
	Of          string `json:"of" enum:"chain,org,trigger" doc:"What is limited"`
	ID          string `json:"id" doc:"Of the chain, the org or the trigger"`
	Concurrency int64  `json:"concurrency" doc:"How many may be at work at once"`
	Running     int64  `json:"running" doc:"How many are at work"`
	Position    int64  `json:"position" doc:"Its place among those that wait there, from 1"`
}

func newQueue(q *runs.Queue) *queueBody {
	if q == nil {
		return nil
	}
	b := &queueBody{For: q.For, Position: q.Position}
	for _, l := range q.Limits {
		b.Limits = append(b.Limits, fullBody(l))
	}
	return b
}

type failureBody struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Node    string `json:"node,omitempty"`
	Line    int    `json:"line,omitempty" doc:"Of the script or glue"`
}

func newFailure(f *run.Failure) *failureBody {
	if f == nil {
		return nil
	}
	return &failureBody{Code: f.Code, Message: f.Message, Node: string(f.Node), Line: f.Line}
}

func newRunBody(v runs.View) runBody {
	b := runBody{
		ID: v.ID, OrgID: v.Org, ChainID: v.Chain, ChainKey: v.Key, Version: v.Version, State: v.State, Title: v.Title,
		Trigger: v.Trigger, TriggerID: v.TriggerID, Test: v.Test, StartedBy: newAuthor(rbac.SubjectID(v.By), v.ByName),
		ParentID: v.Parent, Held: v.Held, HeldBy: v.HeldBy(), Seq: v.Seq, CreatedAt: clock.Time(v.CreatedAt),
		StartedAt: moment(v.StartedAt), EndedAt: moment(v.EndedAt), Can: some(v.Can), UsualMS: v.Usual / 1000,
		Canceling: v.Canceling, Steps: v.Progress, Input: v.Input, Output: v.Output,
		Queue: newQueue(v.Queue), ParentOrg: v.ParentOrg,
	}
	if of, found := v.Caller(); found {
		b.ParentStep = &callerBody{Scope: of.Scope, Node: string(of.Node), Attempt: of.Attempt}
	}
	if v.Human != v.By {
		b.Human = newAuthor(rbac.SubjectID(v.Human), v.HumanName)
	}
	if v.FailureCode != "" {
		b.Failure = &failureBody{Code: v.FailureCode, Message: v.FailureMessage, Node: v.FailureNode}
	}
	return b
}

type runOutput struct{ Body runBody }

func newRunOutput(v runs.View, err error) (*runOutput, error) {
	if err != nil {
		return nil, err
	}
	return &runOutput{Body: newRunBody(v)}, nil
}

type listRunsInput struct {
	InOrg
	Search  string    `query:"q" maxLength:"200" doc:"Words of the title, or how they begin"`
	States  string    `query:"state" maxLength:"200" doc:"States with commas between them" example:"failed,running"`
	Chain   string    `query:"chain" maxLength:"64" doc:"Key of a chain"`
	Trigger string    `query:"trigger" maxLength:"20" doc:"What started it" example:"webhook"`
	Parent  string    `query:"parent" maxLength:"26" doc:"Id of the run that waits for them: they are found in all orgs in which you may view runs"`
	By      string    `query:"started_by" maxLength:"26" doc:"Who started them: me, or the id of a member or service account. Runs of a trigger are started as who wrote it last" example:"me"`
	Test    string    `query:"test" enum:"true,false" doc:"true: test runs only; false: all others"`
	From    time.Time `query:"from" doc:"Not started before this time"`
	To      time.Time `query:"to" doc:"Started before this time"`
	Paged
}

// listRuns: GET /orgs/{org_id}/runs
func (a *API) listRuns(ctx context.Context, in *listRunsInput) (*listOutput[runBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Runs.List(ctx, actor(ctx), in.org(), runs.Query{
		Search: in.Search, States: in.States, Chain: in.Chain, Trigger: in.Trigger, Parent: in.Parent, By: in.By, Test: in.Test,
		From: in.From, To: in.To,
	}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newRunBody), nil
}

// getRun: GET /orgs/{org_id}/runs/{run_id}
func (a *API) getRun(ctx context.Context, in *struct{ InRun }) (*runOutput, error) {
	return newRunOutput(a.Runs.Get(ctx, actor(ctx), in.org(), in.RunID))
}

type runDocumentInput struct {
	InRun
	AcceptDocument
}

// getRunDocument: GET /orgs/{org_id}/runs/{run_id}/document
func (a *API) getRunDocument(ctx context.Context, in *runDocumentInput) (*documentOutput, error) {
	text, digest, err := a.Runs.Document(ctx, actor(ctx), in.org(), in.RunID)
	if err != nil {
		return nil, err
	}
	return in.output(text, `"`+digest+`"`)
}
