package identity

import (
	"context"

	"catenary/internal/fault"
)

// accepting finds out who takes an invitation up. The rules for a new password
// are asked first, of every password, so that what breaks them does not tell
// whether anybody has the address. (Whose password breaks them by the name of
// the new tenant signs in first.)
func (s *Service) accepting(ctx context.Context, l Link, in Acceptance, known ...string) (person Person, isNew bool, err error) {
	if in.Token != "" && in.Password == "" {
		person, err = s.signedIn(ctx, in.Token)
		if err == nil && person.Email != l.Email {
			err = fault.New(fault.Forbidden, "invitation.other", "the invitation is for another address than yours; sign out first")
		}
		return person, false, err
	}
	if _, err := s.Passwords.Check("/password", in.Password, append(known, l.Email)...); err != nil {
		return Person{}, false, err
	}
	person, err = s.Store.PersonByEmail(ctx, l.Email)
	switch {
	case notFound(err):
		now := s.Now().UnixMicro()
		person = Person{ID: s.NewID(), Email: l.Email, Name: known[0], Locale: locale(in.Locale), CreatedAt: now, UpdatedAt: now}
		if l.Mailed {
			person.VerifiedAt = now
		}
		person.PasswordHash, err = s.newPassword(ctx, person, in.Password, known...)
		return person, true, err
	case err != nil:
		return Person{}, false, err
	}
	if l.Mailed && person.VerifiedAt == 0 {
		return person, false, s.claim(ctx, l, person, in.Password, known...)
	}
	guess, err := s.attempt(ctx, "login", loginName(l.Email))
	if err != nil {
		return Person{}, false, err
	}
	if err := s.ownPassword(ctx, person, in.Password); err != nil {
		return Person{}, false, s.unlessGuess(ctx, guess, err)
	}
	return person, false, s.right(ctx, guess)
}

// claim gives a person whose address nobody had shown to be theirs to who comes
// by a link mailed to it: somebody else may have taken up an invitation of the
// address. Another password than the present one is the new one, and with it
// all sessions and the second factor end, which are perhaps another's. It is a
// transaction of its own, in which tenants are locked in their order; it stands
// even if the invitation cannot be taken up.
func (s *Service) claim(ctx context.Context, l Link, person Person, password string, known ...string) error {
	right, _, err := s.Passwords.Verify(ctx, person.PasswordHash, password)
	if err != nil {
		return err
	}
	hashed := ""
	if !right {
		if hashed, err = s.newPassword(ctx, person, password, known...); err != nil {
			return err
		}
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Store.Link(ctx, l.Kind, l.Hash); err != nil {
			return err
		}
		if !right {
			if err := s.setPassword(ctx, person, hashed, ""); err != nil {
				return err
			}
			dropped, err := s.Store.DropTOTP(ctx, person.ID)
			if err != nil {
				return err
			}
			if dropped {
				if err := s.recordOfPerson(ctx, person.ID, "person:second_factor_disabled"); err != nil {
					return err
				}
			}
		}
		if err := s.Store.VerifyPerson(ctx, person.ID, l.Email); err != nil {
			return err
		}
		return s.recordOfPerson(ctx, person.ID, "person:email_verified")
	})
}

// signedIn is the person whose session a cookie's token stands for.
func (s *Service) signedIn(ctx context.Context, token string) (Person, error) {
	found, err := s.Store.Session(ctx, hash("session", token))
	if notFound(err) {
		return Person{}, signIn()
	}
	if err != nil {
		return Person{}, err
	}
	return s.Store.Person(ctx, found.Person)
}
