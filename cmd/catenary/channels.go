package main

import (
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// channelResult is a channel for to-dos as the API shows it.
type channelResult struct {
	Kind     string `json:"kind"`
	Address  string `json:"address,omitempty"`
	Sign     string `json:"sign,omitempty"`
	Revision int64  `json:"revision"`
	Failure  string `json:"failure,omitempty"`
	FailedAt string `json:"failed_at,omitempty"`
}

type channelResults struct {
	Items []channelResult `json:"items"`
}

func newChannelsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{
		Use: "channels", Short: "Where groups are told of to-dos",
		Long: `Where groups are told of to-dos: the robot of a group in WeCom, DingTalk or Feishu,
or a webhook. Addresses and what signs are keys of secrets of the org.`,
	})
	cmd.AddCommand(newChannelsListCommand(r), newChannelsSetCommand(r), newChannelsTestCommand(r), newChannelsDeleteCommand(r))
	return cmd
}

func (r *remote) printChannels(cmd *cobra.Command, value any, all ...channelResult) error {
	rows := make([][]string, len(all))
	for i, c := range all {
		state := "off"
		if c.Address != "" {
			state = "on"
		}
		rows[i] = []string{c.Kind, state, c.Address, c.Sign, short(c.FailedAt), c.Failure}
	}
	return r.print(cmd, value, []string{"KIND", "STATE", "ADDRESS", "SIGNED WITH", "FAILED", "WHY"}, rows)
}

func newChannelsListCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "list", Short: "List the channels of an org, one of each kind",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var all channelResults
			if _, err := o.Get(cmd.Context(), o.at("channels"), nil, &all); err != nil {
				return err
			}
			return r.printChannels(cmd, all.Items, all.Items...)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// setChannel sets a channel from where it stands, and prints how it stands then.
func (r *remote) setChannel(cmd *cobra.Command, org, kind string, body map[string]string) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	var all channelResults
	if _, err := o.Get(cmd.Context(), o.at("channels"), nil, &all); err != nil {
		return err
	}
	var c channelResult
	for _, one := range all.Items {
		if one.Kind == kind {
			c = one
		}
	}
	if c.Kind == "" {
		return missing("channel.unknown", "there is no such kind of channel: wecom, dingtalk, feishu or webhook")
	}
	var after channelResult
	err = send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPut, Path: o.at("channels", kind), IfMatch: strconv.Quote(strconv.FormatInt(c.Revision, 10)), Body: body,
	}, &after)
	if err != nil {
		return err
	}
	return r.printChannels(cmd, after, after)
}

func newChannelsSetCommand(r *remote) *cobra.Command {
	var org, address, sign string
	cmd := &cobra.Command{
		Use: "set KIND", Short: "Set a channel: wecom, dingtalk, feishu or webhook", Args: cobra.ExactArgs(1),
		Example: `  catenary channels set dingtalk --address team-robot --sign team-robot-key`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]string{"address": address}
			if sign != "" {
				body["sign"] = sign
			}
			return r.setChannel(cmd, org, args[0], body)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&address, "address", "", "key of the secret that is the address")
	_ = cmd.MarkFlagRequired("address") // the flag is there
	cmd.Flags().StringVar(&sign, "sign", "", "key of the secret that signs")
	return cmd
}

func newChannelsTestCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "test KIND", Short: "Write to a channel now", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("channels", args[0], "trial")}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newChannelsDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KIND", Short: "Turn a channel off and forget its secrets' keys", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.setChannel(cmd, org, args[0], map[string]string{})
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
