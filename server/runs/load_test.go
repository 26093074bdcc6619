package runs

import (
	"testing"
	"time"

	"catenary/runtime/run"
)

func TestLoadCountsRunsByStep(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	at := func(d time.Duration) int64 { return from.Add(d).UnixMicro() }
	const m, s = time.Minute, time.Second
	l := Load{From: from, To: from.Add(5 * m), Step: m}
	l.count([]Moments{
		{State: run.Queued, CreatedAt: at(-24 * time.Hour)},
		{State: run.Succeeded, CreatedAt: at(10 * s), StartedAt: at(11 * s), EndedAt: at(21 * s)},
		{State: run.Failed, CreatedAt: at(10 * s), StartedAt: at(2*m + 10*s), EndedAt: at(2*m + 40*s)},
		{State: run.UndoFailed, CreatedAt: at(2 * m), StartedAt: at(2 * m), EndedAt: at(2*m + 10*s)},
		{State: run.Canceled, CreatedAt: at(3 * m), EndedAt: at(4*m + 1)},
		{State: run.Running, CreatedAt: at(4 * m), StartedAt: at(4*m + 2*s)},
		{State: run.Running, CreatedAt: at(6 * m), StartedAt: at(7 * m)}, // of a clock that goes ahead
	})
	type counts struct{ queued, succeeded, failed, canceled int }
	for i, want := range []counts{{2, 1, 0, 0}, {2, 0, 0, 0}, {1, 0, 2, 0}, {2, 0, 0, 0}, {1, 0, 0, 1}} {
		step := l.Steps[i]
		if got := (counts{step.Queued, step.Succeeded, step.Failed, step.Canceled}); got != want {
			t.Errorf("step %d: %v, want %v", i, got, want)
		}
		if end := from.Add(time.Duration(i+1) * m); !step.At.Equal(end) {
			t.Errorf("step %d ends at %s, want %s", i, step.At, end)
		}
	}
	third := l.Steps[2]
	if *third.Took.Half != 10*s || *third.Took.Most != 30*s || *third.Waited.Half != 0 || *third.Waited.Most != 2*m {
		t.Errorf("took %s and %s, waited %s and %s", *third.Took.Half, *third.Took.Most, *third.Waited.Half, *third.Waited.Most)
	}
	if l.Steps[1].Took.Half != nil || l.Steps[4].Took.Half != nil {
		t.Error("a step in which none ended, or one that never began, has a time")
	}
}
