package main

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/internal/startstop"
	"catenary/nodes/builtin"
	"catenary/outbound"
	"catenary/rbac"
	"catenary/runtime/executor/docker"
	"catenary/runtime/glue"
	"catenary/server/asks"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/config"
	"catenary/server/identity"
	"catenary/server/inbox"
	"catenary/server/mail"
	"catenary/server/orgs"
	"catenary/server/releases"
	"catenary/server/resources"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/store"
	"catenary/server/triggers"
)

// services are the use cases over one open database, and what they do in the
// background. The edge stands before them.
type services struct {
	store    *store.Store
	newID    func() string
	auth     *rbac.Authorizer
	audit    *audit.Log
	seals    *audit.Sealer
	identity *identity.Service
	orgs     *orgs.Service
	secrets  *secrets.Service
	scripts  *scripts.Service
	chains   *chains.Service
	glue     *glue.Pool
	// executor runs the containers of tasks and of built-in pipelines.
	executor  *docker.Executor
	pipelines *pipelines
	outbound  *outbound.Network
	images    *images
	driving   *driving
	mail      mailer // nil: nothing sends mail
	triggers  *triggers.Service
	asks      *asks.Service
	releases  *releases.Service
}

// newServices wires the use cases; the schema is in place. url is where people
// reach the server. Without the right instance key it fails.
func newServices(ctx context.Context, s config.Settings, now *live, db *store.Store, url string, log *slog.Logger) (*services, error) {
	newID := id.NewMaker(clock.Wall).New
	sealer, _, err := secrets.Start(ctx, db, keySettings(s), newID, clock.Wall)
	if err != nil {
		return nil, err
	}
	post, err := newMailer(s.Mail)
	if err != nil {
		return nil, err
	}
	auth := rbac.New(rbac.Config{Source: db, Now: clock.Wall, Log: log})
	record := &audit.Log{Store: db, NewID: newID, Now: clock.Wall}
	signing := &audit.Keys{Store: db, Vault: sealer, NewID: newID, Now: clock.Wall}
	pool := &glue.Pool{Now: clock.Wall}
	network := outbound.New(outbound.Config{Allow: now.allowed, Requests: s.Outbound.Requests, Log: log})
	all := &services{
		store: db, mail: post, newID: newID, auth: auth, audit: record, glue: pool, outbound: network,
		seals: &audit.Sealer{Store: db, Keys: signing, Log: log, Now: clock.Wall, Receiver: newReceiver(s.Audit, network)},
		identity: &identity.Service{
			Store: db, Auth: auth, Audit: record, Passwords: identity.NewPasswords(), Sealer: sealer,
			Mailer: post, PublicURL: url, Times: now.times, NewID: newID, Now: clock.Wall, Log: log,
		},
		orgs:    &orgs.Service{Store: db, Auth: auth, Audit: record, NewID: newID, Now: clock.Wall},
		secrets: &secrets.Service{Store: db, Sealer: sealer, Auth: auth, Audit: record, NewID: newID, Now: clock.Wall},
		scripts: &scripts.Service{Store: db, Auth: auth, Audit: record, NewID: newID, Now: clock.Wall},
		chains:  &chains.Service{Store: db, Auth: auth, Audit: record, Kinds: builtin.Registry(), Glue: pool, Trials: pool, NewID: newID, Now: clock.Wall, Log: log, Lease: leaseTime(), Reached: reached()},
	}
	if all.images, err = newImages(s, all, network, log); err != nil {
		return nil, err
	}
	if all.executor, err = docker.New(containers(s.Tasks, log)); err != nil {
		return nil, err
	}
	instance, err := resources.OpenInstance(ctx, db, sealer, newID, clock.Wall)
	if err != nil {
		return nil, err
	}
	all.pipelines = newPipelines(all, all.executor, "pipelines "+instance.ID)
	all.chains.Engines, all.chains.Creation = all.pipelines, creation{all.pipelines, all.images}
	if all.driving, err = newDriving(s, now, all, instance, log); err != nil {
		return nil, err
	}
	all.triggers = &triggers.Service{
		Store: db, Starter: triggers.Runs{Service: all.driving.runs, Gates: db}, Sealer: sealer, Auth: auth, Audit: record,
		NewID: newID, Now: clock.Wall, Log: log,
	}
	all.asks = asks.New(asks.Config{
		Store: db, Auth: auth, Audit: record, Mailer: post, PublicURL: url, NewID: newID, Now: clock.Wall, Log: log,
		Outside: all.driving.outside, Reached: reached(), Switches: all.driving.switches, Files: all.driving.files,
	})
	all.chains.People = all.asks
	all.releases = &releases.Service{
		Store: db, Runs: all.driving.runs, Approvals: all.asks.Approvals, Kinds: builtin.Registry(), Glue: pool, Auth: auth, Audit: record,
		NewID: newID, Now: clock.Wall, Log: log, Lease: leaseTime(), Reached: reached(),
	}
	all.releases.Register(all.asks.Approvals)
	return all, nil
}

// mailer is a mail.Sender for all who send mail. It is an interface from its
// making on, so that one that is not there is nil for each of them.
type mailer interface {
	identity.Mailer
	inbox.Mailer
	resources.Mailer
}

// newMailer returns what sends mail, or nil if nothing does.
func newMailer(s config.Mail) (mailer, error) {
	if s.URL.Reveal() == "" {
		return nil, nil
	}
	return mail.New(s.URL.Reveal(), s.From)
}

// newReceiver returns what heads of the audit log are sent to, or nil.
func newReceiver(s config.Audit, network *outbound.Network) audit.Receiver {
	if s.Receiver.Reveal() == "" {
		return nil
	}
	return audit.NewPost(s.Receiver.Reveal(), network.Operator().Transport())
}

// addTo adds what the use cases do in the background.
func (s *services) addTo(running *startstop.Group, log *slog.Logger) {
	running.Add("outbound", startstop.AtStop(s.outbound.Close))
	running.Add("glue", startstop.AtStop(s.glue.Stop))
	running.Add("executor", startstop.AtStop(func() { _ = s.executor.Close() })) // gives up connections only
	s.images.addTo(running, log)
	s.pipelines.addTo(running, log)
	s.driving.addTo(running, s, log)
	running.Add("triggers", startstop.Work(s.triggers.Run))
	running.Add("asks", startstop.Work(s.asks.Run))
	running.Add("approvals", startstop.Work(s.asks.Approvals.Run))
	running.Add("inbox", startstop.Work(s.asks.Inbox.Listen))
	running.Add("mails about to-dos", startstop.Work(s.asks.Inbox.Deliver))
	running.Add("releases", startstop.Work(s.releases.Run))
	running.Add("mail", startstop.AtStop(s.identity.Close))
	running.Add("rights", startstop.Work(func(ctx context.Context) error {
		s.store.ListenPolicy(ctx, s.auth.Hint)
		return nil
	}))
	running.Add("audit", startstop.Work(s.seals.Run))
	running.Add("sessions and links", every(10*time.Minute, "sessions and links", log, s.identity.Sweep))
	running.Add("policy changes", every(time.Hour, "policy changes", log, func(ctx context.Context) (int64, error) {
		return s.store.PrunePolicyChanges(ctx, clock.Wall().Add(-keepPolicyChanges))
	}))
}

// keepPolicyChanges is how long a change of rights is kept for replicas that
// did not hear of it; one that was away for longer reads all facts.
const keepPolicyChanges = 24 * time.Hour

// allowed are the networks of our own that may be reached now.
func (l *live) allowed() []netip.Prefix { return l.Load().Outbound.Allow }

// times are how long things last now, as identity wants them.
func (l *live) times() identity.Times {
	now := l.Load()
	return identity.Times{
		Idle: now.Sessions.Idle, Absolute: now.Sessions.Absolute,
		Invite: now.Links.Invite, Reset: now.Links.Reset,
		TokenDefault: now.Tokens.Default, TokenLongest: now.Tokens.Longest,
	}
}
