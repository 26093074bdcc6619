package inbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/nodes/notify"
	"catenary/rbac"
	"catenary/server/audit"
)

// ChannelKind is one of the ways of the node kind notify; a channel writes just
// as such a node does.
type ChannelKind string

// ChannelKinds are all of them, in the order in which they are listed.
func ChannelKinds() []ChannelKind { return []ChannelKind{"wecom", "dingtalk", "feishu", "webhook"} }

// Channel (提醒渠道) is where a group of people is told what its members are to
// do: the robot of a group, or a webhook. Those of an org are told of to-dos of
// the org, and of all below it that have no channel of their own. Times are Unix
// µs.
type Channel struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	Org    rbac.OrgID    `db:"org_id"`
	Kind   ChannelKind   `db:"kind"`
	// Address and Sign are keys of secrets of the org: where it is written to,
	// and what signs the messages, if something does. Without an address the
	// channel is off.
	Address string `db:"address"`
	Sign    string `db:"sign"`
	// Revision is 1 for one that was never set.
	Revision  int64          `db:"revision"`
	UpdatedAt int64          `db:"updated_at"`
	UpdatedBy rbac.SubjectID `db:"updated_by"`
	// Failure says why the last message did not arrive; empty: it did.
	Failure  string `db:"failure"`
	FailedAt int64  `db:"failed_at"`
}

// ChannelStore keeps channels and the messages to them.
type ChannelStore interface {
	// NoticeChannels are those that some orgs have set.
	NoticeChannels(ctx context.Context, tenant rbac.TenantID, orgs []rbac.OrgID) ([]Channel, error)
	// SetNoticeChannel writes one that is still at its revision, and says whether
	// it was.
	SetNoticeChannel(ctx context.Context, c Channel) (bool, error)
	// NoteChannel writes down whether the last message arrived.
	NoteChannel(ctx context.Context, c Channel) error

	InsertBulletin(ctx context.Context, b Bulletin) error
	// DueBulletins are those to be sent; ClaimBulletin puts one off, and says
	// whether it was as it was read.
	DueBulletins(ctx context.Context, now int64, max int) ([]Bulletin, error)
	ClaimBulletin(ctx context.Context, b Bulletin, again int64) (bool, error)
	DropBulletin(ctx context.Context, b Bulletin) error
}

// Outside gives what an org writes to its channels with: a client under the
// outbound policy, and the secrets that it may use.
type Outside func(tenant rbac.TenantID, org rbac.OrgID) (nodes.Doer, func(ctx context.Context, key string) (secret.Value, error))

// Channels lists those of an org, one of each kind. It takes limits:write there,
// as setting them does.
func (s *Service) Channels(ctx context.Context, who rbac.Actor, org rbac.OrgID) ([]Channel, error) {
	if err := s.Auth.Can(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	set, err := s.Store.NoticeChannels(ctx, who.Tenant, []rbac.OrgID{org})
	if err != nil {
		return nil, err
	}
	out := make([]Channel, len(ChannelKinds()))
	for i, kind := range ChannelKinds() {
		out[i] = among(set, who.Tenant, org, kind)
	}
	return out, nil
}

func channelUnknown() error {
	return fault.New(fault.NotFound, "channel.unknown", "there is no such kind of channel")
}

// among finds the channel of a kind; one that was never set is off.
func among(set []Channel, tenant rbac.TenantID, org rbac.OrgID, kind ChannelKind) Channel {
	for _, c := range set {
		if c.Org == org && c.Kind == kind {
			return c
		}
	}
	return Channel{Tenant: tenant, Org: org, Kind: kind, Revision: 1}
}

// SetChannel sets a channel of an org, or turns it off with an empty address. It
// takes limits:write and secret:use at the org. A kind that is none is
// channel.unknown (NotFound), a channel that is no longer at revision is channel.stale (Stale), secrets that the org may not use are
// channel.secret (Invalid).
func (s *Service) SetChannel(ctx context.Context, who rbac.Actor, org rbac.OrgID, kind ChannelKind, revision int64, address, sign string) (Channel, error) {
	for _, act := range []rbac.Permission{rbac.LimitsWrite, rbac.SecretUse} {
		if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
			return Channel{}, err
		}
	}
	if !slices.Contains(ChannelKinds(), kind) {
		return Channel{}, channelUnknown()
	}
	if err := s.checkChannel(ctx, who.Tenant, org, kind, address, sign); err != nil {
		return Channel{}, err
	}
	var after Channel
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.LimitsWrite, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		set, err := s.Store.NoticeChannels(ctx, who.Tenant, []rbac.OrgID{org})
		if err != nil {
			return err
		}
		before := among(set, who.Tenant, org, kind)
		after = Channel{
			Tenant: who.Tenant, Org: org, Kind: kind, Address: address, Sign: sign, Revision: revision, UpdatedAt: s.Now().UnixMicro(), UpdatedBy: who.Subject,
		}
		if done, err := s.Store.SetNoticeChannel(ctx, after); err != nil || !done {
			if err == nil {
				err = fault.New(fault.Stale, "channel.stale", "the channel was changed meanwhile; it is at revision %d", before.Revision).
					Carrying(map[string]int64{"revision": before.Revision})
			}
			return err
		}
		after.Revision++
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "channel:set", Kind: "channel", ResourceID: string(org) + "/" + string(kind), OrgID: org,
			Before: map[string]any{"address": before.Address, "sign": before.Sign}, After: map[string]any{"address": address, "sign": sign},
		})
	})
	return after, err
}

func (s *Service) checkChannel(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, kind ChannelKind, address, sign string) error {
	if sign != "" && (kind == "wecom" || address == "") {
		return fault.At("/sign", "channel.sign", "messages of this channel are not signed")
	}
	_, open := s.Outside(tenant, org)
	for pointer, key := range map[string]string{"/address": address, "/sign": sign} {
		if key == "" {
			continue
		}
		if err := name.Key(pointer, key); err != nil {
			return err
		}
		if _, err := open(ctx, key); fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return fault.At(pointer, "channel.secret", "there is no secret %s that this org may use for requests", key)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// TryChannel writes to a channel now, so that somebody sees whether it works. It
// takes what SetChannel does. What does not arrive is channel.failed (Conflict),
// and so is a channel that is off.
func (s *Service) TryChannel(ctx context.Context, who rbac.Actor, org rbac.OrgID, kind ChannelKind) error {
	for _, act := range []rbac.Permission{rbac.LimitsWrite, rbac.SecretUse} {
		if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
	}
	if !slices.Contains(ChannelKinds(), kind) {
		return channelUnknown()
	}
	set, err := s.Store.NoticeChannels(ctx, who.Tenant, []rbac.OrgID{org})
	if err != nil {
		return err
	}
	c := among(set, who.Tenant, org, kind)
	if c.Address == "" {
		return fault.New(fault.Conflict, "channel.failed", "the channel is off")
	}
	failure, err := s.write(ctx, c, s.NewID(), notify.Words{ZH: "Catenary 提醒渠道", EN: "Catenary channel"}, notify.Words{ZH: "这是一条测试消息。", EN: "This is a test message."})
	if err != nil {
		return err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.note(ctx, c, failure); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "channel:tried", Kind: "channel", ResourceID: string(org) + "/" + string(kind), OrgID: org, After: map[string]any{"failure": failure},
		})
	})
	if err == nil && failure != "" {
		err = fault.New(fault.Conflict, "channel.failed", "%s", failure)
	}
	return err
}

// note writes down whether a message arrived.
func (s *Service) note(ctx context.Context, c Channel, failure string) error {
	if failure == "" && c.Failure == "" {
		return nil
	}
	c.Failure, c.FailedAt = failure, 0
	if failure != "" {
		c.FailedAt = s.Now().UnixMicro()
	}
	return s.Store.NoteChannel(ctx, c)
}

// write sends a message as the node kind notify does, and says why it did not
// arrive.
func (s *Service) write(ctx context.Context, c Channel, key string, title, text notify.Words) (failure string, err error) {
	to := map[string]any{"address": map[string]string{"secret": c.Address}}
	if c.Sign != "" {
		to["sign"] = c.Sign
	}
	config, err := json.Marshal(map[string]any{string(c.Kind): to, "title": title, "text": text})
	if err != nil {
		return "", fmt.Errorf("write a message to a channel: %w", err)
	}
	client, open := s.Outside(c.Tenant, c.Org)
	out, err := notify.Kind{}.Run(ctx, nodes.Call{
		Written: config, Config: config, Key: key, Attempt: 1, Now: s.Now(),
		Tools: nodes.Tools{HTTP: client, Secret: open, Log: func(string) {}},
	})
	if err != nil {
		return "", err
	}
	if out.Failure != nil {
		return out.Failure.Message, nil
	}
	return "", nil
}
