package identity

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Cookie is the name of the cookie that carries a session's token.
const Cookie = "__Host-catenary"

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

// BySession finds who a cookie's token stands for. Unknown, ended and idle
// sessions, and those of members who are not active, are auth.session
// (Unauthenticated).
func (s *Service) BySession(ctx context.Context, token string) (rbac.Actor, Session, error) {
	return rbac.Actor{}, Session{}, fault.New(fault.Unauthenticated, "auth.session", "sign in")
}
