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
