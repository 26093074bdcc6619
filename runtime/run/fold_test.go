package run_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"catenary/chain"
	"catenary/runtime/run"
)

type told struct {
	kind run.Kind
	body any
}

func journal(t *testing.T, all ...told) []run.Event {
	t.Helper()
	events := make([]run.Event, len(all))
	for i, b := range all {
		e, err := run.NewEvent(int64(i+1), 1, int64(1000*(i+1)), b.kind, b.body)
		if err != nil {
			t.Fatal(err)
		}
		events[i] = e
	}
	return events
}

var (
	start  = told{run.StartEvent, run.Start{Input: json.RawMessage(`{"n":1}`), Roots: []chain.NodeID{"a"}}}
	begin  = told{run.IntentEvent, run.Intent{Node: "a", Attempt: 1, Halves: []run.Begun{{Half: "task", Key: "k"}}}}
	result = told{run.ResultEvent, run.Result{Node: "a", Attempt: 1, Half: "task", State: run.StepSucceeded, Output: json.RawMessage(`2`)}}
	finish = told{run.SegmentEvent, run.Segment{Entries: []run.Entry{{
		Node: "a", State: run.StepSucceeded, Output: json.RawMessage(`2`),
		Decided: &run.Decision{Edges: []run.Edge{{To: "b", Taken: true, Of: 1}, {To: "c", Of: 1}}},
	}}}}
	rest = told{run.SegmentEvent, run.Segment{Entries: []run.Entry{
		{Node: "b", State: run.StepSucceeded, Input: json.RawMessage(`2`), Output: json.RawMessage(`3`), Decided: &run.Decision{}},
		{Node: "c", State: run.StepSkipped, Decided: &run.Decision{}},
	}}}
	overdue = told{run.TimeoutEvent, run.Timeout{Failure: &run.Failure{Code: run.CodeTimeout}}}
	end     = told{run.EndEvent, run.End{State: run.Succeeded, Output: json.RawMessage(`3`)}}
)

func TestFoldTellsTheStateOfTheRun(t *testing.T) {
	t.Parallel()
	v, err := run.FoldAll(journal(t, start, begin, result, finish, rest, end))
	if err != nil {
		t.Fatal(err)
	}
	want := &run.View{
		State: run.Succeeded, Seq: 6, Epoch: 1, StartedAt: 1000, Input: json.RawMessage(`{"n":1}`), Output: json.RawMessage(`3`), Finished: 3,
		Scopes: map[string]*run.Scope{"": {Input: json.RawMessage(`{"n":1}`), State: run.StepSucceeded, Steps: map[chain.NodeID]*run.Step{
			"a": {
				State: run.StepSucceeded, Attempt: 1, Output: json.RawMessage(`2`), Order: 1, Decided: true, BegunAt: 2000, EndedAt: 4000,
				Halves: []run.Half{{Name: "task", Key: "k", State: run.StepSucceeded, Output: json.RawMessage(`2`), Seq: 3, At: 3000}},
			},
			"b": {
				State: run.StepSucceeded, Attempt: 1, Input: json.RawMessage(`2`), Output: json.RawMessage(`3`), Order: 2, EndedAt: 5000,
				In: []run.Incoming{{From: "a"}}, Of: 1, Decided: true,
			},
			"c": {State: run.StepSkipped, Order: 3, EndedAt: 5000, Refused: 1, Of: 1, Decided: true},
		}}},
	}
	if diff := cmp.Diff(want, v, cmpopts.IgnoreUnexported(run.View{}, run.Scope{})); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
	if n := len(v.Scope("").Due()) + v.Scope("").Active(); n != 0 {
		t.Errorf("%d steps are open at the end", n)
	}
}

func TestTheLastLinkOfAHalfCounts(t *testing.T) {
	t.Parallel()
	at := func(link string) told {
		return told{run.LinkEvent, run.Link{Node: "a", Attempt: 1, Half: "task", Link: link}}
	}
	v, err := run.FoldAll(journal(t, start, begin, at("https://ci/requests/1"), at("https://ci/builds/7"), result))
	if err != nil {
		t.Fatal(err)
	}
	if h := v.Scope("").Steps["a"].Half("task"); h.Link != "https://ci/builds/7" || h.State != run.StepSucceeded {
		t.Errorf("half: %+v", h)
	}
}

func TestARunIsWaitingWhileAllItsStepsAre(t *testing.T) {
	t.Parallel()
	states := []run.State{run.Running, run.Waiting, run.Paused, run.Waiting, run.Running}
	events := journal(t, start,
		told{run.SuspendEvent, run.Suspend{Node: "a", Attempt: 1, For: run.ForCallback, Until: 9}},
		told{run.PauseEvent, run.Note{By: "someone"}},
		told{run.UnpauseEvent, run.Note{}},
		told{run.ResumeEvent, run.Resume{Node: "a"}})
	v := &run.View{}
	for i, e := range events {
		if err := run.Fold(v, e); err != nil {
			t.Fatal(err)
		}
		if v.State != states[i] {
			t.Errorf("after %s the run is %s, want %s", e.Kind, v.State, states[i])
		}
	}
}

func TestWhatCannotFollowIsRefused(t *testing.T) {
	t.Parallel()
	seg := func(e run.Entry) told { return told{run.SegmentEvent, run.Segment{Entries: []run.Entry{e}}} }
	tests := []struct {
		name   string
		events []told
	}{
		{"a result before the start", []told{result}},
		{"a second start", []told{start, start}},
		{"an intent for a step that no edge leads to yet", []told{start, {run.IntentEvent, run.Intent{Node: "b", Attempt: 1, Halves: []run.Begun{{}}}}}},
		{"an intent for nothing", []told{start, {run.IntentEvent, run.Intent{Node: "a", Attempt: 1}}}},
		{"a half that begins twice", []told{start, begin, begin}},
		{"an attempt that is left out", []told{start, {run.IntentEvent, run.Intent{Node: "a", Attempt: 2, Halves: []run.Begun{{}}}}}},
		{"a link of what has not begun", []told{start, {run.LinkEvent, run.Link{Node: "a", Attempt: 1, Half: "task"}}}},
		{"a link of what is over", []told{start, begin, result, {run.LinkEvent, run.Link{Node: "a", Attempt: 1, Half: "task"}}}},
		{"a result that comes twice", []told{start, begin, result, result}},
		{"a result of another attempt", []told{start, begin, {run.ResultEvent, run.Result{Node: "a", Attempt: 2, Half: "task", State: run.StepSucceeded}}}},
		{"a result that is no end", []told{start, begin, {run.ResultEvent, run.Result{Node: "a", Attempt: 1, Half: "task", State: run.StepReady}}}},
		{"an end of a step at work", []told{start, begin, finish}},
		{"an end of a step that ended", []told{start, begin, result, finish, seg(run.Entry{Node: "a", State: run.StepFailed})}},
		{"edges that are decided twice", []told{start, begin, result, finish, seg(run.Entry{Node: "a", Decided: &run.Decision{}})}},
		{"edges of a step that is not over", []told{start, seg(run.Entry{Node: "a", Decided: &run.Decision{}})}},
		{"more edges than there are", []told{start, seg(run.Entry{Node: "a", State: run.StepSucceeded, Decided: &run.Decision{Edges: []run.Edge{{To: "b", Of: 1}, {To: "b", Of: 1}}}})}},
		{"a skip of what may begin", []told{start, seg(run.Entry{Node: "a", State: run.StepSkipped})}},
		{"a beginning while paused", []told{start, {run.PauseEvent, run.Note{}}, begin}},
		{"a beginning after a cancel", []told{start, {run.CancelEvent, run.Note{}}, begin}},
		{"a beginning when the time is over", []told{start, overdue, begin}},
		{"an end of the time before the start", []told{overdue}},
		{"an end of the time twice", []told{start, overdue, overdue}},
		{"an end of the time after a cancel", []told{start, {run.CancelEvent, run.Note{}}, overdue}},
		{"an end of the time of no consequence", []told{start, {run.TimeoutEvent, run.Timeout{}}}},
		{"the end of no pause", []told{start, {run.UnpauseEvent, run.Note{}}}},
		{"a pause twice", []told{start, {run.PauseEvent, run.Note{}}, {run.PauseEvent, run.Note{}}}},
		{"a retry of a step that has not begun", []told{start, {run.RetryEvent, run.Retry{Node: "a", Attempt: 1}}}},
		{"a retry of a step at work", []told{start, begin, {run.RetryEvent, run.Retry{Node: "a", Attempt: 2}}}},
		{"a resume of what does not wait", []told{start, begin, {run.ResumeEvent, run.Resume{Node: "a"}}}},
		{"a wait for nothing known", []told{start, {run.SuspendEvent, run.Suspend{Node: "a", Attempt: 1, For: run.ForRetry}}}},
		{"an end while a step is at work", []told{start, begin, end}},
		{"an end that is none", []told{start, {run.EndEvent, run.End{State: run.Waiting}}}},
		{"anything after the end", []told{start, begin, result, finish, rest, end, {run.CancelEvent, run.Note{}}}},
		{"another scope", []told{start, {run.ResultEvent, run.Result{Scope: "loop[0]", Node: "a"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			events := journal(t, tt.events...)
			last := len(events) - 1
			v, err := run.FoldAll(events[:last])
			if err != nil {
				t.Fatalf("before it: %v", err)
			}
			if err := run.Fold(v, events[last]); !errors.Is(err, run.ErrMove) {
				t.Errorf("Fold = %v, want ErrMove", err)
			}
		})
	}
}

func TestJournalsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	ok := journal(t, start)[0]
	tests := []struct {
		name string
		spot func(*run.Event)
		want error
	}{
		{"a gap", func(e *run.Event) { e.Seq = 2 }, run.ErrMove},
		{"an unknown kind", func(e *run.Event) { e.Kind = "teleport" }, run.ErrNewer},
		{"an unknown field", func(e *run.Event) { e.Body = json.RawMessage(`{"roots":[],"planet":1}`) }, run.ErrNewer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := ok
			tt.spot(&e)
			if tt.name == "an unknown kind" {
				events := append(journal(t, start), e)
				events[1].Seq = 2
				if _, err := run.FoldAll(events); !errors.Is(err, tt.want) {
					t.Errorf("FoldAll = %v, want %v", err, tt.want)
				}
				return
			}
			if err := run.Fold(&run.View{}, e); !errors.Is(err, tt.want) {
				t.Errorf("Fold = %v, want %v", err, tt.want)
			}
		})
	}
	for _, body := range []string{` `, `{`, `[]`, `{"roots":[]} {}`, `{"roots":7}`} {
		e := ok
		e.Body = json.RawMessage(body)
		if err := run.Fold(&run.View{}, e); err == nil || errors.Is(err, run.ErrNewer) {
			t.Errorf("body %s: Fold = %v", body, err)
		}
	}
	late := journal(t, start, begin)
	late[1].Epoch = 0
	if _, err := run.FoldAll(late); !errors.Is(err, run.ErrMove) {
		t.Errorf("an older epoch: %v", err)
	}
}
