package executortest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// wrote waits until it has written a line: so its script is well under way.
func (w *world) wrote(t *testing.T, id string) {
	t.Helper()
	enough := errors.New("enough")
	if err := w.x.Logs(w.context(t), id, 0, true, func(executor.Line) error { return enough }); !errors.Is(err, enough) {
		t.Fatalf("it wrote nothing: %v", err)
	}
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
