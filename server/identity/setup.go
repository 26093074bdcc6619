package identity

import (
	"context"
	"crypto/subtle"
	"time"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/rbac"
)

// setupLasts is how long the code of the set-up can be used.
const setupLasts = 24 * time.Hour

// NeedsSetup says whether there is no owner yet: then only the set-up is served.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	if s.done.Load() {
		return false, nil
	}
	done, err := s.Store.SetupDone(ctx)
	if err != nil {
		return false, err
	}
	if done {
		s.done.Store(true)
	}
	return !done, nil
}

// PrepareSetup makes the one-time code of the set-up and keeps its hash; an
// earlier code, perhaps of another replica, ends. The code is empty if an owner
// exists.
func (s *Service) PrepareSetup(ctx context.Context) (code string, err error) {
	code = newCode()
	open, err := s.Store.PutSetupCode(ctx, hashCode(code), s.Now().Add(setupLasts).UnixMicro())
	if err != nil || !open {
		return "", err
	}
	return code, nil
}

// Setup is what the first owner gives.
type Setup struct {
	Code                  string
	TenantName, TenantKey string
	Name, Email, Password string
	Locale, Agent         string
}

// Setup makes the first tenant and its owner, who is signed in at once.
//   - setup.done (NotFound): an owner exists
//   - setup.code (Unauthenticated): the code is wrong or its time is over
//   - auth.limited, auth.busy (Limited)
//   - what is wrong with a name, a key, the address or the password (Invalid)
func (s *Service) Setup(ctx context.Context, in Setup) (SignedIn, error) {
	if open, err := s.NeedsSetup(ctx); err != nil || !open {
		return SignedIn{}, setupDone(err)
	}
	guess, err := s.attempt(ctx, "setup", "")
	if err != nil {
		return SignedIn{}, err
	}
	stored, err := s.Store.SetupCode(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	given := hashCode(in.Code)
	if subtle.ConstantTimeCompare([]byte(stored), []byte(given)) != 1 {
		return SignedIn{}, fault.New(fault.Unauthenticated, "setup.code", "the code is wrong or its time is over; start the server again for another one")
	}
	if err := s.right(ctx, guess); err != nil {
		return SignedIn{}, err
	}
	o, err := s.newOwner(ctx, NewOwner{
		TenantName: in.TenantName, TenantKey: in.TenantKey, Name: in.Name, Email: in.Email, Password: in.Password, Locale: in.Locale,
	})
	if err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		won, err := s.Store.UseSetupCode(ctx, given)
		if err != nil {
			return err
		}
		if !won {
			return setupDone(nil)
		}
		m, err := s.insertOwner(ctx, o)
		if err != nil {
			return err
		}
		out, err = s.beginSession(ctx, o.person, m, onlyPassword, in.Agent, 1)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	s.done.Store(true)
	return out, nil
}

// setupDone is what the set-up answers once an owner exists.
func setupDone(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "setup.done", "the set-up is done")
}

// NewOwner is a tenant to be made and who will own it.
type NewOwner struct {
	TenantName, TenantKey string
	Name, Email, Password string
	Locale                string
}

// Owner is the owner of a tenant that was just made.
type Owner struct {
	Tenant    rbac.TenantID  `json:"tenant_id"`
	TenantKey string         `json:"tenant_key"`
	Subject   rbac.SubjectID `json:"subject_id"`
	Email     string         `json:"email"`
	// Known says that the person was there before, and keeps the password.
	Known bool `json:"known"`
	// Token is one of the owner's, if it was asked for.
	Token string `json:"token,omitempty"`
}

// CreateOwner makes a tenant with its owner, for whoever has the host: no code
// is needed, and a set-up is done with it. If somebody has the address, that
// person becomes the owner; the password then stays. withToken makes a token
// with all that an owner's tokens may have. A key that is taken is
// tenant.key_taken (Conflict).
func (s *Service) CreateOwner(ctx context.Context, in NewOwner, withToken bool) (Owner, error) {
	var out Owner
	address, err := CheckEmail("/email", in.Email)
	if err != nil {
		return Owner{}, err
	}
	known, err := s.Store.PersonByEmail(ctx, address)
	if err != nil && !notFound(err) {
		return Owner{}, err
	}
	var o prepared
	if out.Known = err == nil; out.Known {
		o, err = s.newTenant(in)
		o.person, o.known = known, true
	} else {
		o, err = s.newOwner(ctx, in)
	}
	if err != nil {
		return Owner{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		m, err := s.insertOwner(ctx, o)
		if err != nil {
			return err
		}
		if err := s.Store.EndSetup(ctx); err != nil {
			return err
		}
		out.Tenant, out.TenantKey, out.Subject, out.Email, out.Token = m.Tenant, m.TenantKey, m.Subject, address, ""
		if !withToken {
			return nil
		}
		made, err := s.ownerToken(ctx, m)
		out.Token = made.Bearer
		return err
	})
	return out, err
}

func (s *Service) ownerToken(ctx context.Context, m Membership) (MadeToken, error) {
	words := make([]string, 0, len(TokenPermissions()))
	for _, p := range TokenPermissions() {
		words = append(words, string(p))
	}
	t, err := s.prepare(NewToken{Name: "owner create", Permissions: words, Org: rbac.OrgID(m.Tenant)})
	if err != nil {
		return MadeToken{}, err
	}
	t.Tenant, t.Subject, t.Human = m.Tenant, m.Subject, m.Subject
	return s.keep(ctx, m.actor(), rbac.User, t.Root, t)
}

// tenantKey is the key that was given, or one made of the name.
func tenantKey(key, called string) (string, error) {
	if key == "" {
		if key = name.Slug(called); key == "" {
			return "", fault.At("/tenant/key", "tenant.key_needed", "no key can be made of this name: give one")
		}
	}
	return key, name.Key("/tenant/key", key)
}
