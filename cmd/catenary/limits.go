package main

import (
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// limitsResult is a limit of runs as the API shows it.
type limitsResult struct {
	Concurrency int64  `json:"concurrency"`
	Queue       int64  `json:"queue"`
	Rate        int64  `json:"rate"`
	Running     int64  `json:"running"`
	Waiting     int64  `json:"waiting"`
	Revision    int64  `json:"revision"`
	UpdatedAt   string `json:"updated_at,omitempty"`
}

// limited is where a limit stands: at an org, or at a chain of it.
type limited struct{ org, chain string }

func (l *limited) flags(cmd *cobra.Command) *cobra.Command {
	orgFlag(cmd, &l.org)
	cmd.Flags().StringVar(&l.chain, "chain", "", "a chain of the org; the whole org with all below it if left out")
	return cmd
}

func (l *limited) at(o inOrg) string {
	if l.chain == "" {
		return o.at("limits")
	}
	return o.at("chains", l.chain, "limits")
}

func newLimitsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{
		Use: "limits", Short: "How many runs are at work, wait and are started",
		Long: `How many runs of a chain, or of an org and all orgs below it, are at work at once,
how many wait for that, and how many are started in a minute. A run counts for
all limits over its chain; that at the root is the tenant's.`,
	})
	cmd.AddCommand(newLimitsShowCommand(r), newLimitsSetCommand(r), newLimitsClearCommand(r))
	return cmd
}

func (r *remote) printLimits(cmd *cobra.Command, l limitsResult) error {
	bound := func(n int64) string {
		if n == 0 {
			return "no limit"
		}
		return strconv.FormatInt(n, 10)
	}
	queue := "-"
	if l.Concurrency > 0 {
		queue = strconv.FormatInt(l.Queue, 10)
	}
	return r.print(cmd, l, []string{"CONCURRENCY", "RUNNING", "QUEUE", "WAITING", "STARTS A MINUTE"}, [][]string{{
		bound(l.Concurrency), strconv.FormatInt(l.Running, 10), queue, strconv.FormatInt(l.Waiting, 10), bound(l.Rate),
	}})
}

func newLimitsShowCommand(r *remote) *cobra.Command {
	var where limited
	return where.flags(&cobra.Command{
		Use: "show", Short: "Show the limit of an org or a chain, and how far it is taken up",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), where.org)
			if err != nil {
				return err
			}
			var l limitsResult
			if _, err := o.Get(cmd.Context(), where.at(o), nil, &l); err != nil {
				return err
			}
			return r.printLimits(cmd, l)
		},
	})
}

func newLimitsSetCommand(r *remote) *cobra.Command {
	var where limited
	var concurrency, queue, rate int64
	cmd := where.flags(&cobra.Command{
		Use: "set", Short: "Limit the runs of an org or a chain",
		Long: `Limit the runs of an org or a chain. What no flag says stays as it is. Who starts
a run that may not even wait, or too many in a minute, is refused with 429.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), where.org)
			if err != nil {
				return err
			}
			var l limitsResult
			answer, err := o.Get(cmd.Context(), where.at(o), nil, &l)
			if err != nil {
				return err
			}
			body := map[string]int64{"concurrency": l.Concurrency, "rate": l.Rate}
			if l.Concurrency > 0 {
				body["queue"] = l.Queue
			}
			for name, value := range map[string]int64{"concurrency": concurrency, "queue": queue, "rate": rate} {
				if cmd.Flags().Changed(name) {
					body[name] = value
				}
			}
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPut, Path: where.at(o), IfMatch: answer.Header.Get("ETag"), Body: body,
			}, &l)
			if err != nil {
				return err
			}
			return r.printLimits(cmd, l)
		},
	})
	cmd.Flags().Int64Var(&concurrency, "concurrency", 0, "runs at work at once; 0 for no limit")
	cmd.Flags().Int64Var(&queue, "queue", 0, "runs that may wait beyond; at first 1000")
	cmd.Flags().Int64Var(&rate, "rate", 0, "starts in a minute; 0 for no limit")
	return cmd
}

func newLimitsClearCommand(r *remote) *cobra.Command {
	var where limited
	return where.flags(&cobra.Command{
		Use: "clear", Short: "Take the limit of an org or a chain away; runs that wait for it go on",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), where.org)
			if err != nil {
				return err
			}
			var l limitsResult
			answer, err := o.Get(cmd.Context(), where.at(o), nil, &l)
			if err != nil {
				return err
			}
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPut, Path: where.at(o), IfMatch: answer.Header.Get("ETag"), Body: map[string]int64{},
			}, &l)
			if err != nil {
				return err
			}
			return r.printLimits(cmd, l)
		},
	})
}
