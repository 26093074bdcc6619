package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// switchResult is a switch as the API shows it.
type switchResult struct {
	Key       string          `json:"key"`
	Name      string          `json:"name"`
	Type      string          `json:"type"`
	Options   []string        `json:"options,omitempty"`
	Value     json.RawMessage `json:"value"`
	Revision  int64           `json:"revision"`
	Shared    bool            `json:"shared"`
	ChangedAt string          `json:"changed_at"`
	// Approval is who has to approve changes, and Request what they are asked.
	Approval json.RawMessage `json:"approval,omitempty"`
	Request  *switchRequest  `json:"request,omitempty"`
}

// switchState is how a switch stands, as it is told to who follows it.
type switchState struct {
	Key       string          `json:"key"`
	Value     json.RawMessage `json:"value"`
	Revision  int64           `json:"revision"`
	ChangedAt string          `json:"changed_at"`
}

func newSwitchesCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "switches", Short: "Governed values that other systems follow live"})
	cmd.AddCommand(
		newSwitchesListCommand(r), newSwitchesGetCommand(r), newSwitchesSetCommand(r), newSwitchesHistoryCommand(r), newSwitchesFollowCommand(r),
		newSwitchesApprovalCommand(r), newSwitchesRequestsCommand(r),
	)
	return cmd
}

// plain is a value for people: a text without its quotes, other values as JSON.
func plain(value json.RawMessage) string {
	var s string
	if err := json.Unmarshal(value, &s); err == nil {
		return s
	}
	return text(value)
}

func (r *remote) printSwitches(cmd *cobra.Command, value any, all ...switchResult) error {
	rows := make([][]string, len(all))
	for i, s := range all {
		rows[i] = []string{s.Key, s.Type, plain(s.Value), short(s.ChangedAt), yes(s.Shared), s.Name}
	}
	return r.print(cmd, value, []string{"KEY", "TYPE", "VALUE", "SINCE", "SHARED", "NAME"}, rows)
}

func newSwitchesListCommand(r *remote) *cobra.Command {
	var org, search string
	cmd := &cobra.Command{
		Use: "list", Short: "List the switches of an org and those shared to it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[switchResult](cmd.Context(), o.Client, o.at("switches"), listQuery(false, search), 0)
			if err != nil {
				return err
			}
			return r.printSwitches(cmd, all, all...)
		},
	}
	orgFlag(cmd, &org)
	searchFlag(cmd, &search)
	return cmd
}

func newSwitchesGetCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Print how a switch stands: its value alone, or all of it with -o json", Args: cobra.ExactArgs(1),
		Example: `  if [ "$(catenary switches get stock-mode --org acme/retail)" = new ]; then …; fi`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var s switchResult
			if _, err := o.Get(cmd.Context(), o.at("switches", args[0]), nil, &s); err != nil {
				return err
			}
			if r.format != "table" {
				return r.print(cmd, s, nil, nil)
			}
			value := string(s.Value)
			if s.Type == "enum" {
				value = plain(s.Value)
			}
			say(cmd.OutOrStdout(), "%s\n", printable(value))
			return nil
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newSwitchesSetCommand(r *remote) *cobra.Command {
	var org, reason string
	cmd := &cobra.Command{
		Use: "set KEY VALUE", Short: "Give a switch another value, or ask for it where that needs an approval", Args: cobra.ExactArgs(2),
		Example: `  catenary switches set stock-mode new --reason "the new stock is ready"
  catenary switches set price-factor 1.2 --reason "winter sale"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var s switchResult
			answer, err := o.Get(cmd.Context(), o.at("switches", args[0]), nil, &s)
			if err != nil {
				return err
			}
			value, err := valueOf(s.Type, args[1])
			if err != nil {
				return err
			}
			return r.changeSwitch(cmd, o, s, answer.Header.Get("ETag"), "value", map[string]any{"value": value, "reason": reason})
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&reason, "reason", "", "why; stands in the history")
	_ = cmd.MarkFlagRequired("reason") // the flag is there
	return cmd
}

// valueOf is what somebody typed, as a value of a switch of a type: the options
// of an enum are texts, all else is JSON.
func valueOf(kind, typed string) (json.RawMessage, error) {
	if kind == "enum" {
		return json.Marshal(typed)
	}
	if !json.Valid([]byte(typed)) {
		return nil, usageError(fmt.Sprintf("%q is no JSON, which the values of this switch are; a text stands in quotes", typed))
	}
	return json.RawMessage(typed), nil
}

func newSwitchesHistoryCommand(r *remote) *cobra.Command {
	var org string
	var limit int
	cmd := &cobra.Command{
		Use: "history KEY", Short: "List from what to what a switch was set, by whom and why, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 {
				return usageError("--limit is 1 or more")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			type change struct {
				Revision int64           `json:"revision"`
				At       string          `json:"at"`
				By       *named          `json:"by,omitempty"`
				RunID    string          `json:"run_id,omitempty"`
				From     json.RawMessage `json:"from"`
				To       json.RawMessage `json:"to"`
				Reason   string          `json:"reason,omitempty"`
			}
			all, err := pages[change](cmd.Context(), o.Client, o.at("switches", args[0], "history"), nil, limit)
			if err != nil {
				return err
			}
			all = all[:min(len(all), limit)]
			rows := make([][]string, len(all))
			for i, c := range all {
				by := c.RunID
				if c.By != nil && by == "" {
					by = c.By.Name
				}
				rows[i] = []string{strconv.FormatInt(c.Revision, 10), short(c.At), plain(c.From), plain(c.To), by, c.Reason}
			}
			return r.print(cmd, all, []string{"REVISION", "AT", "FROM", "TO", "BY", "WHY"}, rows)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().IntVar(&limit, "limit", 50, "how many at most")
	return cmd
}

func newSwitchesFollowCommand(r *remote) *cobra.Command {
	var org, until string
	cmd := &cobra.Command{
		Use: "follow KEY", Short: "Print how a switch stands, now and whenever that changes", Args: cobra.ExactArgs(1),
		Long: `Print how a switch stands, now and whenever that changes, until it stands as --until
says, or for ever. A connection that is lost is made again; what changed meanwhile
is told once, as it stands then.`,
		Example: `  catenary switches follow stock-mode --org acme/retail
  catenary switches follow stock-mode --until new && ./begin.sh`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var s switchResult
			if _, err := o.Get(cmd.Context(), o.at("switches", args[0]), nil, &s); err != nil {
				return err
			}
			var wanted json.RawMessage
			if cmd.Flags().Changed("until") {
				if wanted, err = valueOf(s.Type, until); err != nil {
					return err
				}
			}
			var failed error
			err = standing(cmd.Context(), o.Client, o.at("switches", args[0], "stream"), func(now switchState) (over bool) {
				if failed = r.printStanding(cmd, now); failed != nil {
					return true
				}
				return wanted != nil && alike(now.Value, wanted)
			})
			if err == nil {
				err = failed
			}
			return err
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&until, "until", "", "end when it has this value")
	return cmd
}

// printStanding prints one line for how a switch stands.
func (r *remote) printStanding(cmd *cobra.Command, now switchState) error {
	if r.format != "table" {
		return r.print(cmd, now, nil, nil)
	}
	since := now.ChangedAt
	if at, err := time.Parse(time.RFC3339, since); err == nil {
		since = at.Format(time.DateTime)
	}
	say(cmd.OutOrStdout(), "%s  %s\n", since, printable(plain(now.Value)))
	return nil
}

// alike says whether two values are the same, however they are written.
func alike(x, y json.RawMessage) bool {
	return bytes.Equal(canonical(x), canonical(y))
}

func canonical(value json.RawMessage) []byte {
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return value
	}
	text, err := json.Marshal(v)
	if err != nil {
		return value
	}
	return text
}
