package executortest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

// patience is how long a test waits for what must happen.
const patience = time.Minute

// Run runs the suite.
func Run(t *testing.T, place func(t *testing.T) Place) {
	t.Helper()
	tests := map[string]func(*testing.T, *world){
		"a script that ends well succeeds":               succeeds,
		"an exit code is a failure":                      fails,
		"no output is no failure":                        noOutput,
		"an output that is no JSON fails":                badOutput,
		"an output that is too large fails":              largeOutput,
		"artefacts come out":                             artefacts,
		"lines are numbered and told apart":              lines,
		"lines are followed live":                        followed,
		"who reads lines can end it":                     readerEnds,
		"submitting again does nothing":                  submitAgain,
		"submitting at once starts once":                 submitAtOnce,
		"submitting after the end does nothing":          submitAfter,
		"another process finds it and awaits it":         another,
		"an abandoned wait leaves it running":            abandoned,
		"the result stays until it is removed":           stays,
		"stop ends it":                                   stopped,
		"stop kills what does not listen":                stubborn,
		"stop of what ended changes nothing":             stopAfter,
		"a time limit ends it":                           timeout,
		"a log limit ends it":                            logLimit,
		"a container that vanishes is lost":              lost,
		"what was never there is unknown":                unknown,
		"stop and remove of what is not there are right": gone,
		"a list has the owner's alone":                   list,
		"what is impossible is refused":                  refused,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := place(t)
			test(t, &world{Place: p, x: p.Executor(t)})
		})
	}
}

type world struct {
	Place
	x executor.Executor
}

func (w *world) context(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// submit begins one that behaves so, and sees to its end.
func (w *world) submit(t *testing.T, b Behaviour, change ...func(*executor.Spec)) executor.Spec {
	t.Helper()
	s := w.Spec(t, b)
	for _, c := range change {
		c(&s)
	}
	w.removeLater(t, s.ID)
	if err := w.x.Submit(w.context(t), s); err != nil {
		t.Fatalf("submit: %v", err)
	}
	return s
}

func (w *world) removeLater(t *testing.T, id string) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := w.x.Remove(ctx, id); err != nil {
			t.Errorf("remove: %v", err)
		}
	})
}

func (w *world) await(t *testing.T, id string) executor.Result {
	t.Helper()
	r, err := w.x.Await(w.context(t), id)
	if err != nil {
		t.Fatalf("await: %v", err)
	}
	return r
}

func (w *world) lines(t *testing.T, id string, from int64) []string {
	t.Helper()
	var all []string
	err := w.x.Logs(w.context(t), id, from, false, func(l executor.Line) error {
		all = append(all, fmt.Sprint(l.Number, l.Stream, l.Text))
		return nil
	})
	if err != nil {
		t.Fatalf("logs: %v", err)
	}
	return all
}

func want(t *testing.T, r executor.Result, state executor.State, code string) {
	t.Helper()
	got := ""
	if r.Failure != nil {
		got = r.Failure.Code
	}
	if r.State != state || got != code {
		t.Fatalf("it ended as %s %s (%+v), want %s %s", r.State, got, r.Failure, state, code)
	}
}

func succeeds(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Output: `{"n": 1}`})
	r := w.await(t, s.ID)
	want(t, r, executor.Succeeded, "")
	if string(r.Output) != `{"n": 1}` || r.ExitCode != 0 {
		t.Errorf("output %s, exit code %d", r.Output, r.ExitCode)
	}
	if r.StartedAt.IsZero() || r.EndedAt.Before(r.StartedAt) {
		t.Errorf("it ran from %s to %s", r.StartedAt, r.EndedAt)
	}
}

func fails(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Output: `{"why": "because"}`, Exit: 7})
	r := w.await(t, s.ID)
	want(t, r, executor.Failed, executor.CodeExit)
	if r.ExitCode != 7 || string(r.Output) != `{"why": "because"}` {
		t.Errorf("exit code %d, output %s", r.ExitCode, r.Output)
	}
}

func noOutput(t *testing.T, w *world) {
	r := w.await(t, w.submit(t, Behaviour{}).ID)
	want(t, r, executor.Succeeded, "")
	if r.Output != nil {
		t.Errorf("output %s", r.Output)
	}
}

func badOutput(t *testing.T, w *world) {
	r := w.await(t, w.submit(t, Behaviour{Output: `{"n": 1`}).ID)
	want(t, r, executor.Failed, executor.CodeOutput)
}

func largeOutput(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Output: `"0123456789"`}, func(s *executor.Spec) { s.Limits.Output = 11 })
	want(t, w.await(t, s.ID), executor.Failed, executor.CodeOutput)
}

func artefacts(t *testing.T, w *world) {
	files := map[string]string{"a.txt": "alpha", "报告 1.txt": "beta", ".hidden": ""}
	r := w.await(t, w.submit(t, Behaviour{Artefacts: files}).ID)
	want(t, r, executor.Succeeded, "")
	got := map[string]string{}
	for _, a := range r.Artefacts {
		f, err := a.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(f)
		_ = f.Close()
		if int64(len(b)) != a.Size {
			t.Errorf("%s has %d bytes, and says %d", a.Name, len(b), a.Size)
		}
		got[a.Name] = string(b)
	}
	if diff := cmp.Diff(files, got); diff != "" {
		t.Errorf("artefacts (-want +got):\n%s", diff)
	}
}

func lines(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"one", "", "two"}, Err: []string{"three"}, Output: "1"})
	w.await(t, s.ID)
	all := w.lines(t, s.ID, 0)
	if len(all) != 4 {
		t.Fatalf("lines %q", all)
	}
	// Which stream comes first is not sure when both are written at once.
	texts := map[string]bool{}
	for i, l := range all {
		texts[l[len(fmt.Sprint(i)):]] = true
	}
	if diff := cmp.Diff(map[string]bool{"stdoutone": true, "stdout": true, "stdouttwo": true, "stderrthree": true}, texts); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all[2:], w.lines(t, s.ID, 2)); diff != "" {
		t.Errorf("from line 2 (-want +got):\n%s", diff)
	}
	if more := w.lines(t, s.ID, 4); len(more) != 0 {
		t.Errorf("after the last line: %q", more)
	}
}

func followed(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"one", "two"}, Hangs: true})
	var got []string
	err := w.x.Logs(w.context(t), s.ID, 0, true, func(l executor.Line) error {
		got = append(got, l.Text)
		if l.Text == "two" {
			// It hangs: so this line came while it was running.
			go func() { _ = w.x.Stop(context.WithoutCancel(t.Context()), s.ID, time.Second) }()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"one", "two"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	want(t, w.await(t, s.ID), executor.Stopped, executor.CodeStopped)
}

func readerEnds(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"one", "two"}, Hangs: true})
	enough := errors.New("enough")
	if err := w.x.Logs(w.context(t), s.ID, 0, true, func(executor.Line) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("the reader's error came back as %v", err)
	}
}

func submitAgain(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Hangs: true})
	if err := w.x.Submit(w.context(t), s); err != nil {
		t.Fatal(err)
	}
	if n := w.Starts(t, s.ID); n != 1 {
		t.Errorf("it began %d times", n)
	}
}

func submitAtOnce(t *testing.T, w *world) {
	s := w.Spec(t, Behaviour{Output: "1"})
	w.removeLater(t, s.ID)
	others := []executor.Executor{w.x, w.Executor(t)}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := others[i%2].Submit(w.context(t), s); err != nil {
				t.Errorf("submit: %v", err)
			}
		})
	}
	wg.Wait()
	want(t, w.await(t, s.ID), executor.Succeeded, "")
	if n := w.Starts(t, s.ID); n != 1 {
		t.Errorf("it began %d times", n)
	}
}

func submitAfter(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Exit: 3})
	want(t, w.await(t, s.ID), executor.Failed, executor.CodeExit)
	if err := w.Executor(t).Submit(w.context(t), s); err != nil {
		t.Fatal(err)
	}
	if r := w.await(t, s.ID); r.ExitCode != 3 || w.Starts(t, s.ID) != 1 {
		t.Errorf("exit code %d, begun %d times", r.ExitCode, w.Starts(t, s.ID))
	}
}

func another(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"here"}, Hangs: true})
	then := w.Executor(t)
	status, err := then.Observe(w.context(t), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if status.State != executor.Running || status.Owner != s.Owner || status.Run != s.Run || status.Attempt != s.Attempt ||
		status.Image != s.Image || !status.Deadline.After(status.StartedAt) {
		t.Errorf("it stands as %+v", status)
	}
	if err := then.Submit(w.context(t), s); err != nil {
		t.Fatal(err)
	}
	if err := w.Executor(t).Stop(w.context(t), s.ID, time.Second); err != nil {
		t.Fatal(err)
	}
	r, err := then.Await(w.context(t), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	want(t, r, executor.Stopped, executor.CodeStopped)
	if n := w.Starts(t, s.ID); n != 1 {
		t.Errorf("it began %d times", n)
	}
}

func abandoned(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Hangs: true})
	ctx, cancel := context.WithCancel(w.context(t))
	ended := make(chan error, 1)
	go func() {
		_, err := w.x.Await(ctx, s.ID)
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the wait ended with %v", err)
	}
	status, err := w.x.Observe(w.context(t), s.ID)
	if err != nil || status.State != executor.Running {
		t.Errorf("it stands as %s, %v", status.State, err)
	}
}

func stays(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Output: `"kept"`, Out: []string{"line"}})
	for range 2 {
		r := w.await(t, s.ID)
		if string(r.Output) != `"kept"` {
			t.Fatalf("output %s", r.Output)
		}
	}
	status, err := w.x.Observe(w.context(t), s.ID)
	if err != nil || status.State != executor.Succeeded {
		t.Errorf("it stands as %s, %v", status.State, err)
	}
	if err := w.x.Remove(w.context(t), s.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.x.Observe(w.context(t), s.ID); !fault.HasCode(err, executor.FaultUnknown) {
		t.Errorf("after its removal: %v", err)
	}
}

func stopped(t *testing.T, w *world) {
	s := w.submit(t, Behaviour{Out: []string{"before"}, Hangs: true})
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
	s := w.submit(t, Behaviour{Hangs: true, Stubborn: true})
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
	s := w.submit(t, Behaviour{Out: []string{"before"}, Hangs: true}, func(s *executor.Spec) { s.Limits.Timeout = time.Second })
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
		"runtime":         {func(s *executor.Spec) { s.Runtime = "nothing-such" }, executor.CodeSpec},
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
