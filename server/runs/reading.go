package runs

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
)

// ReadsWithin is how long what one subject reads of a run is one entry of the
// audit log.
const ReadsWithin = time.Hour

// knownReads is how many readings are remembered; one that is forgotten is
// written again.
const knownReads = 20_000

type reading struct {
	tenant, run string
	reader      rbac.SubjectID
}

// readings remembers what stands in the audit log. Its zero value is empty.
type readings struct {
	once  sync.Once
	known *lru.Cache[reading, time.Time]
	// writing is held while one is written: nobody is given what they read
	// before the entry of it is there.
	writing sync.Mutex
}

func (r *readings) fresh(what reading, now time.Time) bool {
	r.once.Do(func() { r.known, _ = lru.New[reading, time.Time](knownReads) }) // fails for sizes below 1 only
	at, found := r.known.Get(what)
	return found && now.Sub(at) < ReadsWithin
}

// noteRead writes into the audit log that who reads what a run was given, gave
// and said. Who started it, or whose token did, reads what is theirs.
func (s *Service) noteRead(ctx context.Context, who rbac.Actor, r runtime.Run) error {
	if string(who.Subject) == r.By || who.Human != "" && string(who.Human) == r.Human {
		return nil
	}
	what := reading{tenant: r.Tenant, run: r.ID, reader: who.Subject}
	if s.reads.fresh(what, s.Now()) {
		return nil
	}
	s.reads.writing.Lock()
	defer s.reads.writing.Unlock()
	now := s.Now()
	if s.reads.fresh(what, now) {
		return nil
	}
	err := s.Audit.Record(ctx, who, audit.Entry{Action: "run:data_read", Kind: kind, ResourceID: r.ID, OrgID: rbac.OrgID(r.Org)})
	if err == nil {
		s.reads.known.Add(what, now)
	}
	return err
}
