package switches

import (
	"context"
	"sync"
	"time"

	"catenary/rbac"
)

// Following is one reader who follows a switch. Close it.
type Following struct {
	// Changed gets a value when the switch has changed since the last one.
	Changed <-chan struct{}

	s     *Service
	org   rbac.OrgID
	row   Switch
	of    *followed
	leave func()

	mu sync.Mutex
	// asked is when, and version the rights with which, all was asked.
	asked   time.Time
	version int64
}

// askAgain is how long the answer holds that a share lets an org view a switch,
// unless rights are heard to have changed.
const askAgain = 30 * time.Second

// Follow begins to follow the switch that an org means by a key, for who may
// view it there.
func (s *Service) Follow(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (*Following, error) {
	row, err := s.find(ctx, who, org, key)
	if err != nil {
		return nil, err
	}
	f := &Following{s: s, org: org, row: row, asked: s.Now(), version: who.Version}
	changed, quit := s.calls.Join(row.ID)
	of, leave := s.hub.enter(Presence{Tenant: row.Tenant, Switch: row.ID, Subject: who.Subject, Org: org})
	f.Changed, f.of = changed, of
	f.leave = func() {
		quit()
		leave()
	}
	return f, nil
}

// Close ends it.
func (f *Following) Close() { f.leave() }

// State asks for rights and says how the switch stands.
func (f *Following) State(ctx context.Context, who rbac.Actor) (State, error) {
	if err := f.may(ctx, who); err != nil {
		return State{}, err
	}
	return f.of.state(ctx, f.s.Store, f.row.ID)
}

// may asks for rights: in memory for the reader, and now and then in the
// database for the share.
func (f *Following) may(ctx context.Context, who rbac.Actor) error {
	if f.row.Org == f.org {
		return f.s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: f.org})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.s.Now(); who.Version > f.version || now.Sub(f.asked) >= askAgain {
		if err := f.s.may(ctx, who, f.org, f.row); err != nil {
			return err
		}
		f.asked, f.version = now, max(f.version, who.Version)
		return nil
	}
	return f.s.Auth.Can(ctx, who, rbac.SwitchView, rbac.Resource{OrgID: f.org})
}

// Await waits until the switch stands at another revision than known, for wait
// at most. Other says that it does.
func (f *Following) Await(ctx context.Context, who rbac.Actor, known int64, wait time.Duration) (now State, other bool, err error) {
	end := time.NewTimer(wait)
	defer end.Stop()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rights := f.s.Auth.Watch(ctx, who.Tenant)
	for over := wait <= 0; ; {
		if now, err = f.State(ctx, who); err != nil || now.Revision != known || over {
			return now, err == nil && now.Revision != known, err
		}
		select {
		case <-f.Changed:
		case version := <-rights:
			who.Version = max(who.Version, version)
		case <-end.C:
			over = true
		case <-ctx.Done():
			return now, false, ctx.Err()
		}
	}
}
