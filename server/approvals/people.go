package approvals

import (
	"context"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/inbox"
)

// people is who is asked at a level.
type people struct {
	holders []inbox.Holder
	// out are among the holders and not asked.
	out []rbac.SubjectID
	// asked are those who can decide and see the to-do.
	asked []rbac.SubjectID
	// told only see it.
	told []rbac.SubjectID
	// short says that too few can decide.
	short bool
}

// people finds who is asked now. A role is asked where it is granted at its org;
// if that is not enough for the quorum, or as the level was escalated, also
// further up, where it is inherited from.
func (s *Service) people(ctx context.Context, a Approval) (people, error) {
	l, err := s.lookup(ctx, a)
	if err != nil {
		return people{}, err
	}
	level := a.level()
	p := people{told: l.told}
	need := level.quorum() + a.Extra - len(l.voices)
	able := map[rbac.SubjectID]bool{}
	add := func(h inbox.Holder, ids []rbac.SubjectID) (some bool, err error) {
		if !slices.Contains(p.holders, h) {
			p.holders = append(p.holders, h)
		}
		for _, id := range ids {
			ok, err := l.can(ctx, id)
			if err != nil {
				return false, err
			}
			if !ok {
				p.out = append(p.out, id)
				continue
			}
			some, able[id] = true, true
		}
		return some, nil
	}
	for _, id := range l.asked {
		if _, err := add(inbox.Person(id), []rbac.SubjectID{id}); err != nil {
			return p, err
		}
	}
	var climbs []*climb
	for _, w := range level.Who {
		switch {
		case w.Member != "":
			_, err = add(inbox.Person(w.Member), []rbac.SubjectID{w.Member})
		case w.Group != "":
			var in []rbac.SubjectID
			if in, err = s.Auth.Members(ctx, a.Tenant, w.Group); err == nil {
				_, err = add(inbox.Group(w.Group), in)
			}
		default:
			var up []rbac.OrgID
			up, err = s.Auth.Ancestors(ctx, a.Tenant, w.Org)
			if fault.Is(err, fault.NotFound) { // deleted meanwhile
				err = nil
			}
			climbs = append(climbs, &climb{role: w.Role, up: up})
		}
		if err != nil {
			return p, err
		}
	}
	// Each role goes up until somebody holds it, once more for each escalation,
	// and then all of them until there are enough.
	step := func(c *climb) error {
		org := c.up[c.at]
		c.at++
		in, err := s.Auth.Holders(ctx, a.Tenant, c.role, org)
		if err != nil {
			return err
		}
		some, err := add(inbox.Role(c.role, org), in)
		if some {
			c.found++
		}
		return err
	}
	for _, c := range climbs {
		for c.at < len(c.up) && c.found <= a.Raised {
			if err := step(c); err != nil {
				return p, err
			}
		}
	}
	for enough, more := false, true; more; {
		if enough, err = s.enough(ctx, a, l, able, need); err != nil || enough {
			break
		}
		more = false
		for _, c := range climbs {
			if c.at < len(c.up) {
				more = true
				if err := step(c); err != nil {
					return p, err
				}
			}
		}
	}
	if err != nil {
		return p, err
	}
	enough, err := s.enough(ctx, a, l, able, need)
	p.short = !enough
	for id := range able {
		p.asked = append(p.asked, id)
	}
	slices.Sort(p.asked)
	for id := range l.never {
		p.out = append(p.out, id)
	}
	slices.Sort(p.out)
	p.out = slices.Compact(p.out)
	return p, err
}

// climb is how far a role was asked for up the tree.
type climb struct {
	role      rbac.RoleID
	up        []rbac.OrgID
	at, found int
}

// enough says whether those who are able can make up what is needed.
func (s *Service) enough(ctx context.Context, a Approval, l *lookup, able map[rbac.SubjectID]bool, need int) (bool, error) {
	if !a.level().DistinctOrgs {
		return len(able) >= need, nil
	}
	ids := make([]rbac.SubjectID, 0, len(able))
	for id := range able {
		ids = append(ids, id)
	}
	homes, err := s.Store.HomeOrgs(ctx, a.Tenant, ids)
	if err != nil {
		return false, err
	}
	orgs := map[rbac.OrgID]bool{}
	for _, org := range homes {
		orgs[org] = true
	}
	for _, org := range l.orgs {
		delete(orgs, org)
	}
	return len(orgs) >= a.level().quorum()+a.Extra-len(l.orgs), nil
}

// lookup is what is known of the people of an approval at its level.
type lookup struct {
	s *Service
	a Approval
	k Kind
	// never are the authors, those who have decided, and those who gave their
	// place away.
	never   map[rbac.SubjectID]bool
	authors []rbac.SubjectID
	decided []rbac.SubjectID
	gave    []rbac.SubjectID
	asked   []rbac.SubjectID // besides the plan
	told    []rbac.SubjectID
	// voices approved at this level; orgs are theirs, each once.
	voices []rbac.SubjectID
	orgs   []rbac.OrgID
	known  map[rbac.SubjectID]bool
}

func (s *Service) lookup(ctx context.Context, a Approval) (*lookup, error) {
	l := &lookup{s: s, a: a, never: map[rbac.SubjectID]bool{}, known: map[rbac.SubjectID]bool{}}
	var err error
	if l.k, err = s.kind(a.Kind); err != nil {
		return l, err
	}
	if l.authors, l.decided, err = s.Store.ApprovalParts(ctx, a.Tenant, a.ID); err != nil {
		return l, err
	}
	parts, err := s.Store.ApprovalPeople(ctx, a.Tenant, a.ID)
	if err != nil {
		return l, err
	}
	for _, p := range parts {
		switch {
		case p.Part == partTold:
			l.told = append(l.told, p.Subject)
		case p.Level != a.Level:
		case p.Part == partAsked:
			l.asked = append(l.asked, p.Subject)
		case p.Part == partOut:
			l.gave = append(l.gave, p.Subject)
		}
	}
	for _, ids := range [][]rbac.SubjectID{l.authors, l.decided, l.gave} {
		for _, id := range ids {
			l.never[id] = true
		}
	}
	decisions, err := s.Store.Decisions(ctx, a.Tenant, a.ID)
	for _, d := range decisions {
		if d.Level == a.Level && d.Verdict == Approve {
			l.voices = append(l.voices, d.Behalf)
			if !slices.Contains(l.orgs, d.Org) {
				l.orgs = append(l.orgs, d.Org)
			}
		}
	}
	return l, err
}

// can says whether somebody who is asked can decide: he has the right, is no
// author, and has neither decided nor given his place away.
func (l *lookup) can(ctx context.Context, id rbac.SubjectID) (bool, error) {
	if l.never[id] {
		return false, nil
	}
	ok, known := l.known[id]
	if known {
		return ok, nil
	}
	err := l.s.Auth.Can(ctx, rbac.Session(l.a.Tenant, id), l.k.Decide, rbac.Resource{OrgID: l.a.Org, ID: l.a.ID, Authors: l.authors})
	if err != nil && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
		return false, err
	}
	l.known[id] = err == nil
	return err == nil, nil
}

// isAsked says whether the level asks somebody: by name, by a group, or by a
// role that he holds there or from above.
func (l *lookup) isAsked(ctx context.Context, id rbac.SubjectID) (bool, error) {
	if slices.Contains(l.asked, id) {
		return true, nil
	}
	return l.s.Among(ctx, l.a.Tenant, l.a.level().Who, id)
}

// decidable says approval.nobody_can of a plan that not enough distinct people
// can decide.
func (s *Service) decidable(ctx context.Context, a Approval, authors []rbac.SubjectID) error {
	k, err := s.kind(a.Kind)
	if err != nil {
		return err
	}
	var slots [][]rbac.SubjectID
	var of []int
	for i := range a.Plan.Levels {
		at := a
		at.Level = i
		l := &lookup{s: s, a: at, k: k, never: map[rbac.SubjectID]bool{}, known: map[rbac.SubjectID]bool{}, authors: authors}
		for _, id := range authors {
			l.never[id] = true
		}
		able, err := s.able(ctx, l)
		if err != nil {
			return err
		}
		set := map[rbac.SubjectID]bool{}
		for _, id := range able {
			set[id] = true
		}
		enough, err := s.enough(ctx, at, l, set, at.level().quorum())
		if err != nil {
			return err
		}
		if !enough {
			return nobodyCan(i)
		}
		for range at.level().quorum() {
			slots, of = append(slots, able), append(of, i)
		}
	}
	if at := unfilled(slots); at >= 0 {
		return nobodyCan(of[at])
	}
	return nil
}

func nobodyCan(level int) error {
	f := fault.New(fault.Conflict, "approval.nobody_can", "too few people can decide level %d: who authored it does not, and everybody decides once", level+1)
	return f.With(fault.Detail{Code: f.Code, Pointer: fmt.Sprintf("/levels/%d", level), Detail: f.Message})
}

// able is everybody who can decide a level, from however far up the tree.
func (s *Service) able(ctx context.Context, l *lookup) ([]rbac.SubjectID, error) {
	var all []rbac.SubjectID
	for _, w := range l.a.level().Who {
		switch {
		case w.Member != "":
			all = append(all, w.Member)
		case w.Group != "":
			in, err := s.Auth.Members(ctx, l.a.Tenant, w.Group)
			if err != nil {
				return nil, err
			}
			all = append(all, in...)
		default:
			up, err := s.Auth.Ancestors(ctx, l.a.Tenant, w.Org)
			if err != nil {
				return nil, err
			}
			for _, org := range up {
				in, err := s.Auth.Holders(ctx, l.a.Tenant, w.Role, org)
				if err != nil {
					return nil, err
				}
				all = append(all, in...)
			}
		}
	}
	slices.Sort(all)
	var able []rbac.SubjectID
	for _, id := range slices.Compact(all) {
		ok, err := l.can(ctx, id)
		if err != nil {
			return nil, err
		}
		if ok {
			able = append(able, id)
		}
	}
	return able, nil
}

// unfilled gives each place somebody who fits, nobody two of them, and returns a
// place that stays empty, or -1.
func unfilled(places [][]rbac.SubjectID) int {
	taken := map[rbac.SubjectID]int{}
	var fill func(place int, seen map[rbac.SubjectID]bool) bool
	fill = func(place int, seen map[rbac.SubjectID]bool) bool {
		for _, id := range places[place] {
			if seen[id] {
				continue
			}
			seen[id] = true
			if other, there := taken[id]; !there || fill(other, seen) {
				taken[id] = place
				return true
			}
		}
		return false
	}
	for place := range places {
		if !fill(place, map[rbac.SubjectID]bool{}) {
			return place
		}
	}
	return -1
}
