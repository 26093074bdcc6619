package chains

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"catenary/chain"
	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/wake"
	"catenary/rbac"
)

// Publication is one attempt to publish a draft: it makes what the nodes need,
// and then the version, or takes away again what it made.
type Publication struct {
	Tenant    rbac.TenantID    `db:"tenant_id"`
	ID        string           `db:"id"`
	Org       rbac.OrgID       `db:"org_id"`
	Chain     string           `db:"chain_id"`
	Revision  int64            `db:"revision"`
	State     PublicationState `db:"state"`
	Version   int64            `db:"version"` // 0 until there is one
	CreatedAt int64            `db:"created_at"`
	CreatedBy rbac.SubjectID   `db:"created_by"`
	EndedAt   int64            `db:"ended_at"`
	Code      string           `db:"code"`
	Detail    string           `db:"detail"`
	Message   string           `db:"message"`
	Parts     Parts            `db:"parts"`
	// Owner is the process that is at it, until LeaseUntil.
	Owner      string `db:"owner"`
	LeaseUntil int64  `db:"lease_until"`
}

// PublicationState is where a publication stands.
type PublicationState string

// The states of a publication.
const (
	Publishing        PublicationState = "running"
	Published         PublicationState = "succeeded"
	PublicationFailed PublicationState = "failed"
)

// Parts are kept as JSON.
type Parts []Part

// Value implements driver.Valuer.
func (p Parts) Value() (driver.Value, error) {
	text, err := json.Marshal([]Part(p))
	return string(text), err
}

// Scan implements sql.Scanner.
func (p *Parts) Scan(from any) error {
	switch text := from.(type) {
	case string:
		return json.Unmarshal([]byte(text), (*[]Part)(p))
	case []byte:
		return json.Unmarshal(text, (*[]Part)(p))
	}
	return fmt.Errorf("read parts from %T", from)
}

// progressPause is how often progress is written at most.
const progressPause = 500 * time.Millisecond

// lease is how long a process has a publication for itself without saying so
// again. It says so each third of it.
func (s *Service) lease() time.Duration { return cmp.Or(s.Lease, 30*time.Second) }

// leased is until when a process has a publication that says so now.
func (s *Service) leased() int64 { return s.Now().Add(s.lease()).UnixMicro() }

// errOvertaken says that another process has taken the publication for dead.
var errOvertaken = errors.New("the publication is no longer this process's")

// making is a publication at work in this process.
type making struct {
	s       *Service
	p       Publication
	c       Chain
	who     rbac.Actor
	refs    *references
	draft   Save
	d       *chain.Document
	kept    bool       // there is a row
	mu      sync.Mutex // progress comes from other goroutines
	written time.Time
}

// create makes the parts of a publication one after the other. digests has the
// images that tasks are pinned to, by the key of their environment.
func (m *making) create(ctx context.Context, pins Pins) (digests map[string]string, err error) {
	digests = map[string]string{}
	for i := range m.p.Parts {
		part := &m.p.Parts[i]
		part.State = PartMaking
		if err := m.save(ctx, true); err != nil {
			return nil, err
		}
		if err := m.make(ctx, part, pins, digests); err != nil {
			part.State = PartFailed
			f := fault.As(err)
			if f == nil || f.Kind == fault.Internal {
				part.Code, part.Detail = "publication.failed", "something went wrong on the server"
				return nil, err
			}
			part.Code, part.Detail = f.Code, f.Message
			return nil, naming(part, f)
		}
		part.State = PartMade
	}
	return digests, m.save(ctx, true)
}

// naming says in a fault which node it is about.
func naming(part *Part, f *fault.Fault) error {
	what := string(part.Kind)
	if part.Undo {
		what = "undo's " + what
	}
	named := fault.New(f.Kind, f.Code, "%s of node %q: %s", what, part.Node, f.Message).With(f.Details...).Because(f)
	named.RetryAfter = f.RetryAfter
	return named
}

func (m *making) make(ctx context.Context, part *Part, pins Pins, digests map[string]string) (err error) {
	switch part.Kind {
	case chain.PipelinePart:
		part.Made, part.Link, err = m.s.Creation.Pipeline(ctx, PipelineRequest{
			Publication: m.p, Node: part.Node, Undo: part.Undo, Engine: pins[chain.EngineRef][string(part.Key)].ID,
			Pipeline: part.body.Pipeline, Name: string(part.Node),
		})
		return err
	default:
		key := string(part.Key)
		if part.Made = digests[key]; part.Made != "" {
			return nil
		}
		digest, err := m.s.Creation.Image(ctx, m.p.Tenant, pins[chain.EnvironmentRef][key].ID, func(p Progress) {
			m.mu.Lock()
			defer m.mu.Unlock()
			part.Phase, part.Done, part.Total = p.Phase, p.Done, p.Total
			if err := m.saveLocked(ctx, false); err != nil && ctx.Err() == nil {
				m.s.log().Warn("progress of a publication could not be written", "publication", m.p.ID, "error", err)
			}
		})
		digests[key], part.Made = digest, digest
		return err
	}
}

// save writes how far it is, and keeps the publication this process's. Progress
// is not written more often than people can see.
func (m *making) save(ctx context.Context, now bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saveLocked(ctx, now)
}

func (m *making) saveLocked(ctx context.Context, now bool) error {
	if !now && m.s.Now().Sub(m.written) < progressPause {
		return nil
	}
	m.written = m.s.Now()
	m.p.LeaseUntil = m.s.leased()
	done, err := m.s.Store.UpdatePublication(ctx, m.p)
	if err == nil && !done {
		return errOvertaken
	}
	m.s.changed.Tell(m.p.ID)
	return err
}

// keep says that this process is at it while a part takes long.
func (m *making) keep(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	id := m.p
	go func() {
		defer close(done)
		ticker := time.NewTicker(m.s.lease() / 3)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			id.LeaseUntil = m.s.leased()
			if _, err := m.s.Store.KeepPublication(ctx, id); err != nil && ctx.Err() == nil {
				m.s.log().Warn("a publication could not be kept", "publication", id.ID, "error", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// fail ends a publication that made no version, and takes away what it made.
func (m *making) fail(ctx context.Context, why error) {
	if errors.Is(why, errOvertaken) {
		return
	}
	m.p.Code, m.p.Detail = "publication.failed", "something went wrong on the server"
	if f := fault.As(why); f != nil && f.Kind != fault.Internal {
		m.p.Code, m.p.Detail = f.Code, f.Message
	}
	if err := m.s.discard(ctx, m.p); err != nil {
		m.s.log().Warn("what a publication made could not be taken away yet", "publication", m.p.ID, "error", err)
	}
}

// discard takes away what a publication made, and then ends it. Until both are
// done it stays running, and is taken up again when its lease is over.
func (s *Service) discard(ctx context.Context, p Publication) error {
	if len(p.Parts) > 0 {
		if err := s.Creation.Discard(ctx, p); err != nil {
			return err
		}
	}
	s.reached("publish_undone")
	p.State, p.EndedAt = PublicationFailed, s.Now().UnixMicro()
	_, err := s.Store.UpdatePublication(ctx, p)
	s.changed.Tell(p.ID)
	return err
}

// Settle takes away what publications made whose process died, and says when the
// next lease ends, the zero Time if there is none. What cannot be taken away yet
// does not keep it from the rest.
func (s *Service) Settle(ctx context.Context) (next time.Time, err error) {
	running, err := s.Store.RunningPublications(ctx, settledAtOnce)
	var failed []error
	for _, p := range running {
		ends := clock.Time(p.LeaseUntil)
		if ends.After(s.Now()) {
			next = ends
			break
		}
		if err := s.settle(ctx, p); err != nil {
			failed = append(failed, fmt.Errorf("publication %s: %w", p.ID, err))
		}
	}
	return next, errors.Join(append(failed, err)...)
}

// settledAtOnce bounds one round.
const settledAtOnce = 100

// settle undoes the publication of a dead process, unless another is at that.
func (s *Service) settle(ctx context.Context, p Publication) error {
	was := p.Owner
	p.Owner, p.LeaseUntil = s.NewID(), s.leased()
	taken, err := s.Store.TakePublication(ctx, p, was)
	if err != nil || !taken {
		return err
	}
	p.Code, p.Detail = "publication.interrupted", "the server stopped in the middle; publish again"
	return s.discard(ctx, p)
}

// Run settles the publications of dead processes, each when its lease ends,
// until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	return s.due.Run(ctx, wake.Pace{Look: lookForDead, AfterFailure: lookForDead}, s.Now, s.Settle, func(err error) {
		s.log().Warn("what publications made could not be taken away yet", "error", err)
	})
}

// lookForDead is how long nobody looks for what other servers began.
const lookForDead = 5 * time.Second

// Publications lists the attempts to publish a chain, the newest first.
func (s *Service) Publications(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, r page.Request) (page.Of[Publication], error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return page.Of[Publication]{}, err
	}
	return s.Store.Publications(ctx, who.Tenant, c.ID, r)
}

// Publication gives one attempt with how far it is.
func (s *Service) Publication(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, id string) (Publication, error) {
	c, err := s.find(ctx, who, rbac.ChainView, org, key)
	if err != nil {
		return Publication{}, err
	}
	return s.Store.Publication(ctx, who.Tenant, c.ID, id)
}

// WatchPublication tells of changes of a publication that this process is at,
// until the watcher leaves. It asks for no right: it tells nothing.
func (s *Service) WatchPublication(id string) (changed <-chan struct{}, leave func()) {
	return s.changed.Join(id)
}

func (s *Service) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}
