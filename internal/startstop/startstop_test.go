package startstop_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/internal/startstop"
)

// diary notes what was started and stopped.
type diary struct{ lines []string }

type service struct {
	name  string
	diary *diary
	fails error
}

func (s *service) Start(context.Context) error {
	if s.fails != nil {
		return s.fails
	}
	s.diary.lines = append(s.diary.lines, "start "+s.name)
	return nil
}

func (s *service) Stop() { s.diary.lines = append(s.diary.lines, "stop "+s.name) }

func TestGroupStopsInReverse(t *testing.T) {
	t.Parallel()
	d := &diary{}
	g := startstop.NewGroup()
	for _, name := range []string{"a", "b", "c"} {
		g.Add(name, &service{name: name, diary: d})
	}
	if err := g.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.Stop()
	g.Stop()
	want := []string{"start a", "start b", "start c", "stop c", "stop b", "stop a"}
	if diff := cmp.Diff(want, d.lines); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if err := g.Start(t.Context()); !errors.Is(err, startstop.ErrStopped) {
		t.Errorf("Start after Stop = %v", err)
	}
}

func TestGroupUndoesAStartThatFails(t *testing.T) {
	t.Parallel()
	d := &diary{}
	boom := errors.New("boom")
	g := startstop.NewGroup()
	g.Add("a", &service{name: "a", diary: d})
	g.Add("b", &service{name: "b", diary: d, fails: boom})
	g.Add("c", &service{name: "c", diary: d})
	err := g.Start(t.Context())
	if !errors.Is(err, boom) || err.Error() != "start b: boom" {
		t.Errorf("Start = %v", err)
	}
	if diff := cmp.Diff([]string{"start a", "stop a"}, d.lines); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestGroupTellsTheFirstFailure(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	fail := make(chan struct{})
	g := startstop.NewGroup()
	g.Add("patient", startstop.Work(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
	g.Add("hasty", startstop.Work(func(context.Context) error { <-fail; return boom }))
	if err := g.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(fail)
	if err := <-g.Failed(); !errors.Is(err, boom) || err.Error() != "hasty: boom" {
		t.Errorf("Failed = %v", err)
	}
	g.Stop()
	select {
	case err := <-g.Failed():
		t.Errorf("stopping is no failure, got %v", err)
	default:
	}
}

func TestWorkerOutlivesTheContextOfItsStart(t *testing.T) {
	t.Parallel()
	type key struct{}
	starting, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
	seen := make(chan any, 1)
	quiet := false
	w := startstop.Work(func(ctx context.Context) error {
		cancel()
		seen <- ctx.Value(key{})
		<-ctx.Done()
		quiet = true
		return ctx.Err()
	})
	if err := w.Start(starting); err != nil {
		t.Fatal(err)
	}
	if v := <-seen; v != "kept" {
		t.Errorf("value of the context = %v", v)
	}
	if err := w.Start(t.Context()); err == nil {
		t.Error("a second Start passed")
	}
	w.Stop()
	if !quiet {
		t.Error("Stop returned before the work was over")
	}
	w.Stop()
}

func TestWorkerStoppedBeforeStart(t *testing.T) {
	t.Parallel()
	w := startstop.Work(func(context.Context) error { return errors.New("ran") })
	w.Stop()
	if err := w.Start(t.Context()); !errors.Is(err, startstop.ErrStopped) {
		t.Errorf("Start after Stop = %v", err)
	}
}
