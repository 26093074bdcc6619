package main

import (
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// releaseRuleResult is what an org asks of releases, as the API shows it.
type releaseRuleResult struct {
	RehearsalDays int64 `json:"rehearsal_days"`
	Effective     int64 `json:"effective_rehearsal_days"`
	Revision      int64 `json:"revision"`
}

func newReleaseRuleCommand(r *remote) *cobra.Command {
	cmd := &cobra.Command{
		Use: "rule", Short: "What an org asks of its releases and of those below it",
		Long: `What an org asks of its releases and of those of all orgs below it: a rehearsal
that passed, of just what was approved, and not older than so many days. An org
can ask for more than those above it, not for less.`,
	}
	cmd.AddCommand(newReleaseRuleShowCommand(r), newReleaseRuleSetCommand(r), newReleaseRuleClearCommand(r))
	return cmd
}

func (r *remote) printReleaseRule(cmd *cobra.Command, v releaseRuleResult) error {
	days := func(n int64) string {
		if n == 0 {
			return "none"
		}
		return strconv.FormatInt(n, 10) + " days"
	}
	return r.print(cmd, v, []string{"REHEARSAL ASKED HERE", "WITH THE ORGS ABOVE"}, [][]string{{days(v.RehearsalDays), days(v.Effective)}})
}

func newReleaseRuleShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show", Short: "Show how old a rehearsal may be, by the org and with those above it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var v releaseRuleResult
			if _, err := o.Get(cmd.Context(), o.at("release-rule"), nil, &v); err != nil {
				return err
			}
			return r.printReleaseRule(cmd, v)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newReleaseRuleSetCommand(r *remote) *cobra.Command {
	var org string
	var days int64
	cmd := &cobra.Command{
		Use: "set --rehearsal-days DAYS", Short: "Ask for a rehearsal that is not older than so many days",
		Example: `  catenary releases rule set --org acme/retail --rehearsal-days 14`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.setReleaseRule(cmd, org, days)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().Int64Var(&days, "rehearsal-days", 0, "how old a rehearsal may be when a release is executed; 0: none is needed")
	_ = cmd.MarkFlagRequired("rehearsal-days") // the flag is there
	return cmd
}

func newReleaseRuleClearCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "clear", Short: "Ask for no more than the orgs above do",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.setReleaseRule(cmd, org, 0)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// setReleaseRule says what an org asks from now on, if nobody said it meanwhile.
func (r *remote) setReleaseRule(cmd *cobra.Command, org string, days int64) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	var v releaseRuleResult
	answer, err := o.Get(cmd.Context(), o.at("release-rule"), nil, &v)
	if err != nil {
		return err
	}
	err = send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPut, Path: o.at("release-rule"), IfMatch: answer.Header.Get("ETag"), Body: map[string]int64{"rehearsal_days": days},
	}, &v)
	if err != nil {
		return err
	}
	return r.printReleaseRule(cmd, v)
}
