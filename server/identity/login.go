package identity

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// Login is what somebody gives to sign in. One of TOTP and Recovery is needed
// if the person has a second factor; Tenant (its key) if the person is a member
// of several.
type Login struct {
	Email, Password, TOTP, Recovery, Tenant string
	// Previous is the token of the session that the browser had; it ends.
	Previous string
	Agent    string
}

// SignedIn is a session that has just begun, or was given a new token.
type SignedIn struct {
	Session
	Token string
}

// mostMemberships bounds the tenants that one person is looked up in.
const mostMemberships = 200

// failed is the one answer to a wrong address and a wrong password.
func failed() error {
	return fault.New(fault.Unauthenticated, "auth.failed", "the e-mail address or the password is wrong")
}

// Login begins a session.
//   - auth.failed (Unauthenticated): wrong address or password
//   - auth.limited (Limited): too many failures; auth.busy: too many at once
//   - auth.tenant_choice (Conflict), with the tenants as data: name one
//   - auth.no_tenant (Forbidden): no tenant has this person as an active member
//   - auth.second_factor_needed, auth.second_factor_failed (Unauthenticated)
func (s *Service) Login(ctx context.Context, in Login) (SignedIn, error) {
	guess, err := s.attempt(ctx, "login", loginName(in.Email))
	if err != nil {
		return SignedIn{}, err
	}
	person, overtaken, err := s.checkPassword(ctx, in.Email, in.Password)
	if err != nil {
		return SignedIn{}, s.unlessGuess(ctx, guess, err)
	}
	member, err := s.chooseTenant(ctx, person, in.Tenant)
	if err != nil {
		return SignedIn{}, s.takenBack(ctx, guess, err)
	}
	use, err := s.secondFactor(ctx, person, in.TOTP, in.Recovery)
	if err != nil {
		return SignedIn{}, s.afterPassword(ctx, guess, person, err)
	}
	rehashed := ""
	if overtaken {
		if rehashed, err = s.Passwords.Hash(ctx, in.Password); err != nil {
			return SignedIn{}, s.takenBack(ctx, guess, err)
		}
	}
	var out SignedIn
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		factors, err := use(ctx)
		if err != nil {
			return err
		}
		if rehashed != "" { // if the password was changed meanwhile, that stays
			if _, err := s.Store.SetPassword(ctx, person.ID, person.PasswordHash, rehashed); err != nil {
				return err
			}
		}
		if err := s.endPrevious(ctx, in.Previous); err != nil {
			return err
		}
		attempts, err := s.Store.Forget(ctx, guess.account, guess.address)
		if err != nil {
			return err
		}
		out, err = s.beginSession(ctx, person, member, factors, in.Agent, attempts)
		return err
	})
	if err != nil {
		return SignedIn{}, s.afterPassword(ctx, guess, person, err)
	}
	return out, nil
}

// loginName is under which attempts at an account are counted, whether or not
// there is such an account.
func loginName(email string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(email)))
}

// checkPassword finds the person with an address and a password. Whoever is
// unknown costs the same work and gets the same answer, auth.failed.
func (s *Service) checkPassword(ctx context.Context, email, password string) (Person, bool, error) {
	address, err := CheckEmail("/email", email)
	person := Person{}
	if err == nil {
		if person, err = s.Store.PersonByEmail(ctx, address); err != nil && !notFound(err) {
			return Person{}, false, err
		}
	}
	right, overtaken, err := s.Passwords.Verify(ctx, person.PasswordHash, password)
	if err != nil {
		return Person{}, false, err
	}
	if !right {
		s.Log.WarnContext(ctx, "sign-in refused", "person", person.ID, "address", audit.OriginOf(ctx).Address)
		return Person{}, false, failed()
	}
	return person, overtaken, nil
}

// unlessGuess lets the attempt count only if the password was wrong.
func (s *Service) unlessGuess(ctx context.Context, a attempt, err error) error {
	if fault.HasCode(err, "auth.failed") {
		return err
	}
	return s.takenBack(ctx, a, err)
}

// afterPassword takes the guess at the password back, which was right; one at
// the second factor that failed still counts for the address, and the log and
// every tenant of the person are told: somebody may know the password who should
// not.
func (s *Service) afterPassword(ctx context.Context, a attempt, person Person, err error) error {
	const code = "auth.second_factor_failed"
	if fault.HasCode(err, code) {
		a.address = ""
		if told := s.tellWrongFactor(ctx, person, code); told != nil {
			return told
		}
	}
	return s.takenBack(ctx, a, err)
}

func (s *Service) tellWrongFactor(ctx context.Context, person Person, code string) error {
	all, err := s.Store.Memberships(ctx, person.ID, mostMemberships)
	if err != nil {
		return err
	}
	subjects := make([]rbac.SubjectID, 0, len(all))
	for _, m := range all {
		subjects = append(subjects, m.Subject)
	}
	s.Log.WarnContext(ctx, "a second factor was refused", "person", person.ID, "subjects", subjects,
		"address", audit.OriginOf(ctx).Address)
	for _, m := range all {
		err := s.Audit.Refuse(ctx, m.actor(), audit.Entry{
			Action: "session:refused", Kind: "member", ResourceID: string(m.Subject), OrgID: rbac.OrgID(m.Tenant), Code: code,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) takenBack(ctx context.Context, a attempt, err error) error {
	if back := s.noGuess(ctx, a); back != nil {
		return back
	}
	return err
}

// chooseTenant finds where the person signs in to. It is asked only once the
// password was right.
func (s *Service) chooseTenant(ctx context.Context, person Person, key string) (Membership, error) {
	all, err := s.Store.Memberships(ctx, person.ID, mostMemberships)
	if err != nil {
		return Membership{}, err
	}
	if len(all) == 0 {
		return Membership{}, fault.New(fault.Forbidden, "auth.no_tenant", "you are not an active member of any tenant")
	}
	if len(all) == 1 && key == "" {
		return all[0], nil
	}
	choice := make([]TenantName, 0, len(all))
	for _, m := range all {
		if m.TenantKey == key {
			return m, nil
		}
		choice = append(choice, TenantName{Key: m.TenantKey, Name: m.TenantName})
	}
	return Membership{}, fault.New(fault.Conflict, "auth.tenant_choice", "say which tenant to sign in to").Carrying(choice)
}

// TenantName names a tenant to somebody who is a member of it.
type TenantName struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// beginSession makes a session and its token. attempts are those at the
// password, this one among them: the audit log tells how many failed before.
// (To write each of those down when it fails would take longer for an account
// that is there than for one that is not.)
func (s *Service) beginSession(ctx context.Context, person Person, m Membership, factors, agent string, attempts int64) (SignedIn, error) {
	now, times := s.Now(), s.times()
	ends := now.Add(m.Settings.absolute(times))
	idle := now.Add(m.Settings.idle(times))
	if idle.After(ends) {
		idle = ends
	}
	token := newSecret()
	row := SessionRow{
		ID: s.NewID(), Hash: hash("session", token), Person: person.ID, Tenant: m.Tenant, Subject: m.Subject,
		AuthAt: now.UnixMicro(), Factors: factors, Version: m.Version, CreatedAt: now.UnixMicro(), SeenAt: now.UnixMicro(),
		IdleAt: idle.UnixMicro(), EndsAt: ends.UnixMicro(), Address: audit.OriginOf(ctx).Address, Agent: printable(agent),
	}
	if err := s.Store.InsertSession(ctx, row); err != nil {
		return SignedIn{}, err
	}
	must, err := s.mustEnrol(ctx, m.Settings, row)
	if err != nil {
		return SignedIn{}, err
	}
	err = s.Audit.Record(ctx, m.actor(), audit.Entry{
		Action: "session:begun", Kind: "session", ResourceID: row.ID, OrgID: rbac.OrgID(m.Tenant),
		After: map[string]any{"factors": factors, "agent": row.Agent, "failed_before": max(0, attempts-1)},
	})
	return SignedIn{Token: token, Session: Session{
		ID: row.ID, Person: row.Person, Tenant: row.Tenant, Subject: row.Subject, MustEnrol: must,
		AuthAt: now, EndsAt: ends, row: row,
	}}, err
}

// endPrevious ends the session whose cookie is about to be overwritten, which
// nobody could end any more.
func (s *Service) endPrevious(ctx context.Context, token string) error {
	if token == "" {
		return nil
	}
	found, err := s.Store.Session(ctx, hash("session", token))
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.endSession(ctx, found.Person, found.ID); !notFound(err) {
		return err
	}
	return nil
}

const agentLongest = 200

// printable is what a browser says of itself, as far as it can be shown.
func printable(agent string) string {
	agent = strings.ToValidUTF8(agent, "")
	out := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, agent))
	return string(out[:min(len(out), agentLongest)])
}
