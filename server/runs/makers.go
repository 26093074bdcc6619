package runs

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/chains"
)

// MakersStore reads who had a hand in runs.
type MakersStore interface {
	// RunLine is a run and those above it that wait for it, upwards.
	RunLine(ctx context.Context, tenant rbac.TenantID, id string) ([]runtime.Run, error)
	// FormFillers filled in forms of a run and of those that it began, themselves
	// or by a deputy.
	FormFillers(ctx context.Context, tenant rbac.TenantID, id string) ([]rbac.SubjectID, error)
	// ReleaseMakers drew releases up, edited them last, asked for their review, or
	// executed them.
	ReleaseMakers(ctx context.Context, tenant rbac.TenantID, releases []string) ([]rbac.SubjectID, error)
	// ChainMakers are versions of chains with their authors and their pins. One
	// that is not there is left out.
	ChainMakers(ctx context.Context, tenant rbac.TenantID, versions []ChainRef) ([]ChainMakers, error)
	// ScriptAuthors wrote versions of scripts.
	ScriptAuthors(ctx context.Context, tenant rbac.TenantID, scripts []ScriptRef) ([]rbac.SubjectID, error)
	RunDocument(ctx context.Context, tenant rbac.TenantID, digest string) (Document, error)
}

// ChainRef names a version of a chain by id.
type ChainRef struct {
	ID      string
	Version int64
}

// ScriptRef names a version of a script by id.
type ScriptRef struct {
	ID      string
	Version int64
}

// ChainMakers is a version of a chain with who wrote it, and what it refers to.
type ChainMakers struct {
	ChainRef
	Authors []rbac.SubjectID
	Pins    chains.Pins
}

// Makers are all who had a hand in what a run does, and so do not decide in it:
// who started it, who wrote what runs, and who gave what it works on. A run is
// taken together with those that wait for it, which gave it its input: who may
// not decide about a step may not either when the step stands in a chain of its
// own. What runs is the versions, or the draft that is tried out, and all that
// they call, with their scripts; what was given is the plan of a release, the
// forms that were filled in, and for a rerun all that the run before had.
func Makers(ctx context.Context, store MakersStore, r runtime.Run) ([]rbac.SubjectID, error) {
	m := &making{ctx: ctx, store: store, tenant: rbac.TenantID(r.Tenant), people: map[rbac.SubjectID]bool{}, chains: map[ChainRef]bool{}, scripts: map[ScriptRef]bool{}}
	line, err := store.RunLine(ctx, m.tenant, r.ID)
	if err != nil {
		return nil, err
	}
	if len(line) == 0 {
		return nil, unknown()
	}
	var releases []string
	var next []ChainRef
	for _, one := range line {
		called, err := m.run(one)
		if err != nil {
			return nil, err
		}
		next = append(next, called...)
		if one.Trigger == "release" {
			releases = append(releases, one.TriggerID)
		}
	}
	if len(releases) > 0 {
		if err := m.are(store.ReleaseMakers(ctx, m.tenant, releases)); err != nil {
			return nil, err
		}
	}
	if err := m.are(store.FormFillers(ctx, m.tenant, line[len(line)-1].ID)); err != nil {
		return nil, err
	}
	if err := m.versions(next); err != nil {
		return nil, err
	}
	if len(m.scripts) > 0 {
		if err := m.are(store.ScriptAuthors(ctx, m.tenant, slices.Collect(maps.Keys(m.scripts)))); err != nil {
			return nil, err
		}
	}
	delete(m.people, "")
	return slices.Sorted(maps.Keys(m.people)), nil
}

// makers are those of a run, as options name them.
func (s *Service) makers(ctx context.Context, r runtime.Run) ([]string, error) {
	people, err := Makers(ctx, s.Store, r)
	return texts(people), err
}

func texts(people []rbac.SubjectID) []string {
	out := make([]string, len(people))
	for i, id := range people {
		out[i] = string(id)
	}
	return out
}

// making is the search for makers.
type making struct {
	ctx     context.Context
	store   MakersStore
	tenant  rbac.TenantID
	people  map[rbac.SubjectID]bool
	chains  map[ChainRef]bool // that were looked at, or are about to be
	scripts map[ScriptRef]bool
}

func (m *making) are(people []rbac.SubjectID, err error) error {
	for _, id := range people {
		m.people[id] = true
	}
	return err
}

// run takes up what the row of one run says, and gives the chains that it runs.
func (m *making) run(r runtime.Run) ([]ChainRef, error) {
	options, err := runtime.ParseOptions(r.Options)
	if err != nil {
		return nil, fmt.Errorf("read the options of run %s: %w", r.ID, err)
	}
	_ = m.are([]rbac.SubjectID{rbac.SubjectID(r.By), rbac.SubjectID(r.Human)}, nil)
	for _, id := range options.Makers {
		m.people[rbac.SubjectID(id)] = true
	}
	if r.Version > 0 {
		return m.fresh(ChainRef{r.Chain, r.Version}), nil
	}
	d, err := m.store.RunDocument(m.ctx, m.tenant, r.Document)
	if err != nil {
		return nil, err
	}
	var pins chains.Pins
	if err := json.Unmarshal([]byte(d.Pins), &pins); err != nil {
		return nil, fmt.Errorf("read the pins of run %s: %w", r.ID, err)
	}
	return m.pinned(pins), nil
}

// pinned notes the scripts among pins, and gives the chains that are new.
func (m *making) pinned(pins chains.Pins) (next []ChainRef) {
	for _, pin := range pins[chain.ScriptRef] {
		m.scripts[ScriptRef{pin.ID, pin.Version}] = true
	}
	for _, pin := range pins[chain.ChainRef] {
		next = append(next, m.fresh(ChainRef{pin.ID, pin.Version})...)
	}
	return next
}

func (m *making) fresh(of ChainRef) []ChainRef {
	if m.chains[of] {
		return nil
	}
	m.chains[of] = true
	return []ChainRef{of}
}

// versions takes up versions and all that they call, one level of calls after
// the other, each version once. A version calls only such as were there before
// it, so that this ends.
func (m *making) versions(next []ChainRef) error {
	for len(next) > 0 {
		found, err := m.store.ChainMakers(m.ctx, m.tenant, next)
		if err != nil {
			return err
		}
		if len(found) < len(next) {
			return fault.New(fault.NotFound, "chain.version_unknown", "a version of a chain that the run runs is not there")
		}
		next = nil
		for _, v := range found {
			_ = m.are(v.Authors, nil)
			next = append(next, m.pinned(v.Pins)...)
		}
	}
	return nil
}
