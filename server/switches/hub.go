package switches

import (
	"context"
	"sync"
	"time"

	"catenary/rbac"
)

// hub knows how the switches stand that somebody follows here, so that a change
// is read once, however many follow.
type hub struct {
	mu sync.Mutex
	// followed are by the id of the switch.
	followed map[string]*followed
	present  map[Presence]int64
	// told says that present was written down as it is.
	told bool
}

// followed is a switch that somebody follows.
type followed struct {
	refs int // under the hub's mu

	mu sync.Mutex
	// heard is the newest revision that there is, as far as is known.
	heard int64
	now   State
	gone  bool
}

// Presence is who follows a switch, on behalf of which org.
type Presence struct {
	Tenant  rbac.TenantID  `db:"tenant_id"`
	Switch  string         `db:"switch_id"`
	Subject rbac.SubjectID `db:"subject_id"`
	Org     rbac.OrgID     `db:"org_id"`
	// Followers counts connections.
	Followers int64 `db:"followers"`
}

// enter follows a switch until leave is called.
func (h *hub) enter(p Presence) (f *followed, leave func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.followed == nil {
		h.followed, h.present = map[string]*followed{}, map[Presence]int64{}
	}
	f = h.followed[p.Switch]
	if f == nil {
		f = &followed{}
		h.followed[p.Switch] = f
	}
	f.refs++
	h.present[p]++
	h.told = false
	return f, sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.told = false
		if h.present[p]--; h.present[p] == 0 {
			delete(h.present, p)
		}
		if f.refs--; f.refs == 0 {
			delete(h.followed, p.Switch)
		}
	})
}

func (h *hub) of(id string) *followed {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.followed[id]
}

func (h *hub) ids() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	ids := make([]string, 0, len(h.followed))
	for id := range h.followed {
		ids = append(ids, id)
	}
	return ids
}

// take gives who follows, if that is to be written down anew.
func (h *hub) take(again bool) ([]Presence, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.told && (!again || len(h.present) <= 0) {
		return nil, false
	}
	h.told = true
	all := make([]Presence, 0, len(h.present))
	for p, n := range h.present {
		p.Followers = n
		all = append(all, p)
	}
	return all, true
}

func (h *hub) untold() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = false
}

// state is how the switch stands. The first who asks after a change reads it,
// the others take what it read.
func (f *followed) state(ctx context.Context, store Store, id string) (State, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.gone:
		return State{}, unknown()
	case f.now.Revision > 0 && f.now.Revision >= f.heard:
		return f.now, nil
	}
	rows, err := store.SwitchStates(ctx, []string{id})
	if err != nil {
		return State{}, err
	}
	if len(rows) == 0 {
		f.gone = true
		return State{}, unknown()
	}
	f.now = rows[0]
	f.heard = f.now.Revision
	return f.now, nil
}

// hear takes note of a revision, and says whether it is news.
func (f *followed) hear(revision int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	news := revision > f.heard
	f.heard = max(f.heard, revision)
	return news
}

// hear tells who follows a switch that it has changed.
func (s *Service) hear(id string, revision int64) {
	if f := s.hub.of(id); f != nil && f.hear(revision) {
		s.calls.Tell(id)
	}
}

// Times of Run.
const (
	// tellEvery is how often it is written down who follows, if that changed;
	// tellAgain, that they still do.
	tellEvery = 2 * time.Second
	tellAgain = 20 * time.Second
)

// Run hears of changes, and writes down who follows, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		s.Store.ListenSwitches(ctx, s.hear)
	}()
	defer func() { <-heard }()
	tell := time.NewTicker(tellEvery)
	defer tell.Stop()
	var poll <-chan time.Time
	if s.Poll > 0 {
		t := time.NewTicker(s.Poll)
		defer t.Stop()
		poll = t.C
	}
	told := s.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-poll:
			s.look(ctx)
		case <-tell.C:
			again := s.Now().Sub(told) >= tellAgain
			if again {
				told = s.Now()
			}
			s.tell(ctx, again)
		}
	}
}

// look finds changes that passed unheard, with one question for all that are
// followed.
func (s *Service) look(ctx context.Context) {
	ids := s.hub.ids()
	if len(ids) == 0 {
		return
	}
	rows, err := s.Store.SwitchStates(ctx, ids)
	if err != nil {
		if ctx.Err() == nil {
			s.Log.WarnContext(ctx, "switches that are followed could not be looked at", "error", err)
		}
		return
	}
	for _, row := range rows {
		s.hear(row.ID, row.Revision)
	}
}

// tell writes down who follows.
func (s *Service) tell(ctx context.Context, again bool) {
	all, news := s.hub.take(again)
	if !news {
		return
	}
	if err := s.Store.ReplaceFollowers(ctx, s.Process, all, s.Now().UnixMicro()); err != nil {
		s.hub.untold()
		if ctx.Err() == nil {
			s.Log.WarnContext(ctx, "who follows switches could not be written down", "error", err)
		}
	}
}
