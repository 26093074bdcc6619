package identity

import (
	"context"

	"catenary/rbac"
)

// Still refuses, as BySession and ByToken do, somebody whose session or token
// has ended since: whoever keeps something open asks now and then. It does not
// count as a use, and nothing is renewed.
func (s *Service) Still(ctx context.Context, who rbac.Actor, session Session) error {
	if who.Token != "" {
		_, err := s.Store.Token(ctx, who.Token)
		if notFound(err) {
			return tokenRefused()
		}
		return err
	}
	lasts, err := s.Store.SessionLasts(ctx, session.ID)
	if err == nil && !lasts {
		err = signIn()
	}
	return err
}
