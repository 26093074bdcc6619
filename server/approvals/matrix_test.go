package approvals_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/servertest"
)

// TestSeparationOfDuties draws who requested and who edited what is decided, who
// stands in for whom, and who tries to decide, with a session or with a token,
// for himself or for another. Whatever is drawn: nobody who authored decides, by
// his own hand or another's; nobody decides twice, nor has another decide for
// him once more; and a token decides nothing.
func TestSeparationOfDuties(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		var cast []rbac.Actor
		for _, path := range []string{servertest.Acme, servertest.Retail, servertest.Stock} {
			for _, role := range []rbac.RoleID{rbac.Owner, rbac.Admin, rbac.Approver} {
				cast = append(cast, s.as(path, role))
			}
		}
		allowed := map[bool]int{}
		for seed := range uint64(8) {
			allowed = s.draw(rand.New(rand.NewPCG(seed, 1)), cast, allowed)
		}
		if allowed[true] < 8 || allowed[false] < 50 {
			t.Errorf("the draw is one-sided: %v", allowed)
		}
	})
}

func (s *scene) draw(r *rand.Rand, cast []rbac.Actor, seen map[bool]int) map[bool]int {
	s.t.Helper()
	pick := func() rbac.Actor { return cast[r.IntN(len(cast))] }
	request := s.request(approvals.Level{By: []approvals.By{{Role: "approver"}, {Role: "admin"}, {Role: "owner"}}, Quorum: 2 + r.IntN(3)})
	request.Requester = pick().Subject
	request.Authors = nil
	for range r.IntN(3) {
		request.Authors = append(request.Authors, pick().Subject)
	}
	a, err := s.Open(s.t.Context(), request)
	if err != nil {
		s.t.Fatal(err)
	}
	authors := append(slices.Clone(request.Authors), request.Requester)
	deputies := map[[2]rbac.SubjectID]bool{}
	for range 6 {
		from, to := pick(), pick()
		if from.Subject == to.Subject {
			continue
		}
		d, err := s.Delegate(s.t.Context(), from, to.Subject, time.Time{}, s.Clock.Now().Add(time.Hour), "")
		if err != nil {
			s.t.Fatal(err)
		}
		deputies[[2]rbac.SubjectID{from.Subject, to.Subject}] = true
		defer func() { s.wants(s.EndDelegation(s.t.Context(), from, d.ID), "") }()
	}
	hands := map[rbac.SubjectID]bool{}
	for range 24 {
		who, behalf, token := pick(), pick().Subject, r.IntN(4) == 0
		if r.IntN(2) == 0 {
			behalf = who.Subject
		}
		if token {
			who = s.Token(who, "", rbac.Permissions()...)
		}
		state := s.get(a).State
		_, err := s.decide(who, a, approvals.In{Behalf: behalf})
		may := state == approvals.Waiting && !token &&
			!slices.Contains(authors, who.Subject) && !slices.Contains(authors, behalf) &&
			!hands[who.Subject] && !hands[behalf] &&
			(behalf == who.Subject || deputies[[2]rbac.SubjectID{behalf, who.Subject}])
		if (err == nil) != may {
			s.t.Fatalf("%s", fmt.Sprintf("authors %v, hands %v: %s for %s (token %v) got %v, want allowed %v", authors, hands, who.Subject, behalf, token, err, may))
		}
		seen[may]++
		if may {
			hands[who.Subject], hands[behalf] = true, true
		}
	}
	for _, d := range s.get(a).Decisions {
		if slices.Contains(authors, d.By) || slices.Contains(authors, d.Behalf) || d.Token != "" || d.Kind != rbac.User {
			s.t.Errorf("it was decided by %+v", d)
		}
	}
	return seen
}
