// Package identity knows people: how the first owner comes in, passwords,
// second factors, sessions, tokens, members and service accounts. It says who
// asks; what they may do is decided by rbac.
package identity

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/audit"
)

// Service is the use cases about people. All fields are needed but Mailer.
type Service struct {
	Store     Store
	Auth      *rbac.Authorizer
	Audit     *audit.Log
	Passwords *Passwords
	Sealer    Sealer
	// Mailer sends links; nil: no mail is sent, and a warning is logged instead.
	Mailer Mailer
	// PublicURL is where people reach the designer, without a slash at its end.
	// Links begin with it.
	PublicURL string
	NewID     func() string
	Now       clock.Now
	Log       *slog.Logger

	done    atomic.Bool // an owner exists, which never ends
	pending sync.WaitGroup
}

// Mailer sends a mail of plain text.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}

// Close waits until all mail that was begun is sent or given up.
func (s *Service) Close() { s.pending.Wait() }
