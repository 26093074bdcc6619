package rbac_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/rbac"
)

func TestAChangeActsOnEveryRequestThatBeginsAfterIt(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	bob := acme.session("bob")
	acme.want(t, bob, rbac.OrgView, "stock", unknown)

	version := acme.commit(grant("bob", rbac.Viewer, "stock"))
	acme.want(t, bob, rbac.OrgView, "stock", unknown) // this request began before
	bob.Version = version
	acme.want(t, bob, rbac.OrgView, "stock", yes)
	bob.Version-- // a slower request is decided by what is newer
	acme.want(t, bob, rbac.OrgView, "stock", yes)
	if acme.loads != 1 || acme.follows != 1 {
		t.Errorf("%d loads, %d follows", acme.loads, acme.follows)
	}
	bob.Version = acme.commit(rbac.Change{Touch: "bob"})
	acme.want(t, bob, rbac.OrgView, "stock", yes)
	if acme.loads != 1 || acme.follows != 2 {
		t.Errorf("after a touch: %d loads, %d follows", acme.loads, acme.follows)
	}
}

func TestATreeThatCannotFollowIsLoadedAnew(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*tenant){
		"a gap": func(acme *tenant) {
			acme.forget(acme.commit(rbac.Change{Touch: "x"}))
			acme.commit(rbac.Change{Touch: "x"})
		},
		"all forgotten": func(acme *tenant) { acme.forget(acme.commit(rbac.Change{Touch: "x"})) },
		"too many": func(acme *tenant) {
			for range 257 {
				acme.commit(rbac.Change{Touch: "x"})
			}
		},
		"a change of a newer program": func(acme *tenant) { acme.commit(rbac.Change{}) },
		"a link that is there": func(acme *tenant) {
			acme.commit(joined("crew", "bob"))
			acme.commit(joined("crew", "bob"))
		},
		"a grant that is not there":    func(acme *tenant) { acme.commit(withdrawn("bob", rbac.Viewer, "shop")) },
		"a grant to nobody":            func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, grant("who", rbac.Viewer, "shop"))) },
		"an org under nothing":         func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, org("new", "nowhere"))) },
		"a cycle":                      func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, org("retail", "stock"))) },
		"a second root":                func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, org("retail", ""))) },
		"the root under something":     func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, org("acme", "stock"))) },
		"an org with orgs below, gone": func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, rbac.Change{OrgGone: "retail"})) },
		"a system role, gone":          func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, rbac.Change{RoleGone: "owner"})) },
		"a system role, changed": func(acme *tenant) {
			acme.changes = append(acme.changes, bad(acme, custom("admin", "acme", rbac.Allow)))
		},
		"a member becomes a group": func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, subject("bob", rbac.Group, true))) },
		"a group in a group":       func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, joined("crew", "crew"))) },
		"an id that is a list":     func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, member("a,role:owner"))) },
		"a role of no effect":      func(acme *tenant) { acme.changes = append(acme.changes, bad(acme, custom("odd", "acme", "maybe"))) },
		"a role of no org": func(acme *tenant) {
			acme.changes = append(acme.changes, bad(acme, custom("odd", "nowhere", rbac.Allow)))
		},
	}
	for name, happens := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acme := setup(t, subject("crew", rbac.Group, true))
			acme.want(t, acme.session("bob"), rbac.OrgView, "stock", unknown)
			happens(acme)
			acme.mu.Lock()
			acme.apply(grant("bob", rbac.Viewer, "stock")) // only in the facts
			acme.mu.Unlock()
			acme.want(t, acme.session("bob"), rbac.OrgView, "stock", yes)
			acme.want(t, acme.session("ann"), rbac.KeysRotate, "north", yes)
			if acme.loads != 2 {
				t.Errorf("%d loads", acme.loads)
			}
		})
	}
}

// bad is a change that the facts know nothing of.
func bad(acme *tenant, op rbac.Change) rbac.VersionedChange {
	acme.facts.Version++
	return rbac.VersionedChange{Version: acme.facts.Version, Ops: []rbac.Change{op}}
}

func TestFactsThatContradictEachOtherAllowNothing(t *testing.T) {
	t.Parallel()
	twice := func(f *rbac.Facts) { f.Grants = append(f.Grants, f.Grants[0]) }
	twiceEnding := func(f *rbac.Facts) {
		g := f.Grants[0]
		g.EndsAt = 7
		f.Grants = append(f.Grants, g)
	}
	tests := map[string]func(*rbac.Facts){
		"a cycle": func(f *rbac.Facts) {
			f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "x", Parent: "y"}, rbac.OrgFact{ID: "y", Parent: "x"})
		},
		"an org under itself":   func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "x", Parent: "x"}) },
		"an org twice":          func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "stock", Parent: "finance"}) },
		"an org under nothing":  func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "x", Parent: "nowhere"}) },
		"two roots":             func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "x"}) },
		"a grant twice":         twice,
		"a grant with two ends": twiceEnding,
		"a grant of no role": func(f *rbac.Facts) {
			f.Grants = append(f.Grants, rbac.GrantFact{Subject: "bob", Role: "x", Org: "acme"})
		},
		"a custom system role": func(f *rbac.Facts) {
			f.Roles = append(f.Roles, rbac.RoleFact{ID: "viewer", Owner: "acme", Effect: rbac.Allow})
		},
		"a subject of no kind":    func(f *rbac.Facts) { f.Subjects = append(f.Subjects, rbac.SubjectFact{ID: "x", Kind: "robot"}) },
		"a member in a member":    func(f *rbac.Facts) { f.Members = append(f.Members, rbac.MembershipFact{Group: "ann", Member: "bob"}) },
		"a blank in an id":        func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "a b", Parent: "acme"}) },
		"an id that is no parent": func(f *rbac.Facts) { f.Orgs = append(f.Orgs, rbac.OrgFact{ID: "-", Parent: "acme"}) },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acme := setup(t)
			spoil(&acme.facts)
			if err := acme.Can(t.Context(), acme.session("ann"), rbac.OrgView, rbac.Resource{OrgID: "acme"}); err == nil {
				t.Error("allowed")
			}
			if set, err := acme.Filter(t.Context(), acme.session("ann"), rbac.OrgView); err == nil || set.Mode != rbac.None {
				t.Errorf("Filter = %+v, %v", set, err)
			}
		})
	}
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	acme.broken = fault.New(fault.Unavailable, "store.unavailable", "no answer")
	acme.want(t, acme.session("ann"), rbac.OrgView, "acme", "store.unavailable")
	acme.broken = nil
	acme.want(t, acme.session("ann"), rbac.OrgView, "acme", yes)
	ann := acme.session("ann")
	ann.Version = acme.commit(rbac.Change{Touch: "x"})
	acme.broken = errors.New("gone")
	acme.want(t, ann, rbac.OrgView, "acme", "internal")
	ann.Version--
	acme.want(t, ann, rbac.OrgView, "acme", yes) // what is known still answers what began before
}

// TestAHalfChangedTreeAnswersNobody: when a change cannot be applied and the
// facts cannot be read, requests that began before are not answered either.
func TestAHalfChangedTreeAnswersNobody(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	early, late := acme.session("ann"), acme.session("ann")
	acme.want(t, early, rbac.OrgView, "acme", yes)
	late.Version = acme.commit(withdrawn("ann", rbac.Owner, "acme"), rbac.Change{})
	acme.noFacts = errors.New("gone")
	acme.want(t, late, rbac.OrgView, "acme", "internal")
	acme.want(t, early, rbac.OrgView, "acme", "internal")
	acme.noFacts = nil
	acme.want(t, early, rbac.OrgView, "acme", unknown)
}

func TestConfirmDecidesUnderTheVersionOfTheTransaction(t *testing.T) {
	t.Parallel()
	acme := setup(t, grant("bob", rbac.Designer, "stock"))
	bob := acme.session("bob")
	acme.want(t, bob, rbac.ChainEdit, "stock", yes)
	acme.commit(withdrawn("bob", rbac.Designer, "stock"))
	on := rbac.Resource{OrgID: "stock"}
	if err := acme.Can(t.Context(), bob, rbac.ChainEdit, on); err != nil {
		t.Errorf("Can, for a request that began before: %v", err)
	}
	if err := acme.Confirm(t.Context(), bob, rbac.ChainEdit, on); code(err) != unknown {
		t.Errorf("Confirm = %v", err)
	}
	bob.Tenant = "other"
	if err := acme.Confirm(t.Context(), bob, rbac.ChainEdit, on); code(err) != unknown {
		t.Errorf("Confirm in another tenant = %v", err)
	}
}

// uncommitted is a source whose transaction has changed rights already.
type uncommitted struct{ *source }

func (u uncommitted) Version(ctx context.Context, tenant rbac.TenantID) (int64, error) {
	v, err := u.source.Version(ctx, tenant)
	return v + 1, err
}

func TestConfirmAfterAnOwnChangeIsAnError(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	a := rbac.New(rbac.Config{Source: uncommitted{acme.source}, Now: acme.clock.Now})
	err := a.Confirm(t.Context(), acme.session("ann"), rbac.OrgView, rbac.Resource{OrgID: "acme"})
	if !fault.Is(err, fault.Internal) && code(err) != "internal" {
		t.Errorf("Confirm = %v", err)
	}
}

func TestAReloadIsLogged(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	var log bytes.Buffer
	a := rbac.New(rbac.Config{Source: acme, Now: acme.clock.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	ann := acme.session("ann")
	on := rbac.Resource{OrgID: "acme"}
	if err := a.Can(t.Context(), ann, rbac.OrgView, on); err != nil {
		t.Fatal(err)
	}
	ann.Version = acme.commit(rbac.Change{})
	if err := a.Can(t.Context(), ann, rbac.OrgView, on); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "loaded anew") {
		t.Errorf("log: %s", log.String())
	}
}
