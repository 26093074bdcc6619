package fake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/runtime/executor"
	"catenary/runtime/executor/executortest"
	"catenary/runtime/executor/fake"
)

type place struct {
	fake *fake.Executor
	does map[string]fake.Task
}

func newPlace(*testing.T) executortest.Place {
	p := place{does: map[string]fake.Task{}}
	p.fake = fake.New(func(s executor.Spec) fake.Task { return p.does[s.ID] })
	return p
}

func (p place) Executor(*testing.T) executor.Executor { return p.fake }

func (p place) Spec(_ *testing.T, b executortest.Behaviour) executor.Spec {
	s := spec()
	task := fake.Task{Out: b.Out, Err: b.Err, Output: b.Output, Artefacts: b.Artefacts, Stubborn: b.Stubborn, Exit: b.Exit}
	if b.Hangs {
		task.Until = fake.Never()
	}
	p.does[s.ID] = task
	return s
}

func (p place) Starts(_ *testing.T, id string) int { return p.fake.Starts(id) }

func (p place) Lose(_ *testing.T, id string) { p.fake.Lose(id) }

func spec() executor.Spec {
	run := id.NewMaker(time.Now).New()
	return executor.Spec{
		ID: executor.Name(run, "", "node", "", 1), Owner: "owner-" + run, Tenant: "tenant", Run: run, Node: "node", Attempt: 1,
		Image: "example/shell@sha256:" + strings.Repeat("a", 64), Interpreter: []string{"/bin/sh"},
	}
}

func TestContract(t *testing.T) {
	t.Parallel()
	executortest.Run(t, newPlace)
}

func TestWhatATestCanSay(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	prepare, until := make(chan struct{}), make(chan struct{})
	tasks := map[string]fake.Task{
		"lost":    {Lost: true},
		"memory":  {Failure: &executor.Failure{Code: executor.CodeMemory, Message: "too much"}},
		"refused": {Refuse: executor.Impossible("no")},
		"slow":    {Prepare: prepare, Until: until, Output: "1"},
	}
	x := fake.New(func(s executor.Spec) fake.Task { return tasks[s.Node] })
	ids := map[string]string{}
	for node := range tasks {
		s := spec()
		s.Node = node
		ids[node] = s.ID
		if node == "slow" {
			continue
		}
		err := x.Submit(ctx, s)
		if _, refused := executor.RefusedBy(err); refused != (node == "refused") {
			t.Fatalf("%s: %v", node, err)
		}
	}
	if r, err := x.Await(ctx, ids["lost"]); err != nil || r.State != executor.Lost {
		t.Errorf("lost: %+v, %v", r, err)
	}
	if r, err := x.Await(ctx, ids["memory"]); err != nil || r.Failure.Code != executor.CodeMemory {
		t.Errorf("memory: %+v, %v", r, err)
	}

	s := spec()
	s.Node = "slow"
	ready := make(chan error, 1)
	go func() { ready <- x.Submit(ctx, s) }()
	for {
		status, err := x.Observe(ctx, s.ID)
		if err == nil && status.State == executor.Preparing {
			break
		}
	}
	close(prepare)
	if err := <-ready; err != nil {
		t.Fatal(err)
	}
	x.Down(true)
	if _, err := x.Observe(ctx, s.ID); !fault.Is(err, fault.Unavailable) {
		t.Errorf("while it is down: %v", err)
	}
	result := make(chan executor.Result, 1)
	go func() {
		r, _ := x.Await(ctx, s.ID)
		result <- r
	}()
	x.Down(false)
	x.Write(s.ID, "a line")
	close(until)
	if r := <-result; r.State != executor.Succeeded || string(r.Output) != "1" {
		t.Errorf("slow: %+v", r)
	}
	var lines []string
	if err := x.Logs(ctx, s.ID, 0, true, func(l executor.Line) error {
		lines = append(lines, l.Text)
		return nil
	}); err != nil || len(lines) != 1 {
		t.Errorf("lines %q, %v", lines, err)
	}
	if got := x.Submitted(s.ID); len(got) != 1 || got[0].Node != "slow" {
		t.Errorf("submitted %+v", got)
	}
}
