package identity

import (
	"context"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
)

// Sealer encrypts what must not be read in the database; the tenant "" is for
// what belongs to people.
type Sealer interface {
	Seal(ctx context.Context, tenant, purpose, rowID string, version int64, plain secrets.Value) ([]byte, error)
	Open(ctx context.Context, tenant, purpose, rowID string, version int64, sealed []byte) (secrets.Value, error)
}

const (
	totpPurpose = secrets.PurposeTOTP
	totpPeriod  = 30
	totpSecret  = 20 // bytes, as many as SHA-1 has
	// totpSkew is how many steps a clock may be off, either way.
	totpSkew = 1
	// recoveryCodes is how many a person gets.
	recoveryCodes = 10
)

// Enrolment is the secret of a new second factor, shown once. URI is what an
// app reads from a QR code.
type Enrolment struct{ Secret, URI string }

// EnrolTOTP makes the secret of a second factor, which counts only once a code
// of it is confirmed. It needs a fresh step-up. A person who has a second
// factor is totp.exists (Conflict).
func (s *Service) EnrolTOTP(ctx context.Context, who rbac.Actor, session Session) (Enrolment, error) {
	if err := s.freshHuman(who); err != nil {
		return Enrolment{}, err
	}
	person, err := s.Store.Person(ctx, session.Person)
	if err != nil {
		return Enrolment{}, err
	}
	if person.SecondFactor() {
		return Enrolment{}, fault.New(fault.Conflict, "totp.exists", "you have a second factor; disable it first")
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Catenary", AccountName: person.Email, Period: totpPeriod, SecretSize: totpSecret})
	if err != nil {
		return Enrolment{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		sealed, err := s.Sealer.Seal(ctx, "", totpPurpose, person.ID, person.TOTPVersion+1, secrets.NewValue([]byte(key.Secret())))
		if err != nil {
			return err
		}
		done, err := s.Store.SetPendingTOTP(ctx, person.ID, person.TOTPVersion, sealed)
		if err == nil && !done {
			return fault.New(fault.Conflict, "totp.exists", "another request sets up a second factor at this moment")
		}
		return err
	})
	return Enrolment{Secret: key.Secret(), URI: key.URL()}, err
}

// ConfirmTOTP puts the second factor into use with a code of it. It returns the
// recovery codes, shown once, and the session with a new token; all other
// sessions of the person end. A wrong code is auth.second_factor_failed
// (Unauthenticated); none begun is totp.none (Conflict).
func (s *Service) ConfirmTOTP(ctx context.Context, who rbac.Actor, session Session, code string) ([]string, SignedIn, error) {
	if err := s.freshHuman(who); err != nil {
		return nil, SignedIn{}, err
	}
	person, err := s.Store.Person(ctx, session.Person)
	if err != nil {
		return nil, SignedIn{}, err
	}
	if len(person.Pending) == 0 {
		return nil, SignedIn{}, fault.New(fault.Conflict, "totp.none", "there is no second factor to confirm")
	}
	guess, err := s.attempt(ctx, "factor", person.ID)
	if err != nil {
		return nil, SignedIn{}, err
	}
	step, err := s.matchTOTP(ctx, person, person.Pending, code)
	if err != nil {
		return nil, SignedIn{}, err
	}
	var codes []string
	var out SignedIn
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		done, err := s.Store.ConfirmTOTP(ctx, person.ID, person.TOTPVersion, step)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Conflict, "totp.none", "there is no second factor to confirm")
		}
		if codes, err = s.newRecoveryCodes(ctx, person.ID); err != nil {
			return err
		}
		session.row.Factors = withTOTP
		if out, err = s.renewed(ctx, session); err != nil {
			return err
		}
		if err := s.endSessions(ctx, person.ID, session.ID); err != nil {
			return err
		}
		if err := s.recordOfPerson(ctx, person.ID, "person:second_factor_enabled"); err != nil {
			return err
		}
		return s.right(ctx, guess)
	})
	return codes, out, err
}

// DisableTOTP takes the person's second factor away. It needs a fresh step-up;
// all other sessions end, and this one gets a new token. No second factor is
// totp.none (Conflict).
func (s *Service) DisableTOTP(ctx context.Context, who rbac.Actor, session Session) (SignedIn, error) {
	if err := s.freshHuman(who); err != nil {
		return SignedIn{}, err
	}
	if err := settled(who, session); err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		done, err := s.Store.DropTOTP(ctx, session.Person)
		if err != nil {
			return err
		}
		if !done {
			return fault.New(fault.Conflict, "totp.none", "you have no second factor")
		}
		session.row.Factors = onlyPassword
		if out, err = s.renewed(ctx, session); err != nil {
			return err
		}
		if err := s.endSessions(ctx, session.Person, session.ID); err != nil {
			return err
		}
		return s.recordOfPerson(ctx, session.Person, "person:second_factor_disabled")
	})
	return out, err
}

// NewRecoveryCodes replaces the person's recovery codes. It needs a fresh
// step-up; no second factor is totp.none (Conflict).
func (s *Service) NewRecoveryCodes(ctx context.Context, who rbac.Actor, session Session) ([]string, error) {
	if err := s.freshHuman(who); err != nil {
		return nil, err
	}
	if err := settled(who, session); err != nil {
		return nil, err
	}
	var codes []string
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		person, err := s.Store.Person(ctx, session.Person)
		if err != nil {
			return err
		}
		if !person.SecondFactor() {
			return fault.New(fault.Conflict, "totp.none", "you have no second factor")
		}
		if codes, err = s.newRecoveryCodes(ctx, person.ID); err != nil {
			return err
		}
		return s.recordOfPerson(ctx, person.ID, "person:recovery_codes_replaced")
	})
	return codes, err
}

func (s *Service) newRecoveryCodes(ctx context.Context, person string) ([]string, error) {
	codes, hashes := make([]string, recoveryCodes), make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = newCode()
		hashes[i] = hashCode(codes[i])
	}
	return codes, s.Store.ReplaceRecoveryCodes(ctx, person, hashes)
}

// freshHuman is what all changes of factors need.
func (s *Service) freshHuman(who rbac.Actor) error {
	if err := rbac.HumanOnly(who); err != nil {
		return err
	}
	return s.Auth.Fresh(who)
}

// recordOfPerson tells every tenant of the person about a change that acts in
// all of them.
func (s *Service) recordOfPerson(ctx context.Context, person, action string) error {
	all, err := s.Store.Memberships(ctx, person, mostMemberships)
	if err != nil {
		return err
	}
	for _, m := range all {
		err := s.Audit.Record(ctx, m.actor(), audit.Entry{
			Action: action, Kind: "member", ResourceID: string(m.Subject), OrgID: rbac.OrgID(m.Tenant),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// factorFailed is the answer to any wrong, used or unreadable code.
func factorFailed() error {
	return fault.New(fault.Unauthenticated, "auth.second_factor_failed", "the code is wrong or was used")
}

// secondFactor checks the code of a person who has a second factor, and counts
// the guess. The code is used up by what it returns, in the transaction that
// signs the person in; that also says which factors the session begins with.
func (s *Service) secondFactor(ctx context.Context, person Person, code, recovery string) (func(context.Context) (string, error), error) {
	if !person.SecondFactor() {
		return func(context.Context) (string, error) { return onlyPassword, nil }, nil
	}
	if code == "" && recovery == "" {
		return nil, fault.New(fault.Unauthenticated, "auth.second_factor_needed", "give a code of your second factor, or a recovery code")
	}
	guess, err := s.attemptOf(ctx, "factor", person.ID)
	if err != nil {
		return nil, err
	}
	factors := withRecovery
	use := func(ctx context.Context) (bool, error) {
		return s.Store.UseRecoveryCode(ctx, person.ID, hashCode(recovery))
	}
	if code != "" {
		step, err := s.matchTOTP(ctx, person, person.TOTP, code)
		if err != nil {
			return nil, err
		}
		factors = withTOTP
		use = func(ctx context.Context) (bool, error) {
			return s.Store.UseTOTPStep(ctx, person.ID, person.TOTPVersion, step)
		}
	}
	return func(ctx context.Context) (string, error) {
		done, err := use(ctx)
		if err != nil {
			return "", err
		}
		if !done {
			return "", factorFailed()
		}
		return factors, s.right(ctx, guess)
	}, nil
}

// matchTOTP finds the step whose code was given.
func (s *Service) matchTOTP(ctx context.Context, person Person, sealed []byte, code string) (int64, error) {
	secret, err := s.Sealer.Open(ctx, "", totpPurpose, person.ID, person.TOTPVersion, sealed)
	if err != nil {
		return 0, err
	}
	options := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	now := s.Now().Unix() / totpPeriod
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		// An error is a code of the wrong length.
		if right, err := hotp.ValidateCustom(code, uint64(step), string(secret.Reveal()), options); err == nil && right {
			return step, nil
		}
	}
	return 0, factorFailed()
}
