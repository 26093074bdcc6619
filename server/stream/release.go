package stream

import (
	"context"
	"net/http"
	"time"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/releases"
)

// Releases are what streams of releases read; releases.Service is one.
type Releases interface {
	Milestones(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, after int64, limit int) (releases.Milestones, error)
	Watch(id string) (changed <-chan struct{}, leave func())
}

// Milestone is the data of an event of a release.
type Milestone struct {
	Seq    int64                  `json:"seq"`
	At     time.Time              `json:"at"`
	Kind   releases.MilestoneKind `json:"kind"`
	Phase  int                    `json:"phase,omitempty" doc:"From 1; absent if it is about the whole"`
	By     string                 `json:"by,omitempty" doc:"Who did it, by id; absent if the server did"`
	ByName string                 `json:"by_name,omitempty"`
	Human  string                 `json:"human,omitempty" doc:"The person behind a token, by id"`
	Code   string                 `json:"code,omitempty"`
	Note   string                 `json:"note,omitempty" doc:"Why, or what was said"`
}

// NewMilestone makes the data of an event.
func NewMilestone(m releases.Milestone) Milestone {
	return Milestone{
		Seq: m.Seq, At: clock.Time(m.At), Kind: m.Kind, Phase: m.Phase, By: string(m.By), ByName: m.ByName, Human: string(m.Human),
		Code: m.Code, Note: m.Note,
	}
}

// Release streams the history of a release: each milestone once it is committed,
// its id being its number and its name its kind. It goes on until the reader
// leaves: a release that has ended may still be rolled back.
func (s *Service) Release(ctx context.Context, r Reader, from Releases, org rbac.OrgID, id string) (Stream, error) {
	s.begin()
	after, err := number(r.After)
	if err != nil {
		return nil, err
	}
	read := func(ctx context.Context, who rbac.Actor, after int64) (releases.Milestones, error) {
		return from.Milestones(ctx, who, org, id, after, eventBatch)
	}
	// Watched before it is read, so that nothing falls between.
	changed, leave := from.Watch(id)
	first, err := read(ctx, r.Who, after)
	if err != nil {
		leave()
		return nil, err
	}
	return func(ctx context.Context, w http.ResponseWriter) error {
		defer leave()
		out := s.sender(w)
		return out.close(ctx, s.serveRelease(ctx, out, r, changed, first, read, after))
	}, nil
}

func (s *Service) serveRelease(ctx context.Context, out *sender, r Reader, changed <-chan struct{}, part releases.Milestones,
	read func(context.Context, rbac.Actor, int64) (releases.Milestones, error), after int64,
) error {
	w := s.watch(ctx, r, func(ctx context.Context, who rbac.Actor) error {
		_, err := read(ctx, who, after)
		return err
	})
	defer w.stop()
	for {
		for _, m := range part.Items {
			if err := out.event(text(m.Seq), string(m.Kind), NewMilestone(m)); err != nil {
				return err
			}
			after = m.Seq
		}
		if err := out.flush(); err != nil {
			return err
		}
		if !part.More {
			poll, stop := s.poll()
			_, err := w.rest(ctx, out, changed, poll)
			stop()
			if err != nil {
				return err
			}
		}
		var err error
		if part, err = read(ctx, w.reader.Who, after); err != nil {
			return err
		}
	}
}
