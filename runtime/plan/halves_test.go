package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
	"catenary/runtime/run"
)

func both(mode chain.ExecutionMode, order ...chain.Part) chain.Node {
	return chain.Node{ID: "w", Body: chain.Body{
		Kind: "work", Pipeline: &chain.Pipeline{}, Task: &chain.Task{}, Execution: mode, Order: order,
	}}
}

func TestHalvesOfANode(t *testing.T) {
	t.Parallel()
	const P, T = chain.PipelinePart, chain.TaskPart
	const ok, bad = run.StepSucceeded, run.StepFailed
	type ended struct {
		half  chain.Part
		state run.StepState
	}
	const in = `{"in":1}`
	tests := []struct {
		name      string
		node      chain.Node
		letFinish bool
		ends      []ended
		cancel    bool // after ends
		want      []string
		state     run.State
	}{
		{
			name: "dependent, both succeed", node: both(chain.Dependent), ends: []ended{{P, ok}, {T, ok}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in + `"wpipeline"`, `succeeded w "wtask"`, `end succeeded "wtask"`},
			state: run.Succeeded,
		},
		{
			name: "dependent in the other order", node: both(chain.Dependent, T, P), ends: []ended{{T, ok}, {P, ok}},
			want:  []string{"begin w/task#1 " + in, "begin w/pipeline#1 " + in + `"wtask"`, `succeeded w "wpipeline"`, `end succeeded "wpipeline"`},
			state: run.Succeeded,
		},
		{
			name: "dependent, the first fails", node: both(""), ends: []ended{{P, bad}},
			want:  []string{"begin w/pipeline#1 " + in, "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "dependent, the second fails", node: both(""), ends: []ended{{P, ok}, {T, bad}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in + `"wpipeline"`, "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "dependent, cancelled in the first", node: both(""), cancel: true,
			want:  []string{"begin w/pipeline#1 " + in, "cancel w/pipeline#1", "canceled w ", "end canceled "},
			state: run.Canceled,
		},
		{
			name: "dependent, cancelled in the second", node: both(""), ends: []ended{{P, ok}}, cancel: true,
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in + `"wpipeline"`, "cancel w/task#1", "canceled w ", "end canceled "},
			state: run.Canceled,
		},
		{
			name: "parallel, both succeed", node: both(chain.Parallel), ends: []ended{{T, ok}, {P, ok}},
			want: []string{
				"begin w/pipeline#1 " + in, "begin w/task#1 " + in,
				`succeeded w {"pipeline":"wpipeline","task":"wtask"}`, `end succeeded {"pipeline":"wpipeline","task":"wtask"}`,
			},
			state: run.Succeeded,
		},
		{
			name: "parallel, the first fails", node: both(chain.Parallel), ends: []ended{{P, bad}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/task#1", "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "parallel, the second fails", node: both(chain.Parallel), ends: []ended{{T, bad}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/pipeline#1", "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "parallel, the first fails and the other may finish", node: both(chain.Parallel), letFinish: true, ends: []ended{{P, bad}, {T, ok}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "parallel, the second fails and the other may finish", node: both(chain.Parallel), letFinish: true, ends: []ended{{T, bad}, {P, ok}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "failed w ", "end failed "},
			state: run.Failed,
		},
		{
			name: "parallel, cancelled", node: both(chain.Parallel), cancel: true,
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/pipeline#1", "cancel w/task#1", "canceled w ", "end canceled "},
			state: run.Canceled,
		},
		{
			name: "parallel, cancelled though the other may finish", node: both(chain.Parallel), letFinish: true, ends: []ended{{P, ok}}, cancel: true,
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/task#1", "canceled w ", "end canceled "},
			state: run.Canceled,
		},
		{
			name: "one half cancelled from outside", node: both(chain.Parallel), ends: []ended{{P, run.StepCanceled}},
			want:  []string{"begin w/pipeline#1 " + in, "begin w/task#1 " + in, "cancel w/task#1", "failed w ", "end failed "},
			state: run.Failed,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.node.LetFinish = tt.letFinish
			m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{tt.node}}))
			m.drive()
			for _, e := range tt.ends {
				m.end(atWork{"", "w", 1, e.half}, e.state)
				m.drive()
			}
			if tt.cancel {
				m.event(run.CancelEvent, run.Note{})
				m.drive()
			}
			if diff := cmp.Diff(tt.want, m.told); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
			if m.view.State != tt.state {
				t.Errorf("the run is %s, want %s", m.view.State, tt.state)
			}
		})
	}
}

func TestTheFirstFailureOfTwoIsTheSteps(t *testing.T) {
	t.Parallel()
	w := both(chain.Parallel)
	w.LetFinish = true
	m := newMachine(t, compile(t, chain.Graph{Nodes: []chain.Node{w}}))
	m.drive()
	m.end(atWork{"", "w", 1, chain.TaskPart}, run.StepFailed)
	m.drive()
	m.end(atWork{"", "w", 1, chain.PipelinePart}, run.StepFailed)
	m.drive()
	want := &run.Failure{Code: "exit", Message: "w/task#1", Node: "w"}
	if diff := cmp.Diff(want, m.view.Failure); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}
