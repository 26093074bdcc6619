package identity_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

const (
	good  = "correct horse battery"
	other = "staple without a number"
)

// place is a world in which people can sign in.
type place struct {
	*servertest.World
	*identity.Service
	t    testing.TB
	post *post
	logs *strings.Builder
}

// post is a Mailer that keeps what it is given.
type post struct {
	mu    sync.Mutex
	mails []letter
}

type letter struct{ to, subject, text string }

func (p *post) Send(_ context.Context, to, subject, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mails = append(p.mails, letter{to, subject, text})
	return nil
}

// link is the secret in the only mail.
func (p *place) link() string {
	p.t.Helper()
	p.Close()
	p.post.mu.Lock()
	defer p.post.mu.Unlock()
	if len(p.post.mails) != 1 {
		p.t.Fatalf("mails = %v", p.post.mails)
	}
	text := p.post.mails[0].text
	p.post.mails = nil
	return secretOf(text[strings.Index(text, "http"):])
}

// secretOf is what stands behind the # of a link.
func secretOf(url string) string {
	_, rest, _ := strings.Cut(url, "#")
	secret, _, _ := strings.Cut(rest, "\n")
	return secret
}

// each runs test in a place on SQLite and in one on PostgreSQL.
func each(t *testing.T, test func(*testing.T, *place)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, settle(t, w)) })
}

// one runs test on SQLite only, for what is not about the database.
func one(t *testing.T) *place {
	t.Helper()
	return settle(t, servertest.SQLite(t))
}

// empty runs test in an empty database of each kind.
func empty(t *testing.T, test func(*testing.T, *place)) {
	t.Helper()
	open := map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for database, open := range open {
		t.Run(database, func(t *testing.T) {
			t.Parallel()
			clock := testkit.NewClock()
			test(t, settle(t, servertest.Over(t, open(t, clock.Now), clock)))
		})
	}
}

func settle(t testing.TB, w *servertest.World) *place {
	t.Helper()
	sealer, _, err := secrets.Start(context.Background(), w.Store, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	p := &place{World: w, t: t, post: &post{}, logs: &strings.Builder{}}
	p.Service = &identity.Service{
		Store: w.Store, Auth: w.Auth, Audit: w.Audit, Passwords: identity.CheapPasswords(), Sealer: sealer, Mailer: p.post,
		PublicURL: "https://catenary.example.org", NewID: w.NewID, Now: w.Clock.Now,
		Log: slog.New(slog.NewTextHandler(p.logs, nil)),
	}
	return p
}

// from is a request from an address.
func from(address string) context.Context {
	return audit.WithOrigin(context.Background(), audit.Origin{Address: address})
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// refused fails the test unless err carries the code.
func (p *place) refused(err error, code string) {
	p.t.Helper()
	if !fault.HasCode(err, code) {
		p.t.Fatalf("error = %v, want %s", err, code)
	}
}

// person gives the member with a role at an org the good password.
func (p *place) person(role rbac.RoleID, path string) string {
	p.t.Helper()
	email := servertest.Email(role, path)
	person, err := p.World.Store.PersonByEmail(context.Background(), email)
	p.must(err)
	hashed, err := p.Passwords.Hash(context.Background(), good)
	p.must(err)
	done, err := p.World.Store.SetPassword(context.Background(), person.ID, person.PasswordHash, hashed)
	p.must(err)
	if !done {
		p.t.Fatal("the password was not set")
	}
	return email
}

// visit is somebody signed in, as the edge sees it.
type visit struct {
	rbac.Actor
	identity.Session
	token string
}

// enter signs somebody in who has the good password.
func (p *place) enter(email string) visit {
	p.t.Helper()
	in, err := p.Login(from("192.0.2.1"), identity.Login{Email: email, Password: good})
	p.must(err)
	return p.with(in.Token)
}

// signed is a member signed in.
func (p *place) signed(role rbac.RoleID, path string) visit {
	p.t.Helper()
	return p.enter(p.person(role, path))
}

// with makes a request with a token that works.
func (p *place) with(token string) visit {
	p.t.Helper()
	who, session, err := p.BySession(from("192.0.2.1"), token)
	p.must(err)
	return visit{Actor: who, Session: session, token: token}
}

// gone fails the test unless the session's token works no more.
func (p *place) gone(token string) {
	p.t.Helper()
	_, _, err := p.BySession(from("192.0.2.1"), token)
	p.refused(err, "auth.session")
}

// grant gives a subject a role, as the owner does.
func (p *place) grant(subject rbac.SubjectID, role rbac.RoleID, path string) {
	p.t.Helper()
	_, err := p.Orgs.Grant(context.Background(), p.Actor(rbac.Owner, strings.SplitN(path, "/", 2)[0]), p.Org(path),
		orgs.NewGrant{Subject: subject, Role: role})
	p.must(err)
}

// enrol gives somebody signed in a second factor, and returns its secret.
func (p *place) enrol(v visit) (secret string, codes []string, after visit) {
	p.t.Helper()
	e, err := p.EnrolTOTP(context.Background(), v.Actor, v.Session)
	p.must(err)
	codes, in, err := p.ConfirmTOTP(context.Background(), v.Actor, v.Session, p.code(e.Secret, 0))
	p.must(err)
	return e.Secret, codes, p.with(in.Token)
}

// code is that of some steps from now.
func (p *place) code(secret string, steps int) string {
	p.t.Helper()
	code, err := totp.GenerateCode(secret, p.Clock.Now().Add(time.Duration(steps)*30*time.Second))
	p.must(err)
	return code
}

// actions are those in a tenant's audit log, in order.
func (p *place) actions(path string) []string {
	p.t.Helper()
	return p.Audited(p.Tenant(path))
}

var first = page.Request{Limit: 50}
