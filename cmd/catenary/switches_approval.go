package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// switchRequest is a change of a switch that people are asked to approve.
type switchRequest struct {
	ID         string          `json:"id"`
	State      string          `json:"state"`
	Message    string          `json:"message,omitempty"`
	Revision   int64           `json:"revision"`
	From       json.RawMessage `json:"from"`
	To         json.RawMessage `json:"to"`
	Rule       bool            `json:"rule"`
	Reason     string          `json:"reason,omitempty"`
	ApprovalID string          `json:"approval_id"`
	CreatedAt  string          `json:"created_at"`
	SettledAt  string          `json:"settled_at,omitempty"`
}

// changeSwitch sends a change of a switch as it was read, and prints how it stands
// then, and what people are asked.
func (r *remote) changeSwitch(cmd *cobra.Command, o inOrg, s switchResult, etag, what string, body any) error {
	err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPut, Path: o.at("switches", s.Key, what), IfMatch: etag, Body: body}, &s)
	if err != nil {
		return err
	}
	if err := r.printSwitches(cmd, s, s); err != nil || s.Request == nil || r.format != "table" {
		return err
	}
	say(cmd.OutOrStdout(), "It stays so until it is approved: request %s, approval %s.\n", s.Request.ID, s.Request.ApprovalID)
	return nil
}

func newSwitchesApprovalCommand(r *remote) *cobra.Command {
	var org, file, reason string
	var none bool
	cmd := &cobra.Command{
		Use: "approval KEY {--file FILE|--none}", Short: "Say who has to approve changes of a switch", Args: cobra.ExactArgs(1),
		Long: `Say who has to approve changes of a switch, or that nobody has to. Where somebody
has to, this is itself such a change, and they are asked. The file is YAML or JSON:

  levels:
    - {by: [{role: approver}], quorum: 2, due: 24h, at_end: reject}
    - {by: [{role: admin, org: parent}]}`,
		Example: `  catenary switches approval stock-mode --file approval.yaml
  catenary switches approval stock-mode --none --reason "the move is over"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{"reason": reason}
			if !none {
				text, err := readFile(cmd, file, maxPlan)
				if err != nil {
					return err
				}
				var plan map[string]any
				if err := yaml.Unmarshal(text, &plan); err != nil || plan == nil {
					return fmt.Errorf("%s does not say who approves: %s", file, yaml.FormatError(err, false, false))
				}
				body["approval"] = plan
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var s switchResult
			answer, err := o.Get(cmd.Context(), o.at("switches", args[0]), nil, &s)
			if err != nil {
				return err
			}
			return r.changeSwitch(cmd, o, s, answer.Header.Get("ETag"), "approval", body)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&file, "file", "", "who approves, as YAML or JSON; - for standard input")
	cmd.Flags().BoolVar(&none, "none", false, "nobody has to approve")
	cmd.Flags().StringVar(&reason, "reason", "", "why; needed where somebody has to approve it")
	cmd.MarkFlagsOneRequired("file", "none")
	cmd.MarkFlagsMutuallyExclusive("file", "none")
	return cmd
}

func newSwitchesRequestsCommand(r *remote) *cobra.Command {
	var org, state string
	var limit int
	cmd := &cobra.Command{
		Use: "requests KEY", Short: "List the changes of a switch that people were asked to approve, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			query := url.Values{}
			if state != "" {
				query.Set("state", state)
			}
			all, err := pages[switchRequest](cmd.Context(), o.Client, o.at("switches", args[0], "requests"), query, limit)
			if err != nil {
				return err
			}
			rows := make([][]string, len(all))
			for i, q := range all {
				to := plain(q.To)
				if q.Rule {
					to = "(who approves)"
				}
				rows[i] = []string{q.ID, q.State, plain(q.From), to, short(q.CreatedAt), q.ApprovalID, q.Reason}
			}
			return r.print(cmd, all, []string{"ID", "STATE", "FROM", "TO", "ASKED", "APPROVAL", "REASON"}, rows)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&state, "state", "", "only those in this state, such as waiting")
	cmd.Flags().IntVar(&limit, "limit", 20, "how many; 0 for all")
	return cmd
}
