package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
)

// poll is how often a run is looked at that another process may drive.
func (s *Service) poll() time.Duration { return 500 * time.Millisecond }

// find reads a run of an org for which who may do act.
func (s *Service) find(ctx context.Context, who rbac.Actor, act rbac.Permission, org rbac.OrgID, id string) (runtime.Run, error) {
	if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
		return runtime.Run{}, err
	}
	return s.inOrg(ctx, who, org, id)
}

// inOrg reads a run of an org; one of another org is run.unknown (NotFound).
func (s *Service) inOrg(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (runtime.Run, error) {
	r, err := s.Store.Run(ctx, string(who.Tenant), id)
	if err == nil && r.Org != string(org) {
		err = unknown()
	}
	return r, s.notKept(id, err)
}

// mayData says whether who may see what runs of an org were given and gave.
func (s *Service) mayData(ctx context.Context, who rbac.Actor, org rbac.OrgID) bool {
	return s.Auth.Can(ctx, who, rbac.RunData, rbac.Resource{OrgID: org}) == nil
}

// Journal is a part of what happened to a run.
type Journal struct {
	Run    runtime.Run
	Events []run.Event
	// More says that there are events behind these already.
	More bool
}

// Journal gives the events after a sequence number, in order. Inputs and
// outputs are taken out for who lacks run:data.
func (s *Service) Journal(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, after int64, limit int) (Journal, error) {
	r, err := s.find(ctx, who, rbac.RunView, org, id)
	if err != nil {
		return Journal{}, err
	}
	if after < 0 {
		return Journal{}, fault.At("#/query/after", "request.parameter", "events are numbered from 1")
	}
	events, err := s.Store.Events(ctx, string(who.Tenant), id, after, limit+1)
	if err != nil {
		return Journal{}, err
	}
	j := Journal{Run: r, Events: events}
	if len(events) > limit {
		j.Events, j.More = events[:limit], true
	}
	if s.mayData(ctx, who, org) {
		return j, s.noteRead(ctx, who, r)
	}
	for i := range j.Events {
		if j.Events[i], err = withoutData(j.Events[i]); err != nil {
			return Journal{}, err
		}
	}
	return j, nil
}

// Over says that nothing will come behind a part of a journal that Journal gave,
// whose last event has the number last: the run has ended, and nothing is asked
// of it that it has not taken up. It does not ask for rights.
func (s *Service) Over(ctx context.Context, j Journal, last int64) (bool, error) {
	if !j.Run.State.Final() || j.More || len(j.Events) > 0 && last > j.Run.Seq || last < j.Run.Seq {
		return false, nil
	}
	asked, err := s.Store.Signals(ctx, j.Run.Tenant, j.Run.ID)
	if err != nil || len(asked) > 0 {
		return false, err
	}
	// What was asked may have been taken up since the run was read.
	now, err := s.Store.Run(ctx, j.Run.Tenant, j.Run.ID)
	return err == nil && now.Seq == j.Run.Seq, err
}

// withoutData takes inputs and outputs out of an event, wherever they stand.
func withoutData(e run.Event) (run.Event, error) {
	if len(e.Body) == 0 {
		return e, nil
	}
	var body any
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return e, fmt.Errorf("read event %d: %w", e.Seq, err)
	}
	strip(body)
	var err error
	e.Body, err = json.Marshal(body)
	return e, err
}

// data are the fields of events that hold values of the user. All that stands
// in them is theirs, so nothing in them is looked at.
var data = []string{"input", "output", "items", "mapped"}

func strip(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, field := range data {
			delete(v, field)
		}
		for _, inner := range v {
			strip(inner)
		}
	case []any:
		for _, inner := range v {
			strip(inner)
		}
	}
}
