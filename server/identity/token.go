package identity

import (
	"context"

	"catenary/internal/fault"
	"catenary/rbac"
)

// ByToken finds who a bearer token stands for. All that is wrong with one is
// auth.token (Unauthenticated).
func (s *Service) ByToken(ctx context.Context, bearer string) (rbac.Actor, error) {
	return rbac.Actor{}, fault.New(fault.Unauthenticated, "auth.token", "the token is unknown, has ended or was revoked")
}
