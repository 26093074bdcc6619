package rbac

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

// counting gives the tree an enforcer that says yes to everybody, and counts how
// often its matcher was at work.
func counting(t *testing.T, tree *tree) *int {
	t.Helper()
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		t.Fatal(err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		t.Fatal(err)
	}
	asked := new(int)
	yes := func(...any) (any, error) { return true, nil }
	e.AddFunction("has", func(...any) (any, error) { *asked++; return true, nil })
	e.AddFunction("within", yes)
	e.AddFunction("holds", yes)
	if _, err := e.AddPolicy("role:owner", " org:view ", "allow"); err != nil {
		t.Fatal(err)
	}
	tree.enforcer = e
	return asked
}

func TestCasbinIsAskedTheSameOnce(t *testing.T) {
	t.Parallel()
	ann := Actor{Subject: "ann", Kind: User, Tenant: "acme", Scope: "*"}
	other := func(change func(*Actor)) Actor { who := ann; change(&who); return who }
	tree := smallTree(t)
	asked := counting(t, tree)
	a := New(Config{Now: time.Now})
	can := func(who Actor, act Permission, org OrgID, authors ...SubjectID) (anew bool) {
		before := *asked
		a.allows(t.Context(), tree, who, act, org, authors)
		return *asked > before
	}
	if !can(ann, OrgView, "acme") || can(ann, OrgView, "acme") {
		t.Error("it was not asked once")
	}
	for name, anew := range map[string]bool{
		"another subject": can(other(func(a *Actor) { a.Subject = "bob" }), OrgView, "acme"),
		"another kind":    can(other(func(a *Actor) { a.Kind = Service }), OrgView, "acme"),
		"another scope":   can(other(func(a *Actor) { a.Token, a.Scope = "k", " org:view " }), OrgView, "acme"),
		"another root":    can(other(func(a *Actor) { a.Root = "stock" }), OrgView, "acme"),
		"another right":   can(ann, ChainView, "acme"),
		"another org":     can(ann, OrgView, "stock"),
		"an author":       can(ann, OrgView, "acme", "ann"),
	} {
		if !anew {
			t.Errorf("%s: it was not asked", name)
		}
	}
	if err := tree.apply([]VersionedChange{{Version: 2, Ops: []Change{{Touch: "ann"}}}}); err != nil {
		t.Fatal(err)
	}
	if !can(ann, OrgView, "acme") {
		t.Error("an answer outlived its version")
	}
}

func TestAnswersEndWithTheGrantsOfWhoAsks(t *testing.T) {
	t.Parallel()
	now := int64(100)
	tree, err := newTree(Facts{
		Tenant: "acme", Version: 1, Orgs: []OrgFact{{ID: "acme"}},
		Subjects: []SubjectFact{{ID: "ann", Kind: User, Active: true}, {ID: "crew", Kind: Group, Active: true}},
		Members:  []MembershipFact{{Group: "crew", Member: "ann"}},
		Grants: []GrantFact{
			{Subject: "ann", Role: Viewer, Org: "acme", EndsAt: 90},
			{Subject: "ann", Role: Auditor, Org: "acme", EndsAt: 300},
			{Subject: "crew", Role: Designer, Org: "acme", EndsAt: 200},
		},
	}, newVocabulary(), func() int64 { return now })
	if err != nil {
		t.Fatal(err)
	}
	a := New(Config{Now: time.Now})
	ann := Actor{Subject: "ann", Kind: User, Tenant: "acme", Scope: "*"}
	for _, step := range []struct {
		now  int64
		want bool
	}{{100, true}, {199, true}, {200, false}, {150, true}, {250, false}, {300, false}} {
		now = step.now
		if got := a.allows(t.Context(), tree, ann, ChainEdit, "acme", nil); got != step.want {
			t.Errorf("at %d: %v", now, got)
		}
	}
	for at, want := range map[int64]int64{0: 90, 90: 200, 200: 300, 300: math.MaxInt64} {
		if got := tree.steadyUntil("u:ann", at); got != want {
			t.Errorf("steady at %d until %d, want %d", at, got, want)
		}
	}
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	var a answers
	for i := range 3 * maxAnswers {
		q := question{org: strconv.Itoa(i)}
		a.keep(q, answer{allowed: true, until: 1})
		if len(a.known) > maxAnswers {
			t.Fatalf("%d are kept", len(a.known))
		}
		if allowed, known := a.find(q, 0); !allowed || !known {
			t.Fatal("the last one is not there")
		}
	}
}
