package stream

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	"catenary/rbac"
)

// Followed is something that changes until it is over, such as the upload of an
// image. All fields are needed.
type Followed struct {
	// Name is that of the events.
	Name string
	// Join tells of changes that this process makes, until the reader leaves.
	Join func(ctx context.Context, who rbac.Actor) (changed <-chan struct{}, leave func(), err error)
	// See asks for rights and says how it stands.
	See func(ctx context.Context, who rbac.Actor) (Standing, error)
}

// Standing is how something stands.
type Standing struct {
	// Data is what is sent.
	Data any
	// Over says that it is not going to change by itself.
	Over bool
}

// Follow streams how something stands: at once, and whenever that has changed,
// each time as a whole. An event's id stands for what it says, so that a reader
// who comes back is sent what is new to it; what was in between is gone. The
// stream ends when the thing is over. nil says that this is so already and the
// reader has its last state.
func (s *Service) Follow(ctx context.Context, r Reader, f Followed) (Stream, error) {
	s.begin()
	// Joined before it is looked at, so that nothing falls between.
	changed, leave, err := f.Join(ctx, r.Who)
	if err != nil {
		return nil, err
	}
	first, err := f.look(ctx, r.Who)
	if err != nil || first.over && first.id == r.After {
		leave()
		return nil, err
	}
	return func(ctx context.Context, w http.ResponseWriter) error {
		defer leave()
		out := s.sender(w)
		return out.close(ctx, s.serveFollowed(ctx, out, r, f, changed, first))
	}, nil
}

// state is a standing as it is sent.
type state struct {
	id   string
	data json.RawMessage
	over bool
}

func (f Followed) look(ctx context.Context, who rbac.Actor) (state, error) {
	now, err := f.See(ctx, who)
	if err != nil {
		return state{}, err
	}
	data, err := json.Marshal(now.Data)
	if err != nil {
		return state{}, fmt.Errorf("write an event: %w", err)
	}
	sum := sha256.Sum256(data)
	return state{id: hex.EncodeToString(sum[:8]), data: data, over: now.Over}, nil
}

func (s *Service) serveFollowed(ctx context.Context, out *sender, r Reader, f Followed, changed <-chan struct{}, now state) error {
	w := s.watch(ctx, r, func(ctx context.Context, who rbac.Actor) error {
		_, err := f.See(ctx, who)
		return err
	})
	defer w.stop()
	sent := r.After
	for {
		if now.id != sent {
			if err := out.event(now.id, f.Name, now.data); err != nil {
				return err
			}
			sent = now.id
		}
		if err := out.flush(); err != nil || now.over {
			return err
		}
		poll, stop := s.poll()
		_, err := w.rest(ctx, out, changed, poll)
		stop()
		if err != nil {
			return err
		}
		if now, err = f.look(ctx, w.reader.Who); err != nil {
			return err
		}
	}
}
