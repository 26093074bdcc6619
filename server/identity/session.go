package identity

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Cookie is the name of the cookie that carries a session's token.
const Cookie = "__Host-catenary"

const (
	// seenEvery is how exactly the last use of a session is known.
	seenEvery = time.Minute
	// grace is how long a replaced token still works, for requests that were
	// under way. It never passes for a fresh factor.
	grace = 10 * time.Second
)

// Session is a person signed in to one tenant.
type Session struct {
	ID      string
	Person  string
	Tenant  rbac.TenantID
	Subject rbac.SubjectID
	// MustEnrol says that the tenant wants a second factor of this person, who
	// has none yet: the actor of such a session is allowed nothing but to enrol.
	MustEnrol bool
	AuthAt    time.Time
	EndsAt    time.Time
	// NewToken is set when the token was replaced (the person's rights changed):
	// the edge answers with a cookie of it. The old one works for some seconds.
	NewToken string

	row SessionRow
}

type sessionKey struct{}

// WithSession returns a context that carries the session of the request; the
// edge puts it there beside the actor.
func WithSession(ctx context.Context, s Session) context.Context {
	return context.WithValue(ctx, sessionKey{}, s)
}

// SessionOf reads what WithSession put; requests with a token have none.
func SessionOf(ctx context.Context) Session {
	s, _ := ctx.Value(sessionKey{}).(Session)
	return s
}

// signIn is what a cookie is refused with, whatever is wrong with it.
func signIn() error { return fault.New(fault.Unauthenticated, "auth.session", "sign in") }

// BySession finds who a cookie's token stands for. Unknown, ended and idle
// sessions, and those of members who are not active, are auth.session
// (Unauthenticated).
func (s *Service) BySession(ctx context.Context, token string) (rbac.Actor, Session, error) {
	found, err := s.Store.Session(ctx, hash("session", token))
	if notFound(err) {
		return rbac.Actor{}, Session{}, signIn()
	}
	if err != nil {
		return rbac.Actor{}, Session{}, err
	}
	row := found.SessionRow
	session := Session{
		ID: row.ID, Person: row.Person, Tenant: row.Tenant, Subject: row.Subject,
		AuthAt: clock.Time(row.AuthAt), EndsAt: clock.Time(row.EndsAt),
	}
	who := rbac.Actor{
		Subject: row.Subject, Kind: rbac.User, Tenant: row.Tenant, Human: row.Subject,
		Scope: "*", AuthAt: session.AuthAt, Version: found.PolicyVersion,
	}
	if !found.Current { // whoever took the token before the step-up has not given the factor
		session.AuthAt, who.AuthAt = time.Time{}, time.Time{}
	}
	if session.MustEnrol, err = s.mustEnrol(ctx, found.Settings, row); err != nil {
		return rbac.Actor{}, Session{}, err
	}
	if session.MustEnrol {
		who.Scope = ""
	}
	if found.Current {
		if session.NewToken, err = s.follow(ctx, &row, found); err != nil {
			return rbac.Actor{}, Session{}, err
		}
	}
	session.row = row
	return who, session, nil
}

// mustEnrol says whether the tenant wants a second factor that the session has
// not.
func (s *Service) mustEnrol(ctx context.Context, settings Settings, row SessionRow) (bool, error) {
	if len(settings.SecondFactorRoles) == 0 || row.Factors != onlyPassword {
		return false, nil
	}
	return s.Store.HoldsRole(ctx, row.Tenant, row.Subject, settings.SecondFactorRoles)
}

// follow notes that the session was seen, at most once a minute, and gives it a
// new token if the member's rights changed since it was made.
func (s *Service) follow(ctx context.Context, row *SessionRow, found FoundSession) (token string, err error) {
	if row.Version < found.PolicyVersion {
		changed, err := s.Store.RightsChanged(ctx, row.Tenant, row.Subject, row.Version)
		if err != nil {
			return "", err
		}
		row.Version = found.PolicyVersion
		if changed {
			if token, err = s.renew(ctx, row); err != nil {
				return "", err
			}
		}
	}
	now, seen := s.Now(), row.SeenAt
	if now.Sub(clock.Time(seen)) < seenEvery {
		return token, nil
	}
	row.SeenAt = now.UnixMicro()
	row.IdleAt = min(now.Add(found.Settings.idle(s.times())).UnixMicro(), row.EndsAt)
	row.Address = audit.OriginOf(ctx).Address
	return token, s.Store.SawSession(ctx, *row, seen)
}

// renew gives the session a new token. It is empty if another request did so
// meanwhile, whose answer brings it.
func (s *Service) renew(ctx context.Context, row *SessionRow) (string, error) {
	token := newSecret()
	fresh := hash("session", token)
	done, err := s.Store.RenewSession(ctx, *row, fresh, s.Now().Add(grace).UnixMicro())
	if err != nil || !done {
		return "", err
	}
	row.Hash = fresh
	return token, nil
}

// settled refuses sessions that may only enrol a second factor, and requests
// without a session.
func settled(who rbac.Actor, session Session) error {
	if err := rbac.HumanOnly(who); err != nil {
		return err
	}
	if session.MustEnrol {
		return fault.New(fault.Forbidden, "auth.second_factor_required", "your tenant wants a second factor; set one up first")
	}
	return nil
}
