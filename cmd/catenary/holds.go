package main

import (
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// holdResult is how the starts of a chain stand, as the API shows it.
type holdResult struct {
	OrgID     string `json:"org_id,omitempty"`
	ChainKey  string `json:"chain_key"`
	ChainName string `json:"chain_name,omitempty"`
	State     string `json:"state"`
	Waiting   int64  `json:"waiting"`
	Most      int64  `json:"most"`
	OrderBy   string `json:"order_by,omitempty"`
	PerMinute int64  `json:"per_minute,omitempty"`
	Reason    string `json:"reason,omitempty"`
	HeldAt    string `json:"held_at,omitempty"`
	HeldBy    *named `json:"held_by,omitempty"`
	RunID     string `json:"run_id,omitempty"`
}

func newHoldsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{
		Use: "holds", Short: "Chains whose starts are kept",
		Long: `Chains whose starts are kept: who starts such a chain gets the id of a run, which
begins when the chain is released.`,
	})
	cmd.AddCommand(newHoldsListCommand(r), newHoldsShowCommand(r), newHoldsSetCommand(r), newHoldsReleaseCommand(r))
	return cmd
}

func (r *remote) printHolds(cmd *cobra.Command, value any, all ...holdResult) error {
	rows := make([][]string, len(all))
	for i, h := range all {
		pace := ""
		if h.State == "releasing" {
			pace = "at once"
			if h.PerMinute > 0 {
				pace = strconv.FormatInt(h.PerMinute, 10) + " a minute"
			}
		}
		by := h.RunID
		if h.HeldBy != nil && by == "" {
			by = h.HeldBy.Name
		}
		waiting := strconv.FormatInt(h.Waiting, 10)
		if h.Most > 0 && h.Waiting >= h.Most {
			waiting += "+"
		}
		rows[i] = []string{h.ChainKey, h.State, waiting, pace, short(h.HeldAt), by, h.Reason}
	}
	return r.print(cmd, value, []string{"CHAIN", "STATE", "WAITING", "PACE", "SINCE", "BY", "WHY"}, rows)
}

func newHoldsListCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "list", Short: "List the chains of an org and of those below it whose starts are kept, the newest first",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[holdResult](cmd.Context(), o.Client, o.at("holds"), nil, 0)
			if err != nil {
				return err
			}
			return r.printHolds(cmd, all, all...)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// hold asks for the hold of a chain, or changes it, and prints how it stands.
func (r *remote) hold(cmd *cobra.Command, org, chain string, q client.Request, more ...string) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	q.Path = o.at(append([]string{"chains", chain, "hold"}, more...)...)
	h := holdResult{ChainKey: chain}
	if err := send(cmd.Context(), o.Client, q, &h); err != nil {
		return err
	}
	return r.printHolds(cmd, h, h)
}

func newHoldsShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show CHAIN", Short: "Show whether the starts of a chain are kept, and how many wait", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.hold(cmd, org, args[0], client.Request{Method: http.MethodGet})
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newHoldsSetCommand(r *remote) *cobra.Command {
	var org, orderBy, reason string
	cmd := &cobra.Command{
		Use: "set CHAIN", Short: "Keep what starts a chain from now on", Args: cobra.ExactArgs(1),
		Example: `  catenary holds set stock-release --reason "the stock is counted" --order-by /order/id`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.hold(cmd, org, args[0], client.Request{
				Method: http.MethodPut, Body: map[string]string{"order_by": orderBy, "reason": reason},
			})
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&orderBy, "order-by", "", "JSON Pointer into the input: runs whose inputs are alike there begin one after another")
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func newHoldsReleaseCommand(r *remote) *cobra.Command {
	var org, reason string
	var perMinute int64
	cmd := &cobra.Command{
		Use: "release CHAIN", Short: "Let go of what is kept, in its order, at a pace", Args: cobra.ExactArgs(1),
		Long: `Let go of what is kept, in its order. What comes meanwhile stands behind it; when
nobody waits any more the chain is open.`,
		Example: `  catenary holds release stock-release --per-minute 600`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.hold(cmd, org, args[0], client.Request{
				Method: http.MethodPost, Body: map[string]any{"per_minute": perMinute, "reason": reason},
			}, "release")
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().Int64Var(&perMinute, "per-minute", 0, "how many begin in a minute; all at once if left out")
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}
