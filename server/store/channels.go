package store

import (
	"context"

	"catenary/rbac"
	"catenary/server/inbox"
)

// NoticeChannels implements inbox.ChannelStore.
func (s *Store) NoticeChannels(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]inbox.Channel, error) {
	var rows []inbox.Channel
	err := s.list(ctx, &rows, `
SELECT tenant_id, org_id, kind, address, sign, revision, updated_at, updated_by, failure, failed_at FROM notice_channels
 WHERE tenant_id = :tenant AND `+s.dialect.in("org_id", "orgs")+` ORDER BY kind`, map[string]any{"tenant": tenant, "orgs": s.dialect.list(texts(orgs))})
	return rows, err
}

// SetNoticeChannel implements inbox.ChannelStore. One that was never set is at
// revision 1.
func (s *Store) SetNoticeChannel(ctx context.Context, c inbox.Channel) (bool, error) {
	if c.Revision == 1 {
		n, err := s.exec(ctx, `
INSERT INTO notice_channels (tenant_id, org_id, kind, address, sign, revision, updated_at, updated_by, failure, failed_at)
VALUES (:tenant_id, :org_id, :kind, :address, :sign, 2, :updated_at, :updated_by, '', 0) ON CONFLICT DO NOTHING`, c)
		return n == 1, err
	}
	n, err := s.exec(ctx, `
UPDATE notice_channels
   SET address = :address, sign = :sign, revision = revision + 1, updated_at = :updated_at, updated_by = :updated_by, failure = '', failed_at = 0
 WHERE tenant_id = :tenant_id AND org_id = :org_id AND kind = :kind AND revision = :revision`, c)
	return n == 1, err
}

// NoteChannel implements inbox.ChannelStore.
func (s *Store) NoteChannel(ctx context.Context, c inbox.Channel) error {
	_, err := s.exec(ctx, `
UPDATE notice_channels SET failure = :failure, failed_at = :failed_at
 WHERE tenant_id = :tenant_id AND org_id = :org_id AND kind = :kind AND revision = :revision`, c)
	return err
}

// InsertBulletin implements inbox.ChannelStore.
func (s *Store) InsertBulletin(ctx context.Context, b inbox.Bulletin) error {
	_, err := s.exec(ctx, `
INSERT INTO bulletins (tenant_id, id, org_id, channel, kind, title, link, until, due_at, tries, created_at)
VALUES (:tenant_id, :id, :org_id, :channel, :kind, :title, :link, :until, :due_at, :tries, :created_at)`, b)
	return err
}

// DueBulletins implements inbox.ChannelStore.
func (s *Store) DueBulletins(ctx context.Context, now int64, limit int) ([]inbox.Bulletin, error) {
	var rows []inbox.Bulletin
	err := s.list(ctx, &rows, `
SELECT tenant_id, id, org_id, channel, kind, title, link, until, due_at, tries, created_at FROM bulletins
 WHERE due_at <= :now ORDER BY due_at LIMIT :max`, map[string]any{"now": now, "max": limit})
	return rows, err
}

// ClaimBulletin implements inbox.ChannelStore.
func (s *Store) ClaimBulletin(ctx context.Context, b inbox.Bulletin, again int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE bulletins SET due_at = :again, tries = tries + 1 WHERE tenant_id = :tenant AND id = :id AND due_at = :due`,
		map[string]any{"again": again, "tenant": b.Tenant, "id": b.ID, "due": b.DueAt})
	return n == 1, err
}

// DropBulletin implements inbox.ChannelStore.
func (s *Store) DropBulletin(ctx context.Context, b inbox.Bulletin) error {
	_, err := s.exec(ctx, `DELETE FROM bulletins WHERE tenant_id = :tenant_id AND id = :id`, b)
	return err
}
