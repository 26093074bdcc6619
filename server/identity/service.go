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
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Service is the use cases about people. All fields are needed but Mailer and
// Times.
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
	// Times gives how long things last now; nil: DefaultTimes.
	Times func() Times
	NewID func() string
	Now   clock.Now
	Log   *slog.Logger

	done   atomic.Bool // an owner exists, which never ends
	mail   posts
	tokens foundTokens
}

// Mailer sends a mail of plain text.
type Mailer interface {
	Send(ctx context.Context, to, subject, text string) error
}

func (s *Service) times() Times {
	if s.Times == nil {
		return DefaultTimes()
	}
	return s.Times()
}

// Sweep drops what time has ended, and says how many rows; a background service
// calls it now and then.
func (s *Service) Sweep(ctx context.Context) (int64, error) { return s.Store.SweepIdentity(ctx) }

// Close waits until all mail that was begun is sent or given up.
func (s *Service) Close() { s.mail.wait() }

// posts are mails being sent in the background, so that an answer takes as long
// whether or not there was somebody to write to.
type posts struct {
	mu    sync.Mutex
	count int
	group sync.WaitGroup
}

// mostPosts bounds the mails being sent at once.
const mostPosts = 64

func (p *posts) wait() { p.group.Wait() }

// begin runs work in the background, and says whether there was room for it.
func (p *posts) begin(work func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count == mostPosts {
		return false
	}
	p.count++
	p.group.Go(func() {
		defer func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.count--
		}()
		work()
	})
	return true
}

// notFound says whether err only says that something is not there.
func notFound(err error) bool { return fault.Is(err, fault.NotFound) }
