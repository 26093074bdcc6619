package identity

import (
	"context"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// StepUp is a factor given once more: a code of the second one (or a recovery
// code) by who has one, else the password.
type StepUp struct{ Password, TOTP, Recovery string }

// StepUp makes the session fresh for what is sensitive, and gives it a new
// token. Errors are those of Login.
func (s *Service) StepUp(ctx context.Context, who rbac.Actor, session Session, in StepUp) (SignedIn, error) {
	if err := rbac.HumanOnly(who); err != nil {
		return SignedIn{}, err
	}
	person, err := s.Store.Person(ctx, session.Person)
	if err != nil {
		return SignedIn{}, err
	}
	account := loginName(person.Email)
	if person.SecondFactor() { // whose password is not asked for
		account = ""
	}
	guess, err := s.attempt(ctx, "login", account)
	if err != nil {
		return SignedIn{}, err
	}
	if !person.SecondFactor() {
		if err := s.ownPassword(ctx, person, in.Password); err != nil {
			return SignedIn{}, s.unlessGuess(ctx, guess, err)
		}
	}
	use, err := s.secondFactor(ctx, person, in.TOTP, in.Recovery)
	if err != nil {
		return SignedIn{}, s.afterPassword(ctx, guess, person, err)
	}
	var out SignedIn
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := use(ctx); err != nil {
			return err
		}
		session.row.AuthAt = s.Now().UnixMicro()
		var err error
		if out, err = s.renewed(ctx, session); err != nil {
			return err
		}
		err = s.Audit.Record(ctx, who, audit.Entry{
			Action: "session:stepped_up", Kind: "session", ResourceID: session.ID, OrgID: rbac.OrgID(session.Tenant),
		})
		if err != nil {
			return err
		}
		return s.right(ctx, guess)
	})
	if err != nil {
		return SignedIn{}, s.afterPassword(ctx, guess, person, err)
	}
	return out, nil
}

// ownPassword checks the password of somebody whose address is known already;
// a wrong one is auth.failed (Unauthenticated).
func (s *Service) ownPassword(ctx context.Context, person Person, password string) error {
	right, _, err := s.Passwords.Verify(ctx, person.PasswordHash, password)
	if err == nil && !right {
		return fault.New(fault.Unauthenticated, "auth.failed", "the password is wrong")
	}
	return err
}

// renewed gives a session a new token in the transaction of ctx, with the
// factors and the time of them that session.row has now. A session that has
// another token by now is auth.session (Unauthenticated): whoever has that one
// goes on.
func (s *Service) renewed(ctx context.Context, session Session) (SignedIn, error) {
	token, err := s.renew(ctx, &session.row)
	if err != nil {
		return SignedIn{}, err
	}
	if token == "" {
		return SignedIn{}, signIn()
	}
	session.AuthAt, session.MustEnrol = clock.Time(session.row.AuthAt), session.MustEnrol && session.row.Factors == onlyPassword
	session.NewToken = ""
	return SignedIn{Session: session, Token: token}, nil
}
