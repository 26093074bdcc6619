package builtin

import (
	"context"
	"fmt"
	"strings"

	"catenary/internal/clock"
	"catenary/runtime/pipeline"
)

// stepShift parts a place in the log into the number of a step and a place in
// the log of its container.
const stepShift = 40

// Logs gives the logs of the steps one after the other, also where they run at
// once: a step's lines come when the log of the one before it is complete.
func (e *engine) Logs(ctx context.Context, at pipeline.Execution, from int64, each func(pipeline.Line) error) (int64, error) {
	x, err := e.Executions.Execution(ctx, e.tenant, at.ID)
	if err != nil {
		return from, err
	}
	for {
		i := int(from >> stepShift)
		if from < 0 || i >= len(x.Steps) {
			return from, nil
		}
		p, step := x.Steps[i], x.Parameters.Steps[i]
		switch {
		case step.Approval != nil:
			err = told(p, step, int64(i+1)<<stepShift, each)
		case p.BeganAt != 0:
			var hide func(string) string
			if hide, err = e.hider(ctx, x.Org, step); err != nil {
				return from, err
			}
			var within int64
			within, err = e.Runner.Logs(ctx, x.container(i), from&(1<<stepShift-1), func(l pipeline.Line) error {
				l.Step, l.Next, l.Text = step.Name, int64(i)<<stepShift|l.Next, hide(l.Text)
				return each(l)
			})
			from = int64(i)<<stepShift | within
		}
		if err != nil || !p.ended() {
			return from, err
		}
		from = int64(i+1) << stepShift
	}
}

// told writes what people decided.
func told(p Progress, s Step, next int64, each func(pipeline.Line) error) error {
	if !p.ended() || p.BeganAt == 0 {
		return nil
	}
	for _, d := range p.Decisions {
		word := "refused"
		if d.Approve {
			word = "approved"
		}
		text := fmt.Sprintf("%s by %s", word, strings.Join(d.People[:min(1, len(d.People))], ""))
		if err := each(pipeline.Line{Next: next, At: clock.Time(d.At), Step: s.Name, Stream: pipeline.OfEngine, Text: text}); err != nil {
			return err
		}
	}
	return nil
}
