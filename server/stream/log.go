package stream

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/runs"
)

// Line is the data of an event of a log.
type Line struct {
	Number int64     `json:"n"`
	At     time.Time `json:"at"`
	Stream string    `json:"stream"`
	Text   string    `json:"text"`
}

// NewLine makes the data of a line.
func NewLine(l runtime.Line) Line {
	return Line{Number: l.Number, At: clock.Time(l.At), Stream: l.Stream, Text: l.Text}
}

// lineBatch is how many lines are read at once.
const lineBatch = 500

// Lines streams the log of a step from its first line on, or behind the line
// whose number the reader has: events "line", and "end" when no more will come.
// It needs run:data.
func (s *Service) Lines(ctx context.Context, r Reader, org rbac.OrgID, id string, of runs.LogRef) (Stream, error) {
	s.begin()
	from, err := number(r.After)
	if err != nil {
		return nil, err
	}
	if r.After != "" {
		from++
	}
	first, err := s.Runs.Log(ctx, r.Who, org, id, of, from, lineBatch)
	if err != nil {
		return nil, err
	}
	of.Attempt = first.Of.Attempt // and not that which follows
	return func(ctx context.Context, w http.ResponseWriter) error {
		out := s.sender(w)
		return out.close(ctx, s.serveLines(ctx, out, r, org, id, of, first, from))
	}, nil
}

func (s *Service) serveLines(ctx context.Context, out *sender, r Reader, org rbac.OrgID, id string, of runs.LogRef, part runs.Log, from int64) error {
	watch := s.Engine.Watch(runtime.ID{Tenant: string(r.Who.Tenant), Run: id})
	defer watch.Close()
	w := s.watch(ctx, r, func(ctx context.Context, who rbac.Actor) error {
		return s.Auth.Can(ctx, who, rbac.RunData, rbac.Resource{OrgID: org})
	})
	defer w.stop()
	tick := time.NewTicker(logPoll)
	defer tick.Stop()
	for {
		for _, l := range part.Lines {
			if err := out.event(text(l.Number), "line", NewLine(l)); err != nil {
				return err
			}
			from = l.Number + 1
		}
		if part.Over && from >= part.End {
			if err := out.event("", "end", map[string]int64{"lines": part.End}); err != nil {
				return err
			}
			return out.flush()
		}
		if err := out.flush(); err != nil {
			return err
		}
		polled, err := from < part.End, error(nil)
		if !polled {
			if polled, err = w.rest(ctx, out, watch.C, tick.C); err != nil {
				return err
			}
		}
		if polled {
			part, err = s.Runs.MoreLog(ctx, w.reader.Who, id, part, from, lineBatch)
		} else {
			part, err = s.Runs.Log(ctx, w.reader.Who, org, id, of, from, lineBatch)
		}
		if err != nil {
			return err
		}
	}
}
