package executortest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/executor"
)

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
