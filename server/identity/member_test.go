package identity_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/orgs"
	"catenary/server/servertest"
)

func TestMembersAreListed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		guest := p.Subject(rbac.Viewer, servertest.Wholesale) // belongs elsewhere, where the admin sees nothing
		p.grant(guest, rbac.Viewer, servertest.Stock)
		var names []string
		var last string
		r := page.Request{Limit: 3}
		for {
			list, err := p.Members(ctx, admin, org, r)
			p.must(err)
			for _, m := range list.Items {
				if m.Name < last {
					t.Errorf("%q stands after %q", m.Name, last)
				}
				last = m.Name
				names = append(names, m.Name)
				switch m.ID {
				case admin.Subject:
					if len(m.Can) != 1 {
						t.Errorf("one can %v to oneself", m.Can)
					}
				case guest:
					if m.Org != "" || len(m.Can) != 0 || m.Email == "" {
						t.Errorf("guest = %+v", m)
					}
				default:
					if m.Org != org || len(m.Can) != 2 {
						t.Errorf("member = %+v", m)
					}
				}
			}
			if list.Next.IsZero() {
				break
			}
			r.After = list.Next
		}
		if len(names) != len(rbac.SystemRoles())+1 {
			t.Errorf("members = %v", names)
		}
		if _, err := p.Member(ctx, admin, org, guest); err != nil {
			t.Errorf("Member = %v", err)
		}
		_, err := p.Member(ctx, admin, org, p.Subject(rbac.Viewer, servertest.Picking))
		p.refused(err, "member.unknown")
		for _, stranger := range []rbac.Actor{
			p.Actor(rbac.Designer, servertest.Stock), p.Actor(rbac.Admin, servertest.Shop), p.Actor(rbac.Owner, servertest.Umbra),
		} {
			if _, err := p.Members(ctx, stranger, org, first); !fault.Is(err, fault.NotFound) {
				t.Errorf("a stranger lists: %v", err)
			}
		}
		_, err = p.Members(ctx, p.Actor(rbac.Auditor, servertest.Stock), org, first)
		p.must(err)
	})
}

func TestRenameMember(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		id := p.Subject(rbac.Viewer, servertest.Stock)
		m, err := p.RenameMember(ctx, admin, org, id, 1, "  Vera ")
		p.must(err)
		if m.Name != "Vera" || m.Revision != 2 {
			t.Errorf("member = %+v", m)
		}
		_, err = p.RenameMember(ctx, admin, org, id, 1, "Other")
		p.refused(err, "member.stale")
		_, err = p.RenameMember(ctx, admin, org, id, 2, "a\u202eb")
		p.refused(err, "name.characters")
		_, err = p.RenameMember(ctx, admin, org, admin.Subject, 1, "Me")
		p.refused(err, "member.self")
		_, err = p.RenameMember(ctx, p.Actor(rbac.Admin, servertest.Acme), p.Org(servertest.Retail), id, 2, "By way of another org")
		p.refused(err, "member.unknown")
	})
}

func TestRemoveMember(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, admin, org := context.Background(), p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock)
		v := p.signed(rbac.Designer, servertest.Stock)
		group, err := p.Orgs.CreateGroup(ctx, admin, org, "team", "Team")
		p.must(err)
		p.must(p.Orgs.Join(ctx, admin, org, group.ID, v.Actor.Subject))
		p.must(p.RemoveMember(ctx, admin, org, v.Actor.Subject))
		p.gone(v.token)
		p.refused(p.RemoveMember(ctx, admin, org, v.Actor.Subject), "member.unknown")
		who := v.Actor
		who.Version = p.Version(who.Tenant)
		if err := p.Service.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err == nil {
			t.Error("a removed member may still act")
		}
		if grants, err := p.World.Store.GrantsOf(ctx, who.Tenant, who.Subject, 10); err != nil || len(grants) != 0 {
			t.Errorf("grants left = %v, %v", grants, err)
		}
		if in, err := p.World.Store.InGroup(ctx, who.Tenant, rbac.MembershipFact{Group: group.ID, Member: who.Subject}); err != nil || in {
			t.Errorf("still in the group: %v, %v", in, err)
		}
		second := p.Replica() // another replica reads the changes, or all facts
		for _, auth := range []*rbac.Authorizer{p.Service.Auth, second.Auth} {
			if err := auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: org}); err == nil {
				t.Error("a replica lets a removed member act")
			}
		}
		if !slices.Contains(p.actions(servertest.Acme), "member:removed") {
			t.Error("the audit log does not tell")
		}
	})
}

func TestNobodyTakesFromWhoHoldsMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, org := context.Background(), p.Org(servertest.Stock)
		admin, id := p.Actor(rbac.Admin, servertest.Stock), p.Subject(rbac.Viewer, servertest.Stock)
		p.grant(id, rbac.Viewer, servertest.Wholesale) // where the admin is nobody
		for name, act := range map[string]func() error{
			"disable": func() error { return p.DisableMember(ctx, admin, org, id) },
			"remove":  func() error { return p.RemoveMember(ctx, admin, org, id) },
			"end":     func() error { return p.EndMemberSessions(ctx, admin, org, id) },
			"rename": func() error {
				_, err := p.RenameMember(ctx, admin, org, id, 1, "Renamed")
				return err
			},
		} {
			err := act()
			if !fault.HasCode(err, "auth.beyond") || strings.Contains(fault.As(err).Message, string(p.Org(servertest.Wholesale))) {
				t.Errorf("%s = %v", name, err)
			}
		}
		// The owner of the whole tenant who belongs to this org, too.
		p.refused(p.RemoveMember(ctx, admin, org, p.Subject(rbac.Owner, servertest.Stock)), "auth.beyond")
		root := p.Actor(rbac.Admin, servertest.Acme)
		p.refused(p.EndMemberSessions(ctx, root, p.Org(servertest.Acme), p.Subject(rbac.Owner, servertest.Acme)), "auth.beyond")
		p.refused(p.RemoveMember(ctx, admin, org, admin.Subject), "member.self")
		above := p.Actor(rbac.Admin, servertest.Acme)
		p.must(p.DisableMember(ctx, above, org, id))
		p.refused(p.EnableMember(ctx, admin, org, id), "auth.beyond")
		p.refused(p.DisableMember(ctx, above, org, id), "member.state")
		p.must(p.EnableMember(ctx, above, org, id))
		p.must(p.RemoveMember(ctx, above, org, id))
		p.refused(p.RemoveMember(ctx, p.Token(above, "", rbac.Permissions()...), org, admin.Subject), "auth.session_needed")
		for _, who := range []rbac.Actor{p.Actor(rbac.Owner, servertest.Umbra), p.Actor(rbac.Designer, servertest.Stock)} {
			if err := p.RemoveMember(ctx, who, org, admin.Subject); !fault.Is(err, fault.NotFound) {
				t.Errorf("a stranger removes: %v", err)
			}
		}
		if err := p.RemoveMember(ctx, p.Actor(rbac.Auditor, servertest.Stock), org, admin.Subject); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an auditor removes: %v", err)
		}
	})
}

func TestWhatADeletedOrgGaveDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx, owner := context.Background(), p.Actor(rbac.Owner, servertest.Acme)
	id := p.Subject(rbac.Viewer, servertest.Acme)
	p.grant(id, rbac.Viewer, servertest.Export)
	p.must(p.Orgs.Delete(ctx, owner, p.Org(servertest.Export), true))
	owner.Version = p.Version(owner.Tenant)
	p.must(p.RemoveMember(ctx, owner, p.Org(servertest.Acme), id))
}

func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, root := context.Background(), p.Org(servertest.Umbra)
		owner, admin := p.Actor(rbac.Owner, servertest.Umbra), p.Actor(rbac.Admin, servertest.Umbra)
		p.refused(p.RemoveMember(ctx, admin, root, owner.Subject), "auth.beyond") // an admin lacks tenant:settings

		second := p.Subject(rbac.Viewer, servertest.Umbra)
		p.grant(second, rbac.Owner, servertest.Umbra)
		stale := p.Session(owner.Tenant, second)
		stale.AuthAt = p.Clock.Now().Add(-time.Hour)
		p.refused(p.RemoveMember(ctx, stale, root, owner.Subject), "auth.step_up_needed")
		p.must(p.RemoveMember(ctx, p.Session(owner.Tenant, second), root, owner.Subject))
		last := p.Session(owner.Tenant, second)
		p.must(p.RemoveMember(ctx, last, root, admin.Subject))

		// Somebody in the tenant who could remove the last one holds all of
		// that by a grant with an end.
		clerk := p.Subject(rbac.Designer, servertest.Umbra)
		_, err := p.Orgs.Grant(ctx, last, root, orgs.NewGrant{Subject: clerk, Role: rbac.Owner, EndsAt: p.Clock.Now().Add(time.Hour)})
		p.must(err)
		p.refused(p.RemoveMember(ctx, p.Session(owner.Tenant, clerk), root, second), "grant.last_owner")
		p.refused(p.DisableMember(ctx, p.Session(owner.Tenant, clerk), root, second), "grant.last_owner")
	})
}

func TestTheAuditLogHasNoPersonalData(t *testing.T) {
	t.Parallel()
	p := one(t)
	ctx := context.Background()
	v := p.signed(rbac.Viewer, servertest.Stock)
	mine := "Secretname One"
	_, err := p.ChangeMe(ctx, v.Actor, v.Session, &mine, nil)
	p.must(err)
	i := p.invite("secretname@example.org")
	_, err = p.RenameMember(ctx, p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock), i.Member.ID, 1, "Secretname Two")
	p.must(err)
	p.must(p.RemoveMember(ctx, p.Actor(rbac.Admin, servertest.Stock), p.Org(servertest.Stock), i.Member.ID))
	rows, err := p.World.Store.UnsealedAudit(ctx, string(p.Tenant(servertest.Acme)), p.Clock.Now().Add(time.Hour).UnixMicro(), 100)
	p.must(err)
	if len(rows) < 5 {
		t.Fatalf("%d entries", len(rows))
	}
	for _, row := range rows {
		if text := strings.ToLower(row.Before + row.After); strings.Contains(text, "secretname") {
			t.Errorf("%s: %s %s", row.Action, row.Before, row.After)
		}
	}
}

func TestWhatIsSensitiveTakesAFreshFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, root := context.Background(), p.Org(servertest.Acme)
		owner := p.Actor(rbac.Owner, servertest.Acme)
		all, err := p.Orgs.CreateRole(ctx, owner, root, orgs.NewRole{Key: "all", Name: "All", Effect: rbac.Allow, Permissions: rbac.Permissions()})
		p.must(err)
		id := p.Subject(rbac.Viewer, servertest.Acme)
		p.grant(id, all.ID, servertest.Acme)
		stale := p.Actor(rbac.Owner, servertest.Acme)
		stale.AuthAt = p.Clock.Now().Add(-time.Hour)
		for _, id := range []rbac.SubjectID{id, p.Subject(rbac.Admin, servertest.Acme)} {
			p.refused(p.DisableMember(ctx, stale, root, id), "auth.step_up_needed")
			p.must(p.DisableMember(ctx, owner, root, id))
			p.refused(p.EnableMember(ctx, stale, root, id), "auth.step_up_needed")
		}
		p.must(p.DisableMember(ctx, stale, root, p.Subject(rbac.Designer, servertest.Acme)))
		p.must(p.DisableMember(ctx, stale, p.Org(servertest.Stock), p.Subject(rbac.Admin, servertest.Stock)))
	})
}
