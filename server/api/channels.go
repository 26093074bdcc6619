package api

import (
	"context"
	"net/http"
	"time"

	"catenary/rbac"
	"catenary/server/inbox"
)

func (a *API) registerChannels() {
	const tag, all, one = "channels", "/orgs/{org_id}/channels", "/orgs/{org_id}/channels/{channel_kind}"
	register(a, route{
		ID: "listChannels", Method: http.MethodGet, Path: all, Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Where an org has groups told of to-dos, one channel of each kind; those without an address are off",
	}, a.listChannels)
	register(a, route{
		ID: "setChannel", Method: http.MethodPut, Path: one, Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Set a channel for to-dos of an org and of those below it that have none; it takes secret:use too",
	}, a.setChannel)
	register(a, route{
		ID: "tryChannel", Method: http.MethodPost, Path: one + "/trial", Permission: rbac.LimitsWrite, Tag: tag,
		Summary: "Write to a channel now; what does not arrive is 409", Status: http.StatusNoContent,
	}, a.tryChannel)
}

type channelBody struct {
	Kind      string     `json:"kind" enum:"wecom,dingtalk,feishu,webhook"`
	Address   string     `json:"address,omitempty" doc:"Key of the secret that is the address; absent: it is off"`
	Sign      string     `json:"sign,omitempty" doc:"Key of the secret that signs"`
	Revision  int64      `json:"revision"`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	Failure   string     `json:"failure,omitempty" doc:"Why the last message did not arrive"`
	FailedAt  *time.Time `json:"failed_at,omitempty"`
}

func newChannelBody(c inbox.Channel) channelBody {
	return channelBody{
		Kind: string(c.Kind), Address: c.Address, Sign: c.Sign, Revision: c.Revision, UpdatedAt: at(c.UpdatedAt), Failure: c.Failure, FailedAt: at(c.FailedAt),
	}
}

type listChannelsOutput struct {
	Body struct {
		Items []channelBody `json:"items"`
	}
}

// listChannels: GET /orgs/{org_id}/channels
func (a *API) listChannels(ctx context.Context, in *struct{ InOrg }) (*listChannelsOutput, error) {
	all, err := a.Inbox.Channels(ctx, actor(ctx), in.org())
	if err != nil {
		return nil, err
	}
	out := &listChannelsOutput{}
	out.Body.Items = make([]channelBody, len(all))
	for i, c := range all {
		out.Body.Items[i] = newChannelBody(c)
	}
	return out, nil
}

// InChannel is embedded in the input of routes about a channel.
type InChannel struct {
	InOrg
	Kind string `path:"channel_kind" doc:"wecom, dingtalk, feishu or webhook" example:"wecom"`
}

type setChannelInput struct {
	Reasoned
	InChannel
	IfMatch
	Body struct {
		Address string `json:"address,omitempty" doc:"Key of the secret that is the address; without it the channel is off" example:"team-robot"`
		Sign    string `json:"sign,omitempty" doc:"Key of the secret that signs, for a robot of DingTalk or Feishu with a signature, or a webhook"`
	}
}

type channelOutput struct {
	ETag string `header:"ETag"`
	Body channelBody
}

// setChannel: PUT /orgs/{org_id}/channels/{channel_kind}
func (a *API) setChannel(ctx context.Context, in *setChannelInput) (*channelOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	c, err := a.Inbox.SetChannel(ctx, actor(ctx), in.org(), inbox.ChannelKind(in.Kind), revision, in.Body.Address, in.Body.Sign)
	if err != nil {
		return nil, err
	}
	return &channelOutput{ETag: etag(c.Revision), Body: newChannelBody(c)}, nil
}

// tryChannel: POST /orgs/{org_id}/channels/{channel_kind}/trial
func (a *API) tryChannel(ctx context.Context, in *struct{ InChannel }) (*none, error) {
	return nil, a.Inbox.TryChannel(ctx, actor(ctx), in.org(), inbox.ChannelKind(in.Kind))
}
