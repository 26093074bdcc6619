package identity

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
	"catenary/server/audit"
)

// Invitation is a member who was just invited, and the link that the inviter
// may hand over; it is shown once.
type Invitation struct {
	Member SeenMember
	URL    string
	EndsAt int64
	// Mailed says that a link went to the address as well.
	Mailed bool
}

// Invite adds somebody to an org, who becomes active by taking up the
// invitation. It needs member:write, by a human's session. Whether anybody has
// the address already does not show, but for members that who may view:
// member.exists (Conflict).
func (s *Service) Invite(ctx context.Context, who rbac.Actor, org rbac.OrgID, email, called string) (Invitation, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return Invitation{}, err
	}
	address, err := CheckEmail("/email", email)
	if err != nil {
		return Invitation{}, err
	}
	if called, err = name.Check("/name", called); err != nil {
		return Invitation{}, err
	}
	now := s.Now().UnixMicro()
	m := Member{
		Tenant: who.Tenant, ID: rbac.SubjectID(s.NewID()), Kind: rbac.User, Org: org, Email: address, Name: called,
		State: Invited, Revision: 1, CreatedAt: now, UpdatedAt: now,
	}
	var out Invitation
	var send func()
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, who.Tenant); err != nil {
			return err
		}
		if err := s.Auth.Confirm(ctx, who, rbac.MemberWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := s.refuseKnown(ctx, who, address); err != nil {
			return err
		}
		if err := s.Store.InsertMember(ctx, m); err != nil {
			return err
		}
		fact := m.Fact()
		if err := s.Store.AppendPolicy(ctx, who.Tenant, rbac.Change{Subject: &fact}); err != nil {
			return err
		}
		var err error
		if out, send, err = s.invitation(ctx, who, m); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "member:invited", Kind: "member", ResourceID: string(m.ID), OrgID: org,
			After: m.seen(),
		})
	})
	if err != nil {
		return Invitation{}, err
	}
	send()
	out.Member, err = s.seeOne(ctx, who, m)
	return out, err
}

// InviteAgain makes a new link for somebody who did not take the invitation up
// yet; earlier ones end. It needs member:write, by a human's session. Whoever is
// not invited any more is member.state (Conflict). The link lets in as the member,
// so a member who was granted what who could not grant is auth.beyond
// (Forbidden).
func (s *Service) InviteAgain(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) (Invitation, error) {
	var out Invitation
	var send func()
	err := s.changeMember(ctx, who, org, id, func(ctx context.Context, m Member) ([]rbac.Change, audit.Entry, error) {
		entry := audit.Entry{Action: "member:invited", After: m.seen()}
		if m.State != Invited {
			return nil, entry, fault.New(fault.Conflict, "member.state", "the member is %s", m.State)
		}
		if err := s.mayHandAll(ctx, who, m.ID); err != nil {
			return nil, entry, err
		}
		if err := s.Store.EndInvitations(ctx, m.Tenant, m.ID); err != nil {
			return nil, entry, err
		}
		var err error
		out, send, err = s.invitation(ctx, who, m)
		out.Member.Member = m
		return nil, entry, err
	})
	if err != nil {
		return Invitation{}, err
	}
	send()
	out.Member, err = s.seeOne(ctx, who, out.Member.Member)
	return out, err
}

// refuseKnown tells of a member with the address only whom who may view.
func (s *Service) refuseKnown(ctx context.Context, who rbac.Actor, address string) error {
	known, err := s.Store.MemberByEmail(ctx, who.Tenant, address)
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	switch err := s.Auth.Can(ctx, who, rbac.MemberView, rbac.Resource{OrgID: known.Org}); {
	case err == nil:
		return fault.New(fault.Conflict, "member.exists", "this person is a member of the tenant already")
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Forbidden):
		return nil
	default:
		return err
	}
}

// invitation makes the link for the inviter and, if there is mail, another for
// the address: who comes by that one has shown that the address is theirs. What
// it returns sends the mail, after the transaction.
func (s *Service) invitation(ctx context.Context, who rbac.Actor, m Member) (Invitation, func(), error) {
	lasts := s.times().Invite
	l := Link{
		Kind: LinkInvite, Tenant: m.Tenant, Subject: m.ID, Inviter: who.Subject, Fresh: s.Auth.Fresh(who) == nil, Email: m.Email,
	}
	url, err := s.newLink(ctx, l, lasts)
	out := Invitation{URL: url, EndsAt: s.Now().Add(lasts).UnixMicro(), Mailed: s.Mailer != nil}
	if err != nil || s.Mailer == nil {
		return out, func() {}, err
	}
	l.Mailed, l.Inviter, l.Fresh = true, "", false
	mailed, err := s.newLink(ctx, l, lasts)
	if err != nil {
		return out, nil, err
	}
	root, err := s.Store.Org(ctx, m.Tenant, rbac.OrgID(m.Tenant))
	if err != nil {
		return out, nil, err
	}
	subject, text := inviteMail("", m.Name, root.Name, mailed, lasts)
	return out, func() {
		s.inBackground(ctx, func(ctx context.Context) error { return s.Mailer.Send(ctx, m.Email, subject, text) })
	}, nil
}

// Acceptance takes up an invitation: somebody new chooses a password; who has
// an account gives its password, or is signed in (Token, of the session).
type Acceptance struct{ Link, Password, Locale, Token string }

// Joined says where an invitation led, so that the person can sign in there.
type Joined struct {
	Tenant TenantName
	Email  string
}

// Accept takes up an invitation. It begins no session. Who comes by a mailed
// link for an address that nobody had shown to be theirs chooses the password
// anew: what was there may be another's.
//   - link.unknown (NotFound): used, ended or never there
//   - auth.failed (Unauthenticated): the account's password is wrong
//   - invitation.other (Forbidden): signed in as somebody else
//   - invitation.beyond (Forbidden): the link was handed to an inviter who could
//     not grant what the member holds by now
//   - member.exists (Conflict): a member of the tenant already
//   - those of Check; locale.invalid (Invalid); auth.limited and auth.busy
func (s *Service) Accept(ctx context.Context, in Acceptance) (Joined, error) {
	if err := checkLocale(in.Locale); err != nil {
		return Joined{}, err
	}
	l, err := s.link(ctx, LinkInvite, in.Link)
	if err != nil {
		return Joined{}, err
	}
	m, err := s.Store.Member(ctx, l.Tenant, l.Subject)
	if err != nil {
		return Joined{}, err
	}
	root, err := s.Store.Org(ctx, l.Tenant, rbac.OrgID(l.Tenant))
	if err != nil {
		return Joined{}, err
	}
	person, isNew, err := s.accepting(ctx, l, in, m.Name, root.Key, root.Name)
	if err != nil {
		return Joined{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.LockTenant(ctx, l.Tenant); err != nil {
			return err
		}
		if err := s.inviterCould(ctx, l, m); err != nil {
			return err
		}
		if err := s.useLink(ctx, l); err != nil {
			return err
		}
		if isNew {
			if err := s.Store.InsertPerson(ctx, person); err != nil {
				return err
			}
		} else if l.Mailed {
			if err := s.Store.VerifyPerson(ctx, person.ID, l.Email); err != nil {
				return err
			}
		}
		return s.join(ctx, m, person)
	})
	return Joined{Tenant: TenantName{Key: root.Key, Name: root.Name}, Email: person.Email}, err
}

// inviterCould refuses a link that was handed to an inviter who may not look
// after the member any more, or could not grant all that the member holds by
// now: the inviter, who could take up the link too, would get more than he has.
// Ask under the tenant's lock.
func (s *Service) inviterCould(ctx context.Context, l Link, m Member) error {
	if l.Mailed {
		return nil
	}
	inviter := rbac.Actor{Subject: l.Inviter, Kind: rbac.User, Tenant: l.Tenant, Human: l.Inviter, Scope: "*"}
	if l.Fresh {
		inviter.AuthAt = s.Now()
	}
	err := s.Auth.Confirm(ctx, inviter, rbac.MemberWrite, rbac.Resource{OrgID: m.Org})
	if err == nil {
		err = s.mayHandAll(ctx, inviter, m.ID)
	}
	if fault.Is(err, fault.Forbidden) || notFound(err) {
		return fault.New(fault.Forbidden, "invitation.beyond",
			"whoever invited you could not grant what you hold by now; ask somebody who may to invite you anew")
	}
	return err
}

// join makes an invited member an active one, in the transaction of ctx.
func (s *Service) join(ctx context.Context, m Member, person Person) error {
	done, err := s.Store.JoinMember(ctx, m.Tenant, m.ID, person.ID)
	if err != nil {
		return err
	}
	if !done {
		return fault.New(fault.NotFound, "link.unknown", "the link was used, or its time is over")
	}
	if err := s.Store.EndInvitations(ctx, m.Tenant, m.ID); err != nil {
		return err
	}
	m.State = Active
	fact := m.Fact()
	if err := s.Store.AppendPolicy(ctx, m.Tenant, rbac.Change{Subject: &fact}); err != nil {
		return err
	}
	by := rbac.Actor{Subject: m.ID, Kind: rbac.User, Tenant: m.Tenant, Human: m.ID}
	return s.Audit.Record(ctx, by, audit.Entry{
		Action: "member:joined", Kind: "member", ResourceID: string(m.ID), OrgID: m.Org, After: m.seen(),
	})
}
