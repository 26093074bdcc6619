package identity

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// mostTokens bounds the tokens that a subject has at once.
const mostTokens = 100

// NewToken is what a token is to be.
type NewToken struct {
	Name string
	// Permissions are words of rbac.Permissions, or kind:* for all of a kind
	// that tokens may have.
	Permissions []string
	// Org is the subtree that the token is bound to; empty: the org of the
	// service account, or the whole tenant.
	Org rbac.OrgID
	// EndsAt is 0 for the usual time.
	EndsAt time.Time
}

// MadeToken is a token that was just made. Bearer is shown once.
type MadeToken struct {
	Token
	Bearer string
}

// TokenPermissions are those that a token may carry. What changes who may do
// what, and what decides approvals, needs a human's session.
func TokenPermissions() []rbac.Permission {
	never := []rbac.Permission{
		rbac.OrgCreate, rbac.OrgEdit, rbac.OrgMove, rbac.OrgDelete, rbac.MemberWrite, rbac.RoleWrite, rbac.AccountWrite,
		rbac.ApprovalDecide, rbac.ReleaseApprove, rbac.TenantSettings, rbac.SSOWrite, rbac.KeysRotate,
	}
	return slices.DeleteFunc(rbac.Permissions(), func(p rbac.Permission) bool { return slices.Contains(never, p) })
}

// Permissions are the token's, each a word.
func (t Token) Permissions() []rbac.Permission {
	words := strings.Fields(t.Scope)
	out := make([]rbac.Permission, len(words))
	for i, w := range words {
		out[i] = rbac.Permission(w)
	}
	return out
}

// scopeOf writes permissions out, in the order of the catalogue. It returns
// token.permissions (Invalid), with one detail for each word that is unknown or
// that no token may carry.
func scopeOf(words []string) ([]rbac.Permission, error) {
	chosen := map[rbac.Permission]bool{}
	var wrong []fault.Detail
	for i, word := range words {
		found := false
		for _, p := range TokenPermissions() {
			kind, _, _ := strings.Cut(string(p), ":")
			if string(p) == word || kind+":*" == word {
				chosen[p], found = true, true
			}
		}
		if !found {
			detail := "there is no such permission"
			if slices.Contains(rbac.Permissions(), rbac.Permission(word)) {
				detail = "no token may have this permission: it needs a person who has signed in"
			}
			wrong = append(wrong, fault.Detail{Code: "token.permissions", Pointer: "/permissions/" + strconv.Itoa(i), Detail: detail})
		}
	}
	if len(words) == 0 {
		wrong = []fault.Detail{{Code: "token.permissions", Pointer: "/permissions", Detail: "a token needs at least one permission"}}
	}
	if len(wrong) > 0 {
		return nil, fault.New(fault.Invalid, "token.permissions", "a token cannot have these permissions").With(wrong...)
	}
	out := []rbac.Permission{}
	for _, p := range rbac.Permissions() {
		if chosen[p] {
			out = append(out, p)
		}
	}
	return out, nil
}

// prepare checks what does not need the database.
func (s *Service) prepare(in NewToken) (Token, error) {
	called, err := name.Check("/name", in.Name)
	if err != nil {
		return Token{}, err
	}
	permissions, err := scopeOf(in.Permissions)
	if err != nil {
		return Token{}, err
	}
	now, times := s.Now(), s.times()
	if in.EndsAt.IsZero() {
		in.EndsAt = now.Add(min(times.TokenDefault, times.TokenLongest))
	}
	if !in.EndsAt.After(now) || in.EndsAt.After(now.Add(times.TokenLongest)) {
		return Token{}, fault.At("/ends_at", "token.ends_at", "a token ends in the future, and at latest after %d days", int(times.TokenLongest.Hours()/24))
	}
	words := make([]string, len(permissions))
	for i, p := range permissions {
		words[i] = string(p)
	}
	return Token{
		ID: s.NewID(), Name: called, Scope: " " + strings.Join(words, " ") + " ", Root: in.Org,
		CreatedAt: now.UnixMicro(), EndsAt: in.EndsAt.UnixMicro(),
	}, nil
}

// keep stores a token in the transaction of ctx, once it may be made.
func (s *Service) keep(ctx context.Context, who rbac.Actor, kind rbac.SubjectKind, org rbac.OrgID, t Token) (MadeToken, error) {
	n, err := s.Store.CountTokens(ctx, t.Tenant, t.Subject)
	if err != nil {
		return MadeToken{}, err
	}
	if n >= mostTokens {
		return MadeToken{}, fault.New(fault.Conflict, "token.too_many", "there are %d tokens already; revoke one first", n)
	}
	b := newBearer(kind, t.ID)
	t.Hash = b.hash()
	if err := s.Store.InsertToken(ctx, t); err != nil {
		return MadeToken{}, err
	}
	err = s.Audit.Record(ctx, who, audit.Entry{
		Action: "token:made", Kind: "token", ResourceID: t.ID, OrgID: org, After: t.seen(),
	})
	return MadeToken{Token: t, Bearer: b.String()}, err
}

// seen is what the audit log keeps of a token.
func (t Token) seen() map[string]any {
	return map[string]any{
		"name": t.Name, "subject": t.Subject, "permissions": t.Permissions(), "org": t.Root,
		"ends_at": clock.Time(t.EndsAt),
	}
}

// MakeToken makes a token of the person's own. Its rights are the person's at
// the time of each use, as far as its permissions and its subtree go. It needs
// a session with a fresh step-up, and that the org may be viewed.
func (s *Service) MakeToken(ctx context.Context, who rbac.Actor, session Session, in NewToken) (MadeToken, error) {
	if err := settled(who, session); err != nil {
		return MadeToken{}, err
	}
	if err := s.Auth.Fresh(who); err != nil {
		return MadeToken{}, err
	}
	t, err := s.prepare(in)
	if err != nil {
		return MadeToken{}, err
	}
	if t.Root == "" {
		t.Root = rbac.OrgID(who.Tenant)
	}
	t.Tenant, t.Subject, t.Human = who.Tenant, who.Subject, who.Subject
	var out MadeToken
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgView, rbac.Resource{OrgID: t.Root}); err != nil {
			return err
		}
		var err error
		out, err = s.keep(ctx, who, rbac.User, t.Root, t)
		return err
	})
	return out, err
}

// Tokens lists the person's own tokens.
func (s *Service) Tokens(ctx context.Context, who rbac.Actor, session Session, r page.Request) (page.Of[Token], error) {
	if err := settled(who, session); err != nil {
		return page.Of[Token]{}, err
	}
	return s.Store.Tokens(ctx, who.Tenant, who.Subject, r)
}

// RevokeToken ends one of the person's own tokens, at once. One that is not
// there is token.unknown (NotFound).
func (s *Service) RevokeToken(ctx context.Context, who rbac.Actor, session Session, id string) error {
	if err := settled(who, session); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error { return s.revoke(ctx, who, who.Subject, id) })
}

func (s *Service) revoke(ctx context.Context, who rbac.Actor, subject rbac.SubjectID, id string) error {
	t, err := s.Store.RevokeToken(ctx, who.Tenant, subject, id)
	if err != nil {
		return err
	}
	if err := s.touch(ctx, Ended{Tenant: t.Tenant, Subject: t.Subject}); err != nil {
		return err
	}
	return s.Audit.Record(ctx, who, audit.Entry{
		Action: "token:revoked", Kind: "token", ResourceID: t.ID, OrgID: t.Root, Before: t.seen(),
	})
}
