package inbox

import (
	"context"
	"errors"
	"fmt"

	"catenary/nodes"
	"catenary/nodes/notify"
	"catenary/rbac"
)

// Bulletin is a notice to a channel, on its way.
type Bulletin struct {
	Tenant    rbac.TenantID `db:"tenant_id"`
	ID        string        `db:"id"`
	Org       rbac.OrgID    `db:"org_id"` // of the channel
	Channel   ChannelKind   `db:"channel"`
	Kind      NoticeKind    `db:"kind"`
	Title     string        `db:"title"`
	Link      string        `db:"link"`
	Until     int64         `db:"until"`
	DueAt     int64         `db:"due_at"`
	Tries     int           `db:"tries"`
	CreatedAt int64         `db:"created_at"`
}

// announce has the channels of an org told of a notice once the transaction of
// ctx has committed, or those of the nearest org above that has some.
func (s *Service) announce(ctx context.Context, tenant rbac.TenantID, n Notice) error {
	up, err := s.Auth.Ancestors(ctx, tenant, n.Org)
	if err != nil {
		return err
	}
	set, err := s.Store.NoticeChannels(ctx, tenant, up)
	if err != nil {
		return err
	}
	now := s.Now().UnixMicro()
	for _, org := range up {
		told := false
		for _, c := range set {
			if c.Org != org || c.Address == "" {
				continue
			}
			told = true
			if err := s.Store.InsertBulletin(ctx, Bulletin{
				Tenant: tenant, ID: s.NewID(), Org: org, Channel: c.Kind, Kind: n.Kind, Title: n.Title, Link: n.Link, Until: n.DueAt, DueAt: now, CreatedAt: now,
			}); err != nil {
				return err
			}
		}
		if told {
			return nil
		}
	}
	return nil
}

// Announce sends what is due to channels, and says how many messages arrived. A
// message is sent at least once; one that does not arrive is tried for some
// hours and then left, and the channel says why.
func (s *Service) Announce(ctx context.Context) (sent int, err error) {
	now := s.Now()
	due, err := s.Store.DueBulletins(ctx, now.UnixMicro(), mailAtOnce)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, b := range due {
		// Claimed before it is sent, so that of several servers one does.
		mine, err := s.Store.ClaimBulletin(ctx, b, now.Add(mailClaim<<min(b.Tries, 6)).UnixMicro())
		if err != nil {
			return sent, errors.Join(failed, err)
		}
		if !mine {
			continue
		}
		arrived, err := s.bring(ctx, b)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("message %s to a channel: %w", b.ID, err))
			continue
		}
		if arrived {
			sent++
		}
		if arrived || b.Tries+1 >= mailTries {
			failed = errors.Join(failed, s.Store.DropBulletin(ctx, b))
		}
	}
	return sent, failed
}

// bring sends one. A channel that was turned off meanwhile has nothing to be
// brought to.
func (s *Service) bring(ctx context.Context, b Bulletin) (arrived bool, err error) {
	set, err := s.Store.NoticeChannels(ctx, b.Tenant, []rbac.OrgID{b.Org})
	if err != nil {
		return false, err
	}
	c := among(set, b.Tenant, b.Org, b.Channel)
	if c.Address == "" {
		return true, nil
	}
	zh, en := heading(b.Kind, b.Title, true), heading(b.Kind, b.Title, false)
	link := absolute(b.Link, s.PublicURL)
	text := notify.Words{ZH: nodes.Template(b.Title + " 正在等待处理。\n"), EN: nodes.Template(b.Title + " is waiting.\n")}
	if b.Until > 0 {
		until := nodes.Template(deadline(b.Until))
		text.ZH += "期限：" + until + "\n"
		text.EN += "Due: " + until + "\n"
	}
	text.ZH += nodes.Template(link)
	text.EN += nodes.Template(link)
	failure, err := s.write(ctx, c, b.ID, notify.Words{ZH: nodes.Template(zh), EN: nodes.Template(en)}, text)
	if err != nil {
		return false, err
	}
	return failure == "", s.note(ctx, c, failure)
}
