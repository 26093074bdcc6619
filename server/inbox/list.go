package inbox

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
)

// Box is one of the lists that a person has.
type Box string

// The lists: what waits for him, what he did, what he asked for or was told
// of, and what waits for those whose deputy he is.
const (
	BoxWaiting   Box = "waiting"
	BoxDone      Box = "done"
	BoxMine      Box = "mine"
	BoxDelegated Box = "delegated"
)

// MaxCount is how far to-dos are counted.
const MaxCount = 100

// Query chooses of a list; an empty Source chooses all.
type Query struct {
	Box    Box
	Source string
}

// Hand is what somebody is asked as.
type Hand struct {
	Who     rbac.SubjectID
	Holders []Holder
}

// View is a to-do as somebody sees it. For says for whom it waits, if not for
// who looks.
type View struct {
	Todo
	For rbac.SubjectID `db:"for_id"`
	// OrgName is that of its org.
	OrgName string `db:"org_name"`
}

// Counts are how many to-dos wait, up to MaxCount each.
type Counts struct {
	Waiting   int `json:"waiting"`
	Delegated int `json:"delegated"`
}

// List gives one of the lists of who, the newest first, over the whole tree as
// far as he may view orgs.
func (s *Service) List(ctx context.Context, who rbac.Actor, q Query, r page.Request) (page.Of[View], error) {
	set, err := s.visible(ctx, who)
	if err != nil {
		return page.Of[View]{}, err
	}
	switch q.Box {
	case BoxDone:
		return s.Store.TodosOf(ctx, who.Tenant, set, who.Subject, PartDone, q.Source, r)
	case BoxMine:
		return s.Store.TodosOf(ctx, who.Tenant, set, who.Subject, PartMine, q.Source, r)
	case "", BoxWaiting:
		hand, err := s.hand(ctx, who.Tenant, who.Subject)
		if err != nil {
			return page.Of[View]{}, err
		}
		return s.Store.TodosFor(ctx, who.Tenant, set, who.Subject, []Hand{hand}, only(q.Source), r)
	case BoxDelegated:
		sources := lendable()
		if q.Source != "" {
			if !slices.Contains(sources, q.Source) {
				return page.Of[View]{}, nil
			}
			sources = only(q.Source)
		}
		hands, err := s.lent(ctx, who)
		if err != nil || len(hands) == 0 {
			return page.Of[View]{}, err
		}
		return s.Store.TodosFor(ctx, who.Tenant, set, who.Subject, hands, sources, r)
	}
	return page.Of[View]{}, fault.At("#/query/box", "request.parameter", "there is no list %q", q.Box)
}

// only is a choice of one source; of all if it is empty.
func only(source string) []string {
	if source == "" {
		return nil
	}
	return []string{source}
}

// lendable are the sources of what deputies do: they decide and fill in.
func lendable() []string { return []string{Approvals, Forms} }

// visible is where who may view orgs: nobody hears of a to-do elsewhere.
func (s *Service) visible(ctx context.Context, who rbac.Actor) (rbac.OrgSet, error) {
	return s.Auth.Filter(ctx, who, rbac.OrgView)
}

// hand finds what somebody is asked as.
func (s *Service) hand(ctx context.Context, tenant rbac.TenantID, who rbac.SubjectID) (Hand, error) {
	held, groups, err := s.Auth.Hand(ctx, tenant, who)
	if err != nil {
		return Hand{}, err
	}
	h := Hand{Who: who, Holders: []Holder{Person(who)}}
	for _, g := range groups {
		h.Holders = append(h.Holders, Group(g))
	}
	for _, g := range held {
		h.Holders = append(h.Holders, Role(g.Role, g.Org))
	}
	return h, nil
}

// lent are the hands of those whose deputy who is now.
func (s *Service) lent(ctx context.Context, who rbac.Actor) ([]Hand, error) {
	from, err := s.Store.Delegators(ctx, who.Tenant, who.Subject, s.Now().UnixMicro())
	if err != nil {
		return nil, err
	}
	hands := make([]Hand, 0, len(from))
	for _, id := range from {
		h, err := s.hand(ctx, who.Tenant, id)
		if err != nil {
			return nil, err
		}
		hands = append(hands, h)
	}
	return hands, nil
}

// Count counts what waits for who.
func (s *Service) Count(ctx context.Context, who rbac.Actor) (Counts, error) {
	set, err := s.visible(ctx, who)
	if err != nil {
		return Counts{}, err
	}
	hand, err := s.hand(ctx, who.Tenant, who.Subject)
	if err != nil {
		return Counts{}, err
	}
	var c Counts
	if c.Waiting, err = s.Store.CountTodos(ctx, who.Tenant, set, who.Subject, []Hand{hand}, nil, MaxCount); err != nil {
		return c, err
	}
	hands, err := s.lent(ctx, who)
	if err == nil && len(hands) > 0 {
		c.Delegated, err = s.Store.CountTodos(ctx, who.Tenant, set, who.Subject, hands, lendable(), MaxCount)
	}
	return c, err
}

// Join wakes a reader when to-dos of the tenant of who change, until it leaves.
func (s *Service) Join(_ context.Context, who rbac.Actor) (changed <-chan struct{}, leave func(), err error) {
	changed, leave = s.calls.Join(who.Tenant)
	return changed, leave, nil
}

// Listen hears of to-dos that any server changed, until ctx ends.
func (s *Service) Listen(ctx context.Context) error {
	s.Store.ListenInbox(ctx, s.calls.Tell)
	return nil
}

// Dismiss takes a failed run out of the list of who; it is his to look at, and
// nobody else's. Other to-dos go when they are done: todo.source (Conflict).
func (s *Service) Dismiss(ctx context.Context, who rbac.Actor, id string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		t, err := s.waitingFor(ctx, who, id)
		if err != nil {
			return err
		}
		if t.Source != Runs {
			return elsewhere()
		}
		_, err = s.settle(ctx, t, Done, who.Subject)
		return err
	})
}

// waitingFor reads a to-do that waits for who himself: todo.unknown (NotFound)
// if it does not.
func (s *Service) waitingFor(ctx context.Context, who rbac.Actor, id string) (Todo, error) {
	hand, err := s.hand(ctx, who.Tenant, who.Subject)
	if err != nil {
		return Todo{}, err
	}
	t, holders, err := s.Store.Todo(ctx, who.Tenant, id)
	if err == nil && !slices.ContainsFunc(holders, func(h Holder) bool { return slices.Contains(hand.Holders, h) }) {
		err = fault.New(fault.NotFound, "todo.unknown", "no such to-do waits for you")
	}
	return t, err
}

func elsewhere() error {
	return fault.New(fault.Conflict, "todo.source", "this goes from the list when it is done where it stands")
}
