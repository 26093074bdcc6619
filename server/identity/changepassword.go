package identity

import (
	"context"

	"catenary/internal/fault"
	"catenary/rbac"
)

// ChangePassword puts a new password in the place of the old one. This session
// gets a new token, all others of the person end. It becomes fresh by that only
// if the person has no second factor, as by a step-up. Errors are those of Check,
// auth.failed (Unauthenticated) for a wrong old one, auth.limited and auth.busy.
func (s *Service) ChangePassword(ctx context.Context, who rbac.Actor, session Session, old, fresh string) (SignedIn, error) {
	if err := settled(who, session); err != nil {
		return SignedIn{}, err
	}
	person, err := s.Store.Person(ctx, session.Person)
	if err != nil {
		return SignedIn{}, err
	}
	guess, err := s.attempt(ctx, "login", loginName(person.Email))
	if err != nil {
		return SignedIn{}, err
	}
	if err := s.ownPassword(ctx, person, old); err != nil {
		return SignedIn{}, s.unlessGuess(ctx, guess, err)
	}
	if err := s.right(ctx, guess); err != nil {
		return SignedIn{}, err
	}
	hashed, err := s.newPassword(ctx, person, fresh)
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if !person.SecondFactor() {
			session.row.AuthAt = s.Now().UnixMicro()
		}
		if err := s.setPassword(ctx, person, hashed, session.ID); err != nil {
			return err
		}
		var err error
		out, err = s.renewed(ctx, session)
		return err
	})
	return out, err
}

// newPassword checks a new password of a person and hashes it.
func (s *Service) newPassword(ctx context.Context, person Person, password string, known ...string) (string, error) {
	all, err := s.Store.Memberships(ctx, person.ID, mostMemberships)
	if err != nil {
		return "", err
	}
	known = append(known, person.Name, person.Email)
	for _, m := range all {
		known = append(known, m.TenantKey, m.TenantName)
	}
	checked, err := s.Passwords.Check("/password", password, known...)
	if err != nil {
		return "", err
	}
	return s.Passwords.Hash(ctx, checked)
}

// setPassword stores a new hash, ends all sessions but keep (perhaps none) and
// all links that would set another, in the transaction of ctx.
func (s *Service) setPassword(ctx context.Context, person Person, hashed, keep string) error {
	done, err := s.Store.SetPassword(ctx, person.ID, person.PasswordHash, hashed)
	if err != nil {
		return err
	}
	if !done {
		return fault.New(fault.Conflict, "password.changed", "the password was changed by another request")
	}
	if err := s.endSessions(ctx, person.ID, keep); err != nil {
		return err
	}
	if err := s.Store.EndLinks(ctx, LinkReset, person.ID); err != nil {
		return err
	}
	return s.recordOfPerson(ctx, person.ID, "person:password_changed")
}
