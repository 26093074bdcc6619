package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"hash/crc32"
	"math/big"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
)

// A token reads ctn_pat_<id>_<secret><crc> (a person's) or ctn_sa_… (a service
// account's): 26 characters of the id, 43 of the secret (256 bits), 6 of a
// checksum over all before it, so that programs that look for leaked tokens
// find no others.
const (
	personPrefix  = "ctn_pat_"
	accountPrefix = "ctn_sa_"
	idLength      = 26
	secretLength  = 43
	crcLength     = 6
)

// bearer is a token taken apart.
type bearer struct {
	kind       rbac.SubjectKind
	id, secret string
}

func newBearer(kind rbac.SubjectKind, tokenID string) bearer {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return bearer{kind: kind, id: tokenID, secret: fixed62(new(big.Int).SetBytes(b[:]), secretLength)}
}

func (b bearer) String() string {
	prefix := personPrefix
	if b.kind == rbac.Service {
		prefix = accountPrefix
	}
	body := prefix + b.id + "_" + b.secret
	return body + checksum(body)
}

// hash is what is stored.
func (b bearer) hash() string { return hash("token", b.id, b.secret) }

// parseBearer takes a token apart, and says whether it has the form of one.
func parseBearer(text string) (bearer, bool) {
	b := bearer{kind: rbac.User}
	rest, found := strings.CutPrefix(text, personPrefix)
	if !found {
		if rest, found = strings.CutPrefix(text, accountPrefix); !found {
			return bearer{}, false
		}
		b.kind = rbac.Service
	}
	if len(rest) != idLength+1+secretLength+crcLength || rest[idLength] != '_' {
		return bearer{}, false
	}
	b.id, b.secret = rest[:idLength], rest[idLength+1:idLength+1+secretLength]
	if !id.Valid(b.id) || !base62(b.secret) {
		return bearer{}, false
	}
	return b, b.String() == text
}

// base62 says whether a text has only digits and letters.
func base62(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return s != ""
}

func checksum(body string) string {
	return fixed62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(body)))), crcLength)
}

// fixed62 writes n in base 62 with leading zeros.
func fixed62(n *big.Int, length int) string {
	s := n.Text(62)
	return strings.Repeat("0", length-len(s)) + s
}

func tokenRefused() error {
	return fault.New(fault.Unauthenticated, "auth.token", "the token is unknown, has ended or was revoked")
}

// ByToken finds who a bearer token stands for. All that is wrong with one is
// auth.token (Unauthenticated): it is unknown, has ended or was revoked, or
// its owner, or whoever made it, is not active any more.
func (s *Service) ByToken(ctx context.Context, text string) (rbac.Actor, error) {
	refused := tokenRefused()
	b, ok := parseBearer(text)
	if !ok {
		return rbac.Actor{}, refused
	}
	t, err := s.found(ctx, b.id)
	if notFound(err) {
		return rbac.Actor{}, refused
	}
	if err != nil {
		return rbac.Actor{}, err
	}
	if subtle.ConstantTimeCompare([]byte(t.Hash), []byte(b.hash())) != 1 || t.Kind != b.kind {
		return rbac.Actor{}, refused
	}
	if hour := s.Now().Truncate(time.Hour).UnixMicro(); t.UsedAt < hour {
		t.UsedAt, t.UsedFrom = hour, audit.OriginOf(ctx).Address
		if err := s.Store.SawToken(ctx, t.Token); err != nil {
			return rbac.Actor{}, err
		}
		s.tokens.known().Add(t.ID, t)
	}
	who := rbac.Actor{
		Subject: t.Subject, Kind: t.Kind, Tenant: t.Tenant, Human: t.Human, Token: t.ID,
		Scope: t.Scope, Root: t.Root, Version: t.PolicyVersion,
	}
	if t.Root == rbac.OrgID(t.Tenant) {
		who.Root = ""
	}
	return who, nil
}
