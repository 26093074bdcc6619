package store

import (
	"context"

	"catenary/server/inbox"
)

// InsertLetter keeps a mail until it is sent.
func (s *Store) InsertLetter(ctx context.Context, l inbox.Letter) error {
	_, err := s.exec(ctx, `
INSERT INTO notices (tenant_id, id, subject_id, kind, org_id, title, link, until, due_at, tries, created_at)
VALUES (:tenant_id, :id, :subject_id, :kind, :org_id, :title, :link, :until, :due_at, :tries, :created_at)`, l)
	return err
}

// DueLetters are those to be sent, with their recipients.
func (s *Store) DueLetters(ctx context.Context, now int64, limit int) ([]inbox.Letter, error) {
	var rows []inbox.Letter
	err := s.list(ctx, &rows, `
SELECT n.tenant_id, n.id, n.subject_id, n.kind, n.org_id, n.title, n.link, n.until, n.due_at, n.tries, n.created_at,
       CASE WHEN m.state = 'active' THEN COALESCE(p.email, '') ELSE '' END AS email, m.name, COALESCE(p.locale, '') AS locale
  FROM notices n JOIN subjects m ON m.tenant_id = n.tenant_id AND m.id = n.subject_id LEFT JOIN people p ON p.id = m.person_id
 WHERE n.due_at <= :now ORDER BY n.due_at LIMIT :max`, map[string]any{"now": now, "max": limit})
	return rows, err
}

// ClaimLetter puts one off, and says whether it was as it was read.
func (s *Store) ClaimLetter(ctx context.Context, l inbox.Letter, again int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE notices SET due_at = :again, tries = tries + 1 WHERE tenant_id = :tenant AND id = :id AND due_at = :due`,
		map[string]any{"again": again, "tenant": l.Tenant, "id": l.ID, "due": l.DueAt})
	return n == 1, err
}

// DropLetter takes away one that was sent.
func (s *Store) DropLetter(ctx context.Context, l inbox.Letter) error {
	_, err := s.exec(ctx, `DELETE FROM notices WHERE tenant_id = :tenant_id AND id = :id`, l)
	return err
}
