package store

import (
	"context"
	"errors"
	"strings"

	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/identity"
)

const tokenColumns = `k.tenant_id, k.id, k.subject_id, k.human_id, k.name, k.hash, k.scope, k.root_org_id,
  k.created_at, k.ends_at, k.used_at, k.used_from, COALESCE(k.revoked_at, 0) AS revoked_at`

// InsertToken adds a token.
func (s *Store) InsertToken(ctx context.Context, t identity.Token) error {
	_, err := s.exec(ctx, `
INSERT INTO tokens (tenant_id, id, subject_id, human_id, name, hash, scope, root_org_id, created_at, ends_at)
VALUES (:tenant_id, :id, :subject_id, :human_id, :name, :hash, :scope, :root_org_id, :created_at, :ends_at)`, t)
	return err
}

// Token finds a token that lasts and was not revoked, whose subject and human
// are active. Any other is token.unknown (NotFound).
func (s *Store) Token(ctx context.Context, id string) (identity.FoundToken, error) {
	var out identity.FoundToken
	err := s.get(ctx, &out, `
SELECT `+tokenColumns+`, m.kind, t.policy_version
  FROM tokens k
  JOIN subjects m ON m.tenant_id = k.tenant_id AND m.id = k.subject_id AND m.state = 'active'
  JOIN subjects h ON h.tenant_id = k.tenant_id AND h.id = k.human_id AND h.state = 'active'
  JOIN tenants t ON t.id = k.tenant_id
 WHERE k.id = :id AND k.revoked_at IS NULL AND k.ends_at > :now`,
		map[string]any{"id": id, "now": s.now().UnixMicro()})
	return out, tokenUnknown(err)
}

func tokenUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "token.unknown", "no such token")
	}
	return err
}

// SawToken notes the hour of a token's last use, and from where it was.
func (s *Store) SawToken(ctx context.Context, t identity.Token) error {
	_, err := s.exec(context.WithoutCancel(ctx), `
UPDATE tokens SET used_at = :used_at, used_from = :used_from
 WHERE tenant_id = :tenant_id AND id = :id AND used_at < :used_at`, t)
	return err
}

// Tokens lists those of a subject that last and were not revoked, the latest
// first.
func (s *Store) Tokens(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, r page.Request) (page.Of[identity.Token], error) {
	where := ""
	if !r.After.IsZero() {
		where = ` AND k.id < :id`
	}
	var rows []identity.Token
	err := s.list(ctx, &rows, `
SELECT `+tokenColumns+` FROM tokens k
 WHERE k.tenant_id = :tenant AND k.subject_id = :subject AND k.revoked_at IS NULL AND k.ends_at > :now`+where+`
 ORDER BY k.id DESC LIMIT :max`,
		map[string]any{"tenant": tenant, "subject": subject, "now": s.now().UnixMicro(), "id": r.After.ID, "max": r.Limit + 1})
	return page.Cut(rows, r, func(t identity.Token) page.Cursor { return page.Cursor{ID: t.ID} }), err
}

// CountTokens counts those of a subject that last and were not revoked.
func (s *Store) CountTokens(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int, error) {
	var n int
	err := s.get(ctx, &n, `
SELECT COUNT(*) FROM tokens
 WHERE tenant_id = :tenant AND subject_id = :subject AND revoked_at IS NULL AND ends_at > :now`,
		map[string]any{"tenant": tenant, "subject": subject, "now": s.now().UnixMicro()})
	return n, err
}

// RevokeToken ends a token of a subject; one that is not there, or has ended,
// is token.unknown (NotFound).
func (s *Store) RevokeToken(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID, id string) (identity.Token, error) {
	var out identity.Token
	err := s.returning(ctx, &out, `
UPDATE tokens SET revoked_at = :now
 WHERE tenant_id = :tenant AND subject_id = :subject AND id = :id AND revoked_at IS NULL AND ends_at > :now
RETURNING `+strings.ReplaceAll(tokenColumns, "k.", ""), // SQLite knows no alias here
		map[string]any{"tenant": tenant, "subject": subject, "id": id, "now": s.now().UnixMicro()})
	return out, tokenUnknown(err)
}

// RevokeTokensOf ends all tokens that a subject has or made, and says how many.
func (s *Store) RevokeTokensOf(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) (int64, error) {
	return s.exec(ctx, `
UPDATE tokens SET revoked_at = :now
 WHERE tenant_id = :tenant AND (subject_id = :subject OR human_id = :subject) AND revoked_at IS NULL`,
		map[string]any{"tenant": tenant, "subject": subject, "now": s.now().UnixMicro()})
}
