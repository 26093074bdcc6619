package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/runtime/pipeline"
)

// script is an engine that answers Status with what it was told to.
type script struct {
	pipeline.Engine
	answers []any
	asked   int
}

func (s *script) Status(context.Context, pipeline.Execution) (pipeline.Status, error) {
	a := s.answers[min(s.asked, len(s.answers)-1)]
	s.asked++
	if err, ok := a.(error); ok {
		return pipeline.Status{}, err
	}
	return a.(pipeline.Status), nil
}

func TestFollow(t *testing.T) {
	t.Parallel()
	queued, running, done := pipeline.Status{State: pipeline.Queued}, pipeline.Status{State: pipeline.Running}, pipeline.Status{State: pipeline.Succeeded}
	tests := []struct {
		name    string
		answers []any
		want    pipeline.State
		code    string
		seen    string
		pauses  string
	}{
		{"pauses grow until something changes", []any{queued, queued, queued, running, running, done}, pipeline.Succeeded, "", "queued running", "1s 1.5s 2.25s 1s 1.5s"},
		{"pauses have an end", []any{queued, queued, queued, queued, queued, queued, done}, pipeline.Succeeded, "", "queued", "1s 1.5s 2.25s 3s 3s 3s"},
		{"an engine that is away is asked again", []any{running, pipeline.Unreachable(nil), pipeline.Unanswered(nil), done}, pipeline.Succeeded, "", "running", "1s 1.5s 2.25s"},
		{"an execution that is gone has failed", []any{running, pipeline.NoExecution()}, pipeline.Failed, "", "running", "1s"},
		{"another fault ends it", []any{running, pipeline.Refused("", "no")}, pipeline.Running, "engine.refused", "running", "1s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var seen, pauses []string
			f := pipeline.Follower{First: time.Second, Max: 3 * time.Second, After: func(d time.Duration) <-chan time.Time {
				pauses = append(pauses, d.String())
				now := make(chan time.Time, 1)
				now <- time.Time{}
				return now
			}}
			got, err := f.Follow(ctx, &script{answers: tt.answers}, pipeline.Execution{}, nil, func(s pipeline.Status) { seen = append(seen, string(s.State)) })
			if got.State != tt.want || (err == nil) != (tt.code == "") || tt.code != "" && !fault.HasCode(err, tt.code) {
				t.Errorf("ended %+v, %v", got, err)
			}
			if s, p := strings.Join(seen, " "), strings.Join(pauses, " "); s != tt.seen || p != tt.pauses {
				t.Errorf("saw %q with pauses %q", s, p)
			}
		})
	}
}

func TestFollowIsWoken(t *testing.T) {
	t.Parallel()
	wake := make(chan struct{}, 1)
	wake <- struct{}{}
	f := pipeline.Follower{After: func(time.Duration) <-chan time.Time { return nil }}
	got, err := f.Follow(ctx, &script{answers: []any{pipeline.Status{State: pipeline.Running}, pipeline.Status{State: pipeline.Canceled}}}, pipeline.Execution{}, wake, nil)
	if err != nil || got.State != pipeline.Canceled {
		t.Errorf("%+v, %v", got, err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := f.Follow(ended, &script{answers: []any{fmt.Errorf("x")}}, pipeline.Execution{}, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after its end: %v", err)
	}
}
