package identity

import (
	"context"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
)

// postTime bounds the sending of one mail.
const postTime = time.Minute

// RequestReset sends a link to set a new password, if somebody has the address
// and it was shown to be theirs. What it answers, and when, does not tell
// whether anybody has: everything is done after it returned. Too many requests
// are auth.limited (Limited), for known and unknown addresses alike.
func (s *Service) RequestReset(ctx context.Context, email string) error {
	if _, err := s.attempt(ctx, "reset", loginName(email)); err != nil {
		return err
	}
	address, err := CheckEmail("/email", email)
	if err != nil {
		return err // says nothing of people: it is about the text
	}
	s.inBackground(ctx, func(ctx context.Context) error {
		person, err := s.Store.PersonByEmail(ctx, address)
		if notFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if s.Mailer == nil || person.VerifiedAt == 0 {
			s.Log.WarnContext(ctx, "no mail to reset a password was sent", "person", person.ID,
				"mail_set", s.Mailer != nil, "address_verified", person.VerifiedAt != 0)
			return nil
		}
		lasts := s.times().Reset
		url, err := s.newLink(ctx, Link{Kind: LinkReset, Mailed: true, Person: person.ID, Email: person.Email}, lasts)
		if err != nil {
			return err
		}
		subject, text := resetMail(person.Locale, person.Name, url, lasts)
		return s.Mailer.Send(ctx, person.Email, subject, text)
	})
	return nil
}

// inBackground runs work after the request, bounded in number and time.
func (s *Service) inBackground(ctx context.Context, work func(context.Context) error) {
	ctx = context.WithoutCancel(ctx)
	begun := s.mail.begin(func() {
		ctx, cancel := context.WithTimeout(ctx, postTime)
		defer cancel()
		if err := work(ctx); err != nil {
			s.Log.ErrorContext(ctx, "mail was not sent", "error", err)
		}
	})
	if !begun {
		s.Log.WarnContext(ctx, "mail was not sent: too many are being sent")
	}
}

// newLink makes a one-time link and keeps its hash. The secret stands behind
// the #, so that it reaches neither a server's log nor another site.
func (s *Service) newLink(ctx context.Context, l Link, lasts time.Duration) (string, error) {
	secret := newSecret()
	now := s.Now()
	l.Hash = hash("link", secret)
	l.CreatedAt, l.EndsAt = now.UnixMicro(), now.Add(lasts).UnixMicro()
	return s.PublicURL + "/" + string(l.Kind) + "#" + secret, s.Store.InsertLink(ctx, l)
}

// link finds what a secret stands for. An unknown, used or ended one counts as
// a failure of the address it came from; it is link.unknown (NotFound).
func (s *Service) link(ctx context.Context, kind LinkKind, secret string) (Link, error) {
	guess, err := s.attempt(ctx, "link", "")
	if err != nil {
		return Link{}, err
	}
	l, err := s.Store.Link(ctx, kind, hash("link", secret))
	if notFound(err) {
		return l, err
	}
	if err != nil {
		return l, s.takenBack(ctx, guess, err)
	}
	return l, s.right(ctx, guess)
}

// useLink ends a link in the transaction of ctx; of two at once one does.
func (s *Service) useLink(ctx context.Context, l Link) error {
	done, err := s.Store.UseLink(ctx, l.Hash)
	if err == nil && !done {
		return fault.New(fault.NotFound, "link.unknown", "the link was used, or its time is over")
	}
	return err
}

// Reset sets a new password by a link. All sessions of the person end; signing
// in still takes the second factor. Errors are link.unknown (NotFound), those
// of Check, auth.limited and auth.busy (Limited).
func (s *Service) Reset(ctx context.Context, secret, password string) error {
	l, err := s.link(ctx, LinkReset, secret)
	if err != nil {
		return err
	}
	person, err := s.Store.Person(ctx, l.Person)
	if err != nil {
		return err
	}
	hashed, err := s.newPassword(ctx, person, password)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.useLink(ctx, l); err != nil {
			return err
		}
		if err := s.setPassword(ctx, person, hashed, ""); err != nil {
			return err
		}
		// Whoever reads the mail may sign in at once, however often somebody failed.
		_, err := s.Store.Forget(ctx, hash("throttle", "login", loginName(person.Email)), "")
		return err
	})
}

// RequestVerification sends a link that shows that the person's address is
// theirs. Without mail it is mail.off (Conflict); a verified address is
// email.verified (Conflict).
func (s *Service) RequestVerification(ctx context.Context, who rbac.Actor, session Session) error {
	if err := settled(who, session); err != nil {
		return err
	}
	if s.Mailer == nil {
		return fault.New(fault.Conflict, "mail.off", "this server sends no mail")
	}
	person, err := s.Store.Person(ctx, session.Person)
	if err != nil {
		return err
	}
	if person.VerifiedAt != 0 {
		return fault.New(fault.Conflict, "email.verified", "the address is verified already")
	}
	if _, err := s.attemptOf(ctx, "verify", person.ID); err != nil {
		return err
	}
	lasts := s.times().Reset
	url, err := s.newLink(ctx, Link{Kind: LinkVerify, Mailed: true, Person: person.ID, Email: person.Email}, lasts)
	if err != nil {
		return err
	}
	subject, text := verifyMail(person.Locale, person.Name, url, lasts)
	s.inBackground(ctx, func(ctx context.Context) error { return s.Mailer.Send(ctx, person.Email, subject, text) })
	return nil
}

// Verify takes up a link of RequestVerification; it needs no session. Errors
// are link.unknown (NotFound) and auth.limited.
func (s *Service) Verify(ctx context.Context, secret string) error {
	l, err := s.link(ctx, LinkVerify, secret)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.useLink(ctx, l); err != nil {
			return err
		}
		if err := s.Store.VerifyPerson(ctx, l.Person, l.Email); err != nil {
			return err
		}
		return s.recordOfPerson(ctx, l.Person, "person:email_verified")
	})
}
