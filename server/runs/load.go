package runs

import (
	"context"
	"slices"
	"sync"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/run"
)

// Moments are the times of a run in Unix µs, 0 for those that have not come.
type Moments struct {
	State     run.State `db:"state"`
	CreatedAt int64     `db:"created_at"`
	StartedAt int64     `db:"started_at"`
	EndedAt   int64     `db:"ended_at"`
}

// Load is what the runs of some orgs did in a time, cut into steps of the same
// length. It knows of the runs that were made in that time, and of those that
// still wait to begin.
type Load struct {
	From, To time.Time
	Step     time.Duration
	// Whole is since when all runs are counted; From, unless there were more of
	// them than are looked at.
	Whole time.Time
	Steps []LoadStep
}

// LoadStep is one step of a Load.
type LoadStep struct {
	// At is its end.
	At time.Time
	// Queued is how many runs waited to begin at its end.
	Queued int
	// Succeeded, Failed and Canceled count those that ended in it, undone or
	// not.
	Succeeded, Failed, Canceled int
	// Waited is for how long those that began in it had waited, Took how long
	// those that ended in it took from their beginning.
	Waited, Took Spread
}

// Spread is within which time the half of some things, and 95 of a hundred,
// were done; nil if there were none.
type Spread struct{ Half, Most *time.Duration }

// loadRanges are the times that a Load can be of.
var loadRanges = map[string]struct{ whole, step time.Duration }{
	"hour": {time.Hour, time.Minute},
	"day":  {24 * time.Hour, 15 * time.Minute},
}

const (
	// maxMoments is how many runs are looked at for one Load, the newest first.
	maxMoments = 20_000
	// loadFresh is how long one is good for, and maxLoads how many are kept.
	loadFresh = 10 * time.Second
	maxLoads  = 128
)

// loads are those that were asked for a moment ago. One is made at a time, so
// that nobody can keep the database busy with them.
type loads struct {
	mu   sync.Mutex
	kept map[loadKey]Load
	turn chan struct{}
}

type loadKey struct {
	who   rbac.SubjectID
	token string
	org   rbac.OrgID
	name  string
}

// Load tells what the runs of an org and of those below it did within the last
// hour or day, as far as who may view them.
func (s *Service) Load(ctx context.Context, who rbac.Actor, org rbac.OrgID, name string) (Load, error) {
	set, err := s.Visible(ctx, who, org)
	if err != nil {
		return Load{}, err
	}
	span, found := loadRanges[name]
	if !found {
		return Load{}, fault.At("#/query/range", "request.parameter", "there is no range %q", name)
	}
	key := loadKey{who.Subject, who.Token, org, name}
	turn := s.loads.take()
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return Load{}, ctx.Err()
	}
	defer func() { <-turn }()
	now := s.Now()
	if l, found := s.loads.kept[key]; found && now.Sub(l.To) < loadFresh {
		return l, nil
	}
	l := Load{From: now.Add(-span.whole), To: now, Step: span.step}
	moments, whole, err := s.Store.RunMoments(ctx, who.Tenant, set, l.From, maxMoments)
	if err != nil {
		return Load{}, err
	}
	if l.Whole = l.From; whole.After(l.From) {
		l.Whole = whole
	}
	l.count(moments)
	if len(s.loads.kept) >= maxLoads {
		clear(s.loads.kept)
	}
	s.loads.kept[key] = l
	return l, nil
}

// take gives the turn that whoever makes or reads a Load has to have.
func (l *loads) take() chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turn == nil {
		l.turn, l.kept = make(chan struct{}, 1), map[loadKey]Load{}
	}
	return l.turn
}

// count puts the moments into the steps.
func (l *Load) count(moments []Moments) {
	n := int(l.To.Sub(l.From) / l.Step)
	l.Steps = make([]LoadStep, n)
	waited, took := make([][]time.Duration, n), make([][]time.Duration, n)
	from, step := l.From.UnixMicro(), l.Step.Microseconds()
	at := func(moment int64) int { // -1 before the first step, n after the last
		if moment < from {
			return -1
		}
		return min(int((moment-from)/step), n)
	}
	begun := make([]int, n+1) // by how many more or fewer wait since a step
	for _, m := range moments {
		begun[max(0, at(m.CreatedAt))]++
		left := m.StartedAt
		if left == 0 {
			left = m.EndedAt // it was canceled while it waited
		}
		if left > 0 {
			begun[max(0, at(left))]--
		}
		if i := at(m.StartedAt); m.StartedAt > 0 && i >= 0 && i < n {
			waited[i] = append(waited[i], micros(m.StartedAt-m.CreatedAt))
		}
		i := at(m.EndedAt)
		if m.EndedAt == 0 || i < 0 || i == n {
			continue
		}
		if m.StartedAt > 0 {
			took[i] = append(took[i], micros(m.EndedAt-m.StartedAt))
		}
		switch m.State {
		case run.Succeeded:
			l.Steps[i].Succeeded++
		case run.Failed, run.UndoFailed:
			l.Steps[i].Failed++
		default:
			l.Steps[i].Canceled++
		}
	}
	queued := 0
	for i := range l.Steps {
		queued += begun[i]
		l.Steps[i].At, l.Steps[i].Queued = l.From.Add(time.Duration(i+1)*l.Step), queued
		l.Steps[i].Waited, l.Steps[i].Took = spread(waited[i]), spread(took[i])
	}
}

func micros(n int64) time.Duration { return time.Duration(max(0, n)) * time.Microsecond }

func spread(all []time.Duration) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	at := func(percent int) *time.Duration { return &all[(len(all)*percent+99)/100-1] }
	return Spread{Half: at(50), Most: at(95)}
}
