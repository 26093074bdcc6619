package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/run"
)

func TestRetry(t *testing.T) {
	t.Parallel()
	const in = `{"in":1}`
	tests := []struct {
		name  string
		retry chain.Retry
		node  chain.Node
		bad   int // so many attempts fail
		want  []string
	}{
		{
			name: "pauses are 1s, 2s, 4s by default", retry: chain.Retry{Attempts: 4}, node: node("w", "http"), bad: 3,
			want: []string{
				"begin w/#1 " + in, "retry w#2 after 1000000", "begin w/#2 " + in, "retry w#3 after 2000000",
				"begin w/#3 " + in, "retry w#4 after 4000000", "begin w/#4 " + in, `succeeded w "w"`, `end succeeded "w"`,
			},
		},
		{
			name: "they are capped", node: node("w", "http"), bad: 3,
			retry: chain.Retry{Attempts: 3, Backoff: &chain.Backoff{Initial: "10s", Factor: "10", Max: "15s"}},
			want: []string{
				"begin w/#1 " + in, "retry w#2 after 10000000", "begin w/#2 " + in, "retry w#3 after 15000000",
				"begin w/#3 " + in, "failed w ", "end failed ",
			},
		},
		{
			name: "one attempt is none again", node: node("w", "http"), bad: 1, retry: chain.Retry{Attempts: 1},
			want: []string{"begin w/#1 " + in, "failed w ", "end failed "},
		},
		{
			name: "an attempt is both halves", node: both(chain.Parallel), bad: 1, retry: chain.Retry{Attempts: 2},
			want: []string{
				"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/task#1", "retry w#2 after 1000000",
				"begin w/pipeline#2 " + in, "begin w/task#2 " + in,
				`succeeded w {"pipeline":"wpipeline","task":"wtask"}`, `end succeeded {"pipeline":"wpipeline","task":"wtask"}`,
			},
		},
		{
			name: "a wait is tried again too", node: node("w", "wait"), bad: 1, retry: chain.Retry{Attempts: 2},
			want: []string{"await w", "retry w#2 after 1000000", "await w", `succeeded w "w"`, `end succeeded "w"`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.node.Retry = &tt.retry
			m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{tt.node}}))
			m.fails = func(w atWork) bool { return w.attempt <= tt.bad }
			m.toEnd()
			if diff := cmp.Diff(tt.want, m.told); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatMayHaveBeenDoneIsNotTriedAgain: a second attempt could do it twice.
func TestWhatMayHaveBeenDoneIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	n := node("w", "http")
	n.Retry = &chain.Retry{Attempts: 3}
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{n}}))
	m.drive()
	m.event(run.ResultEvent, run.Result{
		Node: "w", Attempt: 1, State: run.StepFailed, Failure: &run.Failure{Code: "http.timeout", Message: "no answer", Unknown: true},
	})
	m.toEnd()
	if got := m.told[len(m.told)-1]; got != "end failed " {
		t.Errorf("what happened: %v", m.told)
	}
}

func TestACancelEndsTheWaitForTheNextAttempt(t *testing.T) {
	t.Parallel()
	n := node("w", "http")
	n.Retry = &chain.Retry{Attempts: 2}
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{n}}))
	m.drive()
	m.end(atWork{"", "w", 1, ""}, run.StepFailed)
	m.drive()
	if m.view.State != run.Waiting {
		t.Errorf("the run is %s between attempts", m.view.State)
	}
	m.event(run.CancelEvent, run.Note{})
	m.drive()
	if m.view.State != run.Canceled {
		t.Errorf("the run is %s", m.view.State)
	}
}
