package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
)

// InsertLink keeps the hash of a one-time link.
func (s *Store) InsertLink(ctx context.Context, l identity.Link) error {
	_, err := s.exec(ctx, `
INSERT INTO links (hash, kind, mailed, person_id, tenant_id, subject_id, inviter_id, fresh, email, created_at, ends_at)
VALUES (:hash, :kind, :mailed, NULLIF(:person_id, ''), NULLIF(:tenant_id, ''), NULLIF(:subject_id, ''),
  NULLIF(:inviter_id, ''), :fresh, :email, :created_at, :ends_at)`, l)
	return err
}

// Link reads a link that was not used and lasts; any other is link.unknown
// (NotFound).
func (s *Store) Link(ctx context.Context, kind identity.LinkKind, hash string) (identity.Link, error) {
	var l identity.Link
	err := s.get(ctx, &l, `
SELECT hash, kind, mailed, COALESCE(person_id, '') AS person_id, COALESCE(tenant_id, '') AS tenant_id,
       COALESCE(subject_id, '') AS subject_id, COALESCE(inviter_id, '') AS inviter_id, fresh, email, created_at, ends_at
  FROM links WHERE hash = :hash AND kind = :kind AND used_at IS NULL AND ends_at > :now`,
		map[string]any{"hash": hash, "kind": kind, "now": s.now().UnixMicro()})
	if errors.Is(err, ErrNoRows) {
		return l, fault.New(fault.NotFound, "link.unknown", "the link was used, or its time is over")
	}
	return l, err
}

// UseLink marks a link as used, and says whether it was not yet.
func (s *Store) UseLink(ctx context.Context, hash string) (bool, error) {
	n, err := s.exec(ctx, `UPDATE links SET used_at = :now WHERE hash = :hash AND used_at IS NULL AND ends_at > :now`,
		map[string]any{"hash": hash, "now": s.now().UnixMicro()})
	return n == 1, err
}

// EndInvitations ends all links of an invited member.
func (s *Store) EndInvitations(ctx context.Context, tenant rbac.TenantID, subject rbac.SubjectID) error {
	_, err := s.exec(ctx, `
UPDATE links SET used_at = :now WHERE tenant_id = :tenant AND subject_id = :subject AND used_at IS NULL`,
		map[string]any{"tenant": tenant, "subject": subject, "now": s.now().UnixMicro()})
	return err
}

// EndLinks ends all links of a kind that a person has.
func (s *Store) EndLinks(ctx context.Context, kind identity.LinkKind, person string) error {
	_, err := s.exec(ctx, `
UPDATE links SET used_at = :now WHERE person_id = :person AND kind = :kind AND used_at IS NULL`,
		map[string]any{"person": person, "kind": kind, "now": s.now().UnixMicro()})
	return err
}
