package rbac_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

func TestARefusalTellsWhatMayBeKnown(t *testing.T) {
	t.Parallel()
	acme := setup(t, grant("bob", rbac.Viewer, "stock"))
	bob := acme.session("bob")

	err := acme.Can(t.Context(), bob, rbac.ChainEdit, rbac.Resource{OrgID: "north", ID: "c1"})
	var refusal *rbac.Refusal
	if !errors.As(err, &refusal) || *refusal != (rbac.Refusal{Permission: rbac.ChainEdit, Org: "north", Visible: true}) {
		t.Errorf("refusal %+v", refusal)
	}
	if f := fault.As(err); f.Kind != fault.Forbidden || !strings.Contains(f.Message, "chain:edit") || !strings.Contains(f.Message, "north") {
		t.Errorf("fault %+v", f)
	}

	// What is hidden and what is not there are told apart by nothing.
	hidden := fault.As(acme.Can(t.Context(), bob, rbac.ChainEdit, rbac.Resource{OrgID: "shop"}))
	absent := fault.As(acme.Can(t.Context(), bob, rbac.ChainEdit, rbac.Resource{OrgID: "nowhere"}))
	stranger := bob
	stranger.Tenant = "other"
	foreign := fault.As(acme.Can(t.Context(), stranger, rbac.ChainEdit, rbac.Resource{OrgID: "stock"}))
	for _, f := range []*fault.Fault{hidden, absent, foreign} {
		if f.Kind != fault.NotFound || f.Code != unknown || f.Message != hidden.Message {
			t.Errorf("fault %+v", f)
		}
	}
}

func TestWhoIsNotAnActiveSubjectMayNothing(t *testing.T) {
	t.Parallel()
	acme := setup(t,
		subject("off", rbac.User, false), grant("off", rbac.Owner, "acme"),
		subject("crew", rbac.Group, true), grant("crew", rbac.Owner, "acme"),
		subject("bot", rbac.Service, true), grant("bot", rbac.Viewer, "acme"),
	)
	actors := map[string]func(*rbac.Actor){
		"inactive":                 func(a *rbac.Actor) { a.Subject = "off" },
		"a group":                  func(a *rbac.Actor) { a.Subject, a.Kind = "crew", rbac.Group },
		"a group that says member": func(a *rbac.Actor) { a.Subject = "crew" },
		"a service as a member":    func(a *rbac.Actor) { a.Subject = "bot" },
		"a member as a service":    func(a *rbac.Actor) { a.Subject, a.Kind = "ann", rbac.Service },
		"no kind":                  func(a *rbac.Actor) { a.Kind = "" },
		"nobody":                   func(a *rbac.Actor) { a.Subject = "" },
		"unknown":                  func(a *rbac.Actor) { a.Subject = "who" },
		"a role":                   func(a *rbac.Actor) { a.Subject = "owner" },
		"a role's name":            func(a *rbac.Actor) { a.Subject = "role:owner" },
		"a prefixed name":          func(a *rbac.Actor) { a.Subject, a.Kind = "u:ann", "" },
		"no scope":                 func(a *rbac.Actor) { a.Scope = "" },
		"a token with everything":  func(a *rbac.Actor) { a.Token = "t" },
		"no tenant":                func(a *rbac.Actor) { a.Tenant = "" },
	}
	for name, change := range actors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			who := acme.session("ann")
			change(&who)
			acme.want(t, who, rbac.OrgView, "acme", unknown)
			if set, err := acme.Filter(t.Context(), who, rbac.OrgView); err != nil || set.Mode != rbac.None {
				t.Errorf("Filter = %+v, %v", set, err)
			}
			if can, err := acme.Allowed(t.Context(), who, "acme", "stock"); err != nil || len(can) > 0 {
				t.Errorf("Allowed = %v, %v", can, err)
			}
			if path, err := acme.Path(t.Context(), who, "stock"); code(err) != unknown {
				t.Errorf("Path = %v, %v", path, err)
			}
		})
	}
}

func TestASubjectNamedLikeARoleHoldsNothing(t *testing.T) {
	t.Parallel()
	acme := setup(t, member("owner"), member("admin"), subject("viewer", rbac.Group, true))
	for _, id := range []rbac.SubjectID{"owner", "admin"} {
		acme.want(t, acme.session(id), rbac.OrgView, "acme", unknown)
	}
	// And what they are granted is theirs alone.
	who := acme.session("owner")
	who.Version = acme.commit(grant("owner", rbac.Viewer, "stock"), joined("viewer", "owner"))
	acme.want(t, who, rbac.OrgView, "stock", yes)
	acme.want(t, who, rbac.ChainEdit, "stock", forbidden)
	acme.want(t, who, rbac.OrgView, "acme", unknown)
}

func TestATokenIsBoundByScopeAndSubtree(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	token := acme.session("ann")
	token.Token, token.Scope, token.Root = "t1", rbac.Words([]rbac.Permission{rbac.OrgView, rbac.ChainView, rbac.RunStart}), "stock"
	acme.want(t, token, rbac.ChainView, "stock", yes)
	acme.want(t, token, rbac.RunStart, "north", yes)
	acme.want(t, token, rbac.ChainEdit, "north", forbidden)
	acme.want(t, token, rbac.RunCancel, "north", unknown) // the scope does not show runs
	acme.want(t, token, rbac.ChainView, "retail", unknown)
	acme.want(t, token, rbac.ChainView, "shop", unknown)

	if path, err := acme.Path(t.Context(), token, "north"); err != nil || fmt.Sprint(path) != "[stock north]" {
		t.Errorf("Path = %v, %v", path, err)
	}
	token.Version = acme.commit(org("stock", "finance")) // the subtree goes along
	acme.want(t, token, rbac.ChainView, "north", yes)
	token.Version = acme.commit(org("north", "shop"))
	acme.want(t, token, rbac.ChainView, "north", unknown)
	token.Root = "nowhere"
	acme.want(t, token, rbac.ChainView, "stock", unknown)
}

func TestAuthorsDoNotDecideOnTheirOwnWork(t *testing.T) {
	t.Parallel()
	acme := setup(t, subject("bot", rbac.Service, true), grant("bot", rbac.Approver, "acme"))
	ann := acme.session("ann")
	bot := rbac.Actor{Subject: "bot", Human: "ann", Kind: rbac.Service, Tenant: "acme", Token: "t", Scope: rbac.Words(rbac.Permissions())}
	alone := bot
	alone.Human = ""
	tests := []struct {
		name    string
		who     rbac.Actor
		act     rbac.Permission
		authors []rbac.SubjectID
		want    string
	}{
		{"another's work", ann, rbac.ApprovalDecide, []rbac.SubjectID{"bob"}, yes},
		{"nobody's work", ann, rbac.ApprovalDecide, nil, yes},
		{"own work", ann, rbac.ApprovalDecide, []rbac.SubjectID{"bob", "ann"}, forbidden},
		{"own release", ann, rbac.ReleaseApprove, []rbac.SubjectID{"ann"}, forbidden},
		{"own work, not to decide", ann, rbac.ChainEdit, []rbac.SubjectID{"ann"}, yes},
		{"work of the person behind it", bot, rbac.ApprovalDecide, []rbac.SubjectID{"ann"}, forbidden},
		{"its own work", bot, rbac.ApprovalDecide, []rbac.SubjectID{"bot"}, forbidden},
		{"nobody's, with no person behind it", alone, rbac.ApprovalDecide, []rbac.SubjectID{""}, yes},
		{"another's", bot, rbac.ApprovalDecide, []rbac.SubjectID{"bob", ""}, yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := acme.answer(tt.who, tt.act, "stock", tt.authors...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAGrantEndsByItself(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	ends := acme.clock.Now().Add(time.Hour).UnixMicro()
	acme.apply(rbac.Change{Grant: &rbac.GrantFact{Subject: "bob", Role: rbac.Viewer, Org: "stock", EndsAt: ends}})
	bob := acme.session("bob")
	acme.want(t, bob, rbac.OrgView, "stock", yes)
	acme.clock.Add(time.Hour - time.Microsecond)
	acme.want(t, bob, rbac.OrgView, "stock", yes)
	acme.clock.Add(time.Microsecond)
	acme.want(t, bob, rbac.OrgView, "stock", unknown)
	if set, _ := acme.Filter(t.Context(), bob, rbac.OrgView); set.Mode != rbac.None {
		t.Errorf("Filter = %+v", set)
	}
	bob.Version = acme.commit(grant("bob", rbac.Viewer, "stock"))
	acme.want(t, bob, rbac.OrgView, "stock", yes)
}

func TestADenyHighAboveBeatsEveryAllow(t *testing.T) {
	t.Parallel()
	ops := []rbac.Change{custom("freeze", "acme", rbac.Deny, rbac.RunStart), subject("crew", rbac.Group, true), joined("crew", "bob")}
	parent := rbac.OrgID("retail")
	for level := range 28 {
		id := rbac.OrgID(fmt.Sprintf("level%d", level))
		ops = append(ops, org(id, parent))
		parent = id
	}
	acme := setup(t, append(ops, grant("bob", rbac.Owner, parent), grant("bob", rbac.Operator, "retail"))...)
	bob := acme.session("bob")
	if depth, err := acme.Depth(t.Context(), "acme", parent); err != nil || depth != 30 {
		t.Fatalf("Depth = %d, %v", depth, err)
	}
	acme.want(t, bob, rbac.RunStart, parent, yes)
	bob.Version = acme.commit(grant("crew", "freeze", "level5"))
	acme.want(t, bob, rbac.RunStart, parent, forbidden)
	acme.want(t, bob, rbac.RunStart, "level5", forbidden)
	acme.want(t, bob, rbac.RunStart, "level4", yes)
	acme.want(t, bob, rbac.RunCancel, parent, yes)
	bob.Version = acme.commit(subject("crew", rbac.Group, false))
	acme.want(t, bob, rbac.RunStart, parent, yes)
}

func TestACustomRoleCountsBelowItsOwner(t *testing.T) {
	t.Parallel()
	acme := setup(t, custom("clerk", "retail", rbac.Allow, rbac.OrgView, rbac.RunView),
		grant("bob", "clerk", "stock"), grant("bob", "clerk", "finance"), grant("bob", "clerk", "acme"))
	bob := acme.session("bob")
	acme.want(t, bob, rbac.RunView, "north", yes)
	acme.want(t, bob, rbac.RunView, "finance", unknown)
	acme.want(t, bob, rbac.RunView, "acme", unknown)
	bob.Version = acme.commit(org("stock", "finance"))
	acme.want(t, bob, rbac.RunView, "north", unknown)
	for at, want := range map[rbac.OrgID]bool{"retail": true, "shop": true, "stock": false, "acme": false, "nowhere": false} {
		if counts, err := acme.RoleCounts(t.Context(), "acme", "clerk", at); err != nil || counts != want {
			t.Errorf("RoleCounts at %s = %v, %v", at, counts, err)
		}
	}
}

func TestADeletedOrgTakesItsSubtreeAlong(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	ann := acme.session("ann")
	ann.Version = acme.commit(gone("stock", "retail"))
	for _, at := range []rbac.OrgID{"stock", "north"} {
		acme.want(t, ann, rbac.OrgView, at, unknown)
		if _, err := acme.Ancestors(t.Context(), "acme", at); code(err) != unknown {
			t.Errorf("Ancestors(%s) = %v", at, err)
		}
	}
	set, err := acme.Filter(t.Context(), ann, rbac.OrgView)
	if err != nil || set.Mode != rbac.NotIn || fmt.Sprint(set.IDs) != "[north stock]" || set.Total != 6 {
		t.Errorf("Filter = %+v, %v", set, err)
	}
	if down, err := acme.Subtree(t.Context(), "acme", "retail"); err != nil || fmt.Sprint(down) != "[retail shop]" {
		t.Errorf("Subtree = %v, %v", down, err)
	}
	ann.Version = acme.commit(org("stock", "retail"))
	acme.want(t, ann, rbac.OrgView, "north", yes)
	if set, _ := acme.Filter(t.Context(), ann, rbac.OrgView); set.Mode != rbac.All {
		t.Errorf("Filter = %+v", set)
	}
	ann.Version = acme.commit(gone("acme", ""))
	acme.want(t, ann, rbac.OrgView, "acme", unknown)
	acme.want(t, ann, rbac.OrgView, "shop", unknown)
}

func TestTheShapeOfTheTree(t *testing.T) {
	t.Parallel()
	acme := setup(t, grant("bob", rbac.Viewer, "retail"))
	ctx := context.Background()
	if up, err := acme.Ancestors(ctx, "acme", "north"); err != nil || fmt.Sprint(up) != "[north stock retail acme]" {
		t.Errorf("Ancestors = %v, %v", up, err)
	}
	if down, err := acme.Subtree(ctx, "acme", "retail"); err != nil || fmt.Sprint(down) != "[retail stock shop north]" {
		t.Errorf("Subtree = %v, %v", down, err)
	}
	if path, err := acme.Path(ctx, acme.session("bob"), "north"); err != nil || fmt.Sprint(path) != "[retail stock north]" {
		t.Errorf("Path = %v, %v", path, err)
	}
	if path, err := acme.Path(ctx, acme.session("bob"), "finance"); code(err) != unknown || len(path) > 0 {
		t.Errorf("Path = %v, %v", path, err)
	}
	if _, err := acme.Depth(ctx, "other", "north"); code(err) != unknown {
		t.Errorf("Depth in another tenant = %v", err)
	}
	effect, list, err := acme.RolePermissions(ctx, "acme", rbac.Viewer)
	if err != nil || effect != rbac.Allow || len(list) != 7 {
		t.Errorf("RolePermissions = %v %v, %v", effect, list, err)
	}
	if _, _, err := acme.RolePermissions(ctx, "acme", "nothing"); code(err) != "role.unknown" {
		t.Errorf("RolePermissions = %v", err)
	}
}

func TestStepUpAndHumans(t *testing.T) {
	t.Parallel()
	acme := setup(t)
	ann := acme.session("ann")
	if err := acme.Fresh(ann); err != nil {
		t.Error(err)
	}
	acme.clock.Add(5 * time.Minute)
	if err := acme.Fresh(ann); err != nil {
		t.Error(err)
	}
	acme.clock.Add(time.Microsecond)
	token, bot := acme.session("ann"), acme.session("bot")
	token.Token, bot.Kind = "t1", rbac.Service
	for name, who := range map[string]rbac.Actor{"late": ann, "token": token, "service": bot, "nobody": {}} {
		if err := acme.Fresh(who); code(err) != "auth.step_up_needed" || !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := rbac.HumanOnly(ann); err != nil {
		t.Error(err)
	}
	for name, who := range map[string]rbac.Actor{"token": token, "service": bot, "nobody": {}} {
		if err := rbac.HumanOnly(who); code(err) != "auth.session_needed" || !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
