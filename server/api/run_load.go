package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/runs"
)

func (a *API) registerRunLoad() {
	register(a, route{
		ID: "getRunLoad", Method: http.MethodGet, Path: "/orgs/{org_id}/run-load", Permission: rbac.RunView, Tag: runTag,
		Summary: "How many runs of an org and of those below it waited and ended within the last hour or day, and how long they took",
	}, a.getRunLoad)
}

type runLoadBody struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Whole is a moment between the two.
	Whole time.Time      `json:"whole" doc:"Since when all runs are counted: from, unless there were more than are looked at"`
	Step  int64          `json:"step_seconds" doc:"How long each step is"`
	Steps []loadStepBody `json:"steps" doc:"Of the runs that were made within the range, and of those that still wait to begin"`
}

type loadStepBody struct {
	At         time.Time `json:"at" doc:"Its end"`
	Queued     int       `json:"queued" doc:"How many waited to begin at its end"`
	Succeeded  int       `json:"succeeded" doc:"How many ended so in it"`
	Failed     int       `json:"failed" doc:"How many ended so in it, or could not be undone"`
	Canceled   int       `json:"canceled" doc:"How many ended so in it, or were undone"`
	WaitedHalf *int64    `json:"waited_half_ms,omitempty" doc:"How long one half of those that began in it had waited at most; absent if none began"`
	WaitedMost *int64    `json:"waited_most_ms,omitempty" doc:"The same of 95 of a hundred"`
	TookHalf   *int64    `json:"took_half_ms,omitempty" doc:"How long one half of those that ended in it took from their beginning at most; absent if none ended"`
	TookMost   *int64    `json:"took_most_ms,omitempty" doc:"The same of 95 of a hundred"`
}

func newRunLoadBody(l runs.Load) runLoadBody {
	b := runLoadBody{
		From: l.From.UTC(), To: l.To.UTC(), Whole: l.Whole.UTC(), Step: int64(l.Step / time.Second), Steps: make([]loadStepBody, len(l.Steps)),
	}
	for i, s := range l.Steps {
		b.Steps[i] = loadStepBody{
			At: s.At.UTC(), Queued: s.Queued, Succeeded: s.Succeeded, Failed: s.Failed, Canceled: s.Canceled,
			WaitedHalf: millis(s.Waited.Half), WaitedMost: millis(s.Waited.Most), TookHalf: millis(s.Took.Half), TookMost: millis(s.Took.Most),
		}
	}
	return b
}

func millis(d *time.Duration) *int64 {
	if d == nil {
		return nil
	}
	n := d.Milliseconds()
	return &n
}

type runLoadInput struct {
	InOrg
	Range string `query:"range" enum:"hour,day" default:"hour"`
}

// getRunLoad: GET /orgs/{org_id}/run-load
func (a *API) getRunLoad(ctx context.Context, in *runLoadInput) (*struct{ Body runLoadBody }, error) {
	l, err := a.Runs.Load(ctx, actor(ctx), in.org(), in.Range)
	if err != nil {
		return nil, err
	}
	return &struct{ Body runLoadBody }{newRunLoadBody(l)}, nil
}
