package asks

import (
	"log/slog"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/forms"
	"catenary/server/inbox"
	"catenary/server/switches"
)

// Config is what all that asks people needs. Mailer and Outside may be nil: then
// no mails are sent, and no channels told.
type Config struct {
	Store interface {
		Store
		approvals.Store
		forms.Store
		inbox.Store
	}
	Auth   *rbac.Authorizer
	Audit  *audit.Log
	Mailer inbox.Mailer
	// Switches has its changes approved here.
	Switches *switches.Service
	Outside  inbox.Outside
	// Files keeps what people give to forms.
	Files     forms.Content
	PublicURL string
	NewID     func() string
	Now       clock.Now
	Log       *slog.Logger
	// Reached, if set, is told of points on the way, for tests of crashes.
	Reached func(point string)
}

// New puts together what asks people: the inbox, approvals and forms, and what
// brings there what steps of runs ask.
func New(c Config) *Service {
	box := &inbox.Service{
		Store: c.Store, Mailer: c.Mailer, Outside: c.Outside, Auth: c.Auth, Audit: c.Audit, NewID: c.NewID, Now: c.Now, Log: c.Log, PublicURL: c.PublicURL,
	}
	s := &Service{Store: c.Store, Inbox: box, Now: c.Now, Log: c.Log, Reached: c.Reached}
	if s.Reached == nil {
		s.Reached = func(string) {}
	}
	s.Approvals = &approvals.Service{Store: c.Store, Inbox: box, Auth: c.Auth, Audit: c.Audit, NewID: c.NewID, Now: c.Now, Log: c.Log, Reached: c.Reached}
	s.Approvals.Register(Step, s.Kind())
	s.Forms = &forms.Service{
		Store: c.Store, Inbox: box, People: s.Approvals, Auth: c.Auth, Audit: c.Audit, NewID: c.NewID, Now: c.Now, Content: c.Files, Settled: s.Filled,
		Reached: s.Reached,
	}
	s.Switches = c.Switches
	s.Switches.Approvals, s.Switches.Settled = s.Approvals, s.Switched
	s.Approvals.Register(switches.SubjectSwitch, s.Switches.Kind())
	return s
}
