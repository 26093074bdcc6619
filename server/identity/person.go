package identity

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
	"catenary/rbac"
)

// Person is somebody who signs in. A person exists once, and is a member of
// tenants. Times are Unix µs.
type Person struct {
	ID           string `db:"id"`
	Email        string `db:"email"`
	Name         string `db:"name"`
	Locale       string `db:"locale"`
	PasswordHash string `db:"password_hash"`
	// VerifiedAt is when the address was shown to be the person's; 0: never.
	VerifiedAt int64 `db:"verified_at"`
	// TOTP is the sealed secret of the second factor, empty if there is none;
	// Pending is one that is not confirmed yet.
	TOTP        []byte `db:"totp_sealed"`
	Pending     []byte `db:"totp_pending"`
	TOTPVersion int64  `db:"totp_version"`
	CreatedAt   int64  `db:"created_at"`
	UpdatedAt   int64  `db:"updated_at"`
}

// SecondFactor says whether signing in takes a code besides the password.
func (p Person) SecondFactor() bool { return len(p.TOTP) > 0 }

// Membership is a person's place in a tenant in which that person is active.
type Membership struct {
	Tenant     rbac.TenantID  `db:"tenant_id"`
	TenantKey  string         `db:"tenant_key"`
	TenantName string         `db:"tenant_name"`
	Subject    rbac.SubjectID `db:"subject_id"`
	Version    int64          `db:"policy_version"`
	Settings   Settings       `db:"settings"`
}

// Actor is the person as a member, with nothing else known.
func (m Membership) actor() rbac.Actor {
	return rbac.Actor{Subject: m.Subject, Kind: rbac.User, Tenant: m.Tenant, Human: m.Subject, Scope: "*", Version: m.Version}
}

const emailLongest = 254

// CheckEmail returns an address as it is kept: in normal form C and small
// letters. What is no plain address is email.invalid (Invalid) at pointer.
func CheckEmail(pointer, s string) (string, error) {
	wrong := fault.At(pointer, "email.invalid", "this is not an e-mail address")
	if !utf8.ValidString(s) || len(s) > emailLongest {
		return "", wrong
	}
	s = strings.ToLower(norm.NFC.String(strings.TrimSpace(s)))
	for _, r := range s {
		if unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return "", wrong
		}
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || strings.ContainsAny(s, `"<>`) {
		return "", wrong
	}
	return s, nil
}
