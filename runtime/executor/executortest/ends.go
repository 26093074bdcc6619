package executortest

import (
	"encoding/json"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

func stopped(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"before"}, Hangs: true})
	w.wrote(t, s.ID)
	if err := w.x.Stop(w.context(t), s.ID, patience); err != nil {
		t.Fatal(err)
	}
	if err := w.x.Stop(w.context(t), s.ID, patience); err != nil {
		t.Fatalf("again: %v", err)
	}
	want(t, w.await(t, s.ID), executor.Stopped, executor.CodeStopped)
	if got := w.lines(t, s.ID, 0); len(got) != 1 {
		t.Errorf("lines %q", got)
	}
}

func stubborn(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"ready"}, Hangs: true, Stubborn: true})
	w.wrote(t, s.ID)
	if err := w.x.Stop(w.context(t), s.ID, 300*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	r := w.await(t, s.ID)
	want(t, r, executor.Stopped, executor.CodeStopped)
	if r.ExitCode != -1 {
		t.Errorf("exit code %d", r.ExitCode)
	}
}

func stopAfter(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Exit: 4})
	w.await(t, s.ID)
	if err := w.x.Stop(w.context(t), s.ID, time.Second); err != nil {
		t.Fatal(err)
	}
	want(t, w.await(t, s.ID), executor.Failed, executor.CodeExit)
}

func timeout(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"before"}, Hangs: true}, func(s *executor.Spec) { s.Limits.Timeout = 5 * time.Second })
	want(t, w.await(t, s.ID), executor.Failed, executor.CodeTimeout)
	if got := w.lines(t, s.ID, 0); len(got) != 1 {
		t.Errorf("lines %q", got)
	}
}

func logLimit(t *testing.T, w *world) {
	b := Behaviour{Hangs: true}
	for range 20 {
		b.Out = append(b.Out, "0123456789")
	}
	s := w.submit(t, b, func(s *executor.Spec) { s.Limits.Log = 5 * (10 + executor.LineCost) })
	want(t, w.await(t, s.ID), executor.Failed, executor.CodeLogLimit)
	if got := w.lines(t, s.ID, 0); len(got) != 5 {
		t.Errorf("%d lines: %q", len(got), got)
	}
}

func lost(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Hangs: true})
	result := make(chan executor.Result, 1)
	ready := make(chan struct{})
	go func() {
		close(ready)
		r, err := w.x.Await(w.context(t), s.ID)
		if err != nil && !fault.HasCode(err, executor.FaultUnknown) {
			t.Errorf("await: %v", err)
		}
		if err != nil { // it was gone before the wait began
			r.State = executor.Lost
		}
		result <- r
	}()
	<-ready
	w.Lose(t, s.ID)
	if r := <-result; r.State != executor.Lost {
		t.Errorf("it ended as %s", r.State)
	}
}

func unknown(t *testing.T, w *world) {
	id := executor.Name("run", "", "never", "", 1)
	_, observed := w.x.Observe(w.context(t), id)
	_, awaited := w.x.Await(w.context(t), id)
	read := w.x.Logs(w.context(t), id, 0, true, func(executor.Line) error { return nil })
	for _, err := range []error{observed, awaited, read} {
		if !fault.HasCode(err, executor.FaultUnknown) || !fault.Is(err, fault.NotFound) {
			t.Errorf("the error is %v", err)
		}
	}
}

func gone(t *testing.T, w *world) {
	id := executor.Name("run", "", "never", "", 1)
	if err := w.x.Stop(w.context(t), id, time.Second); err != nil {
		t.Error(err)
	}
	if err := w.x.Remove(w.context(t), id); err != nil {
		t.Error(err)
	}
	s := w.submit(t, Behaviour{Hangs: true})
	for range 2 {
		if err := w.x.Remove(w.context(t), s.ID); err != nil {
			t.Error(err)
		}
	}
}

func list(t *testing.T, w *world) {
	running := w.submit(t, Behaviour{Hangs: true})
	ended := w.submit(t, Behaviour{Exit: 1}, func(s *executor.Spec) { s.Owner = running.Owner })
	other := w.submit(t, Behaviour{Hangs: true}, func(s *executor.Spec) { s.Owner = "other-" + s.ID })
	w.await(t, ended.ID)
	all, err := w.x.List(w.context(t), running.Owner)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]executor.State{}
	for _, s := range all {
		got[s.ID] = s.State
	}
	if got[running.ID] != executor.Running || got[ended.ID] != executor.Failed || got[other.ID] != "" {
		t.Errorf("the list is %v", got)
	}
}

func refused(t *testing.T, w *world) {
	cases := map[string]struct {
		change func(*executor.Spec)
		code   string
	}{
		"image by tag":    {func(s *executor.Spec) { s.Image = "example/image:1" }, executor.CodeImage},
		"image by id":     {func(s *executor.Spec) { s.Image = "sha256:" + s.Image[len(s.Image)-64:] }, executor.CodeImage},
		"root":            {func(s *executor.Spec) { s.User = "0" }, executor.CodeSpec},
		"root's group":    {func(s *executor.Spec) { s.User = "1000:0" }, executor.CodeSpec},
		"user by name":    {func(s *executor.Spec) { s.User = "root" }, executor.CodeSpec},
		"host network":    {func(s *executor.Spec) { s.Network = "host" }, executor.CodeSpec},
		"no interpreter":  {func(s *executor.Spec) { s.Interpreter = nil }, executor.CodeSpec},
		"script's path":   {func(s *executor.Spec) { s.ScriptName = "../x" }, executor.CodeSpec},
		"no JSON":         {func(s *executor.Spec) { s.Input = json.RawMessage("{") }, executor.CodeSpec},
		"variable's name": {func(s *executor.Spec) { s.Env = map[string]string{"A;id": "x"} }, executor.CodeSpec},
		"variable of ours": {func(s *executor.Spec) {
			s.Env = map[string]string{"CATENARY_OUTPUT": "/x"}
		}, executor.CodeSpec},
		"artefact's path": {func(s *executor.Spec) { s.Artefacts = []executor.Artefact{{Name: "../x"}} }, executor.CodeSpec},
		"too little room": {func(s *executor.Spec) { s.Limits.Memory = 1 << 20 }, executor.CodeSpec},
		"id":              {func(s *executor.Spec) { s.ID = "../x" }, executor.CodeSpec},
	}
	for name, tt := range cases {
		s := w.Spec(t, Behaviour{})
		tt.change(&s)
		err := w.x.Submit(w.context(t), s)
		r, ok := executor.RefusedBy(err)
		if !ok || r.State != executor.Refused || r.Failure.Code != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
