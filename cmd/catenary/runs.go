package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// stepResult is a step as the API shows it.
type stepResult struct {
	Scope   string         `json:"scope,omitempty"`
	Node    string         `json:"node"`
	State   string         `json:"state"`
	Attempt int            `json:"attempt,omitempty"`
	BegunAt string         `json:"begun_at,omitempty"`
	EndedAt string         `json:"ended_at,omitempty"`
	For     string         `json:"for,omitempty"`
	Failure *failureResult `json:"failure,omitempty"`
}

// logLine is a line of a log as the API shows it.
type logLine struct {
	Number int64  `json:"n"`
	At     string `json:"at"`
	Stream string `json:"stream"`
	Text   string `json:"text"`
}

func newRunsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "runs", Short: "Runs of chains"})
	cmd.AddCommand(newRunsListCommand(r), newRunsShowCommand(r), newRunsLogsCommand(r), newRerunCommand(r))
	for _, o := range [][2]string{
		{"cancel", "End a run, and what it has begun outside"},
		{"pause", "Let a run begin nothing new"},
		{"resume", "Let a paused run go on"},
		{"undo", "Undo the steps of a run that is over, the last first"},
	} {
		cmd.AddCommand(newOrderCommand(r, o[0], o[1]))
	}
	return cmd
}

func newRunsListCommand(r *remote) *cobra.Command {
	var org, search, state, chain, by string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "List the runs of an org and of those below it, the newest first",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 {
				return usageError("--limit is 1 or more")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			query := url.Values{}
			for name, value := range map[string]string{"q": search, "state": state, "chain": chain, "started_by": by} {
				if value != "" {
					query.Set(name, value)
				}
			}
			runs, err := pages[runResult](cmd.Context(), o.Client, o.at("runs"), query, limit)
			if err != nil {
				return err
			}
			runs = runs[:min(len(runs), limit)]
			rows := make([][]string, len(runs))
			for i, run := range runs {
				by, failure := "", ""
				if run.StartedBy != nil {
					by = run.StartedBy.Name
				}
				if run.Failure != nil {
					failure = run.Failure.Code
				}
				rows[i] = []string{run.ID, run.State, run.ChainKey, versionText(run.Version), run.Title, short(run.CreatedAt), took(run.StartedAt, run.EndedAt), by, failure}
			}
			return r.print(cmd, runs, []string{"RUN", "STATE", "CHAIN", "VERSION", "TITLE", "STARTED", "TOOK", "BY", "FAILURE"}, rows)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&search, "search", "", "those with these words in their title")
	cmd.Flags().StringVar(&state, "state", "", "those in these states: failed,running")
	cmd.Flags().StringVar(&chain, "chain", "", "those of the chain with this key")
	cmd.Flags().StringVar(&by, "by", "", "those that this member or service account started: an id, or me")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many at most")
	return cmd
}

// took is how long something lasted, for people.
func took(from, to string) string {
	begun, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return ""
	}
	ended, err := time.Parse(time.RFC3339, to)
	if err != nil {
		return ""
	}
	return ended.Sub(begun).Round(time.Millisecond).String()
}

func newRunsShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show RUN", Short: "Show one run and its steps", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var shown struct {
				runResult
				Steps []stepResult `json:"steps"`
			}
			if _, err := o.Get(cmd.Context(), o.at("runs", args[0]), nil, &shown.runResult); err != nil {
				return err
			}
			var steps struct {
				Items []stepResult `json:"items"`
			}
			if _, err := o.Get(cmd.Context(), o.at("runs", args[0], "steps"), nil, &steps); err != nil {
				return err
			}
			shown.Steps = steps.Items
			if r.format != "table" {
				return r.print(cmd, shown, nil, nil)
			}
			if err := r.printRun(cmd, shown.runResult); err != nil {
				return err
			}
			say(cmd.OutOrStdout(), "\n")
			rows := make([][]string, len(shown.Steps))
			for i, s := range shown.Steps {
				why := s.For
				if s.Failure != nil {
					why = s.Failure.Message + " (" + s.Failure.Code + ")"
				}
				rows[i] = []string{s.Node, s.State, strconv.Itoa(s.Attempt), took(s.BegunAt, s.EndedAt), why}
			}
			return r.print(cmd, nil, []string{"STEP", "STATE", "ATTEMPT", "TOOK", "WHY"}, rows)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newRunsLogsCommand(r *remote) *cobra.Command {
	var org, half, scope string
	var attempt int
	var follow bool
	cmd := &cobra.Command{
		Use: "logs RUN NODE", Short: "Print what a step has said", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			query := url.Values{"node": {args[1]}}
			for name, value := range map[string]string{"half": half, "scope": scope} {
				if value != "" {
					query.Set(name, value)
				}
			}
			if attempt > 0 {
				query.Set("attempt", strconv.Itoa(attempt))
			}
			if follow {
				return o.Stream(cmd.Context(), o.at("runs", args[0], "logs", "stream"), query, func(e client.Event) (bool, error) {
					if e.Name != "line" {
						return true, nil
					}
					var l logLine
					return false, r.printLine(cmd, *as(e.Data, &l))
				})
			}
			return r.printLog(cmd, o, o.at("runs", args[0], "logs"), query)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().IntVar(&attempt, "attempt", 0, "that of this attempt; the last one if left out")
	cmd.Flags().StringVar(&half, "half", "", "pipeline or task, of a node that has both")
	cmd.Flags().StringVar(&scope, "scope", "", "of an item of a list: pack:3")
	cmd.Flags().BoolVar(&follow, "follow", false, "go on until the step is over")
	return cmd
}

// printLog prints a whole log, a part after the other.
func (r *remote) printLog(cmd *cobra.Command, o inOrg, path string, query url.Values) error {
	for from := int64(0); ; {
		query.Set("from", strconv.FormatInt(from, 10))
		query.Set("limit", "1000")
		var part struct {
			Items []logLine `json:"items"`
		}
		if _, err := o.Get(cmd.Context(), path, query, &part); err != nil {
			return err
		}
		for _, l := range part.Items {
			if err := r.printLine(cmd, l); err != nil {
				return err
			}
			from = l.Number + 1
		}
		if len(part.Items) == 0 {
			return nil
		}
	}
}

// printLine prints a line of a log: its text, or all of it for programs.
func (r *remote) printLine(cmd *cobra.Command, l logLine) error {
	if r.format != "table" {
		return r.print(cmd, l, nil, nil)
	}
	say(cmd.OutOrStdout(), "%s\n", printable(l.Text))
	return nil
}

// printable takes out of a text what would steer the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

func newOrderCommand(r *remote, verb, summary string) *cobra.Command {
	var org, reason string
	cmd := &cobra.Command{
		Use: verb + " RUN", Short: summary, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var run runResult
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPost, Path: o.at("runs", args[0], verb), Body: map[string]string{"reason": reason},
			}, &run)
			if err != nil {
				return err
			}
			return r.printRun(cmd, run)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func newRerunCommand(r *remote) *cobra.Command {
	var org, from, version, title string
	var f following
	cmd := &cobra.Command{
		Use: "rerun RUN", Short: "Run again with the same input, whole or from a node", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			body := map[string]any{}
			for name, value := range map[string]string{"from": from, "version": version, "title": title} {
				if value != "" {
					body[name] = value
				}
			}
			return r.begin(cmd, o, o.at("runs", args[0], "rerun"), body, f)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&from, "from", "", "the node to begin at, with the outputs before it as they were")
	cmd.Flags().StringVar(&version, "version", "", "a version, or latest; that of the run if left out")
	cmd.Flags().StringVar(&title, "title", "", "what people find the run by")
	f.flags(cmd)
	return cmd
}
