package identity

import (
	"context"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Sessions lists where the person of the session is signed in.
func (s *Service) Sessions(ctx context.Context, who rbac.Actor, session Session, r page.Request) (page.Of[ListedSession], error) {
	if err := settled(who, session); err != nil {
		return page.Of[ListedSession]{}, err
	}
	return s.Store.Sessions(ctx, session.Person, r)
}

// EndSession ends one of the person's own sessions, perhaps this one. One that
// is not the person's is session.unknown (NotFound).
func (s *Service) EndSession(ctx context.Context, who rbac.Actor, session Session, id string) error {
	if err := rbac.HumanOnly(who); err != nil {
		return err
	}
	if id != session.ID {
		if err := settled(who, session); err != nil {
			return err
		}
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error { return s.endSession(ctx, session.Person, id) })
}

// endSession ends one session of a person, in the transaction of ctx.
func (s *Service) endSession(ctx context.Context, person, id string) error {
	ended, err := s.Store.DeleteSession(ctx, person, id)
	if err != nil {
		return err
	}
	if err := s.touch(ctx, ended); err != nil {
		return err
	}
	by := rbac.Actor{Subject: ended.Subject, Kind: rbac.User, Tenant: ended.Tenant, Human: ended.Subject}
	return s.Audit.Record(ctx, by, audit.Entry{
		Action: "session:ended", Kind: "session", ResourceID: id, OrgID: rbac.OrgID(ended.Tenant),
	})
}

// EndMemberSessions ends all sessions of a member of the org; it needs
// member:write there. Refusals are those of DisableMember.
func (s *Service) EndMemberSessions(ctx context.Context, who rbac.Actor, org rbac.OrgID, id rbac.SubjectID) error {
	return s.changeMember(ctx, who, org, id, func(ctx context.Context, m Member) ([]rbac.Change, audit.Entry, error) {
		if err := s.mayHandAll(ctx, who, m.ID); err != nil {
			return nil, audit.Entry{}, err
		}
		n, err := s.Store.DeleteMemberSessions(ctx, m.Tenant, m.ID)
		return []rbac.Change{{Touch: m.ID}}, audit.Entry{Action: "member:signed_out", After: map[string]int64{"sessions": n}}, err
	})
}

// endSessions ends all sessions of a person but keep (perhaps none), in all
// tenants. Call it in the transaction of what makes them end.
func (s *Service) endSessions(ctx context.Context, person, keep string) error {
	ended, err := s.Store.DeleteSessionsOf(ctx, person, keep)
	if err != nil {
		return err
	}
	return s.touch(ctx, ended...)
}

// touch tells live streams to look again whether they may go on. Tenants come
// in the order of their ids, so that two transactions never wait for each other.
func (s *Service) touch(ctx context.Context, ended ...Ended) error {
	for _, e := range ended {
		if _, err := s.Store.LockTenant(ctx, e.Tenant); err != nil {
			return err
		}
		if err := s.Store.AppendPolicy(ctx, e.Tenant, rbac.Change{Touch: e.Subject}); err != nil {
			return err
		}
	}
	return nil
}
