package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// runResult is a run as the API shows it.
type runResult struct {
	ID        string          `json:"id"`
	OrgID     string          `json:"org_id,omitempty"`
	ChainKey  string          `json:"chain_key"`
	Version   int64           `json:"version"`
	State     string          `json:"state"`
	Title     string          `json:"title,omitempty"`
	Trigger   string          `json:"trigger,omitempty"`
	StartedBy *named          `json:"started_by,omitempty"`
	CreatedAt string          `json:"created_at,omitempty"`
	StartedAt string          `json:"started_at,omitempty"`
	EndedAt   string          `json:"ended_at,omitempty"`
	Failure   *failureResult  `json:"failure,omitempty"`
	Input     json.RawMessage `json:"input,omitempty"`
	Output    json.RawMessage `json:"output,omitempty"`
}

type failureResult struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Node    string `json:"node,omitempty"`
	Line    int    `json:"line,omitempty"`
}

// over says whether the run has ended.
func (r runResult) over() bool {
	switch r.State {
	case "succeeded", "failed", "canceled", "undone", "undo_failed":
		return true
	default:
		return false
	}
}

// runFailed is the error of a command whose run did not succeed.
type runFailed struct{ run runResult }

func (e runFailed) Error() string {
	text := "the run " + e.run.ID + " " + map[string]string{
		"failed": "failed", "canceled": "was cancelled", "undone": "was undone", "undo_failed": "could not be undone",
	}[e.run.State]
	if f := e.run.Failure; f != nil {
		if f.Node != "" {
			text += " at " + f.Node
		}
		text += ": " + f.Message + " (" + f.Code + ")"
	}
	return text
}

// following says how a command goes on once its run has begun.
type following struct {
	wait, follow bool
	key          string
}

func (f *following) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.wait, "wait", false, "wait for the end of the run; fail if it does not succeed")
	cmd.Flags().BoolVar(&f.follow, "follow", false, "print steps and what they say as they go, until the end; fail if the run does not succeed")
	cmd.Flags().StringVar(&f.key, "idempotency-key", "", "start one run however often the command is repeated with this key")
}

func newRunCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	var org, input, title string
	var version int64
	var f following
	cmd := r.flags(&cobra.Command{
		Use: "run KEY", Short: "Start a run of a chain", Args: cobra.ExactArgs(1),
		Long: `Start a run of the latest version of a chain, and print its id. With --wait or
--follow the command ends with the run: with code 0 if it succeeded, with code 1
if not.`,
		Example: `  catenary run stock-release --org acme/retail --input '{"sku":"A-1"}' --wait
  catenary run stock-release --org acme/retail --input @order.json --follow`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{}
			if err := readJSON(cmd, "input", input, body); err != nil {
				return err
			}
			if title != "" {
				body["title"] = title
			}
			if version != 0 {
				body["version"] = version
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return r.begin(cmd, o, o.at("chains", args[0], "runs"), body, f)
		},
	})
	orgFlag(cmd, &org)
	cmd.Flags().StringVarP(&input, "input", "i", "", "the input: JSON, @file, or - for standard input; {} if left out")
	cmd.Flags().StringVar(&title, "title", "", "what people find the run by")
	cmd.Flags().Int64Var(&version, "version", 0, "the version to run; the latest if left out")
	f.flags(cmd)
	return cmd
}

// maxInput is how large an input may be.
const maxInput = 1 << 20

// readJSON puts what a flag says into the field of a body by its name: JSON, the
// name of a file behind @, or - for standard input.
func readJSON(cmd *cobra.Command, flag, given string, body map[string]any) error {
	text := []byte(given)
	switch {
	case given == "":
		return nil
	case given == "-" || strings.HasPrefix(given, "@"):
		var err error
		if text, err = readFile(cmd, strings.TrimPrefix(given, "@"), maxInput); err != nil {
			return err
		}
	}
	if !json.Valid(text) {
		return usageError("--" + flag + " is not JSON; a file is named with @ before it")
	}
	body[flag] = json.RawMessage(bytes.TrimSpace(text))
	return nil
}

// begin starts a run with a request, and stays with it if that is asked for.
func (r *remote) begin(cmd *cobra.Command, o inOrg, path string, body any, f following) error {
	q := client.Request{Method: http.MethodPost, Path: path, Body: body, Key: f.key}
	if f.wait && !f.follow {
		q.Prefer = "wait=30"
	}
	var started runResult
	if err := send(cmd.Context(), o.Client, q, &started); err != nil {
		return err
	}
	if !f.wait && !f.follow {
		return r.printRun(cmd, started)
	}
	if f.follow || !started.over() {
		out := &follower{cmd: cmd, client: o.Client, at: o.at("runs", started.ID), quiet: !f.follow}
		if err := out.follow(cmd.Context()); err != nil {
			return err
		}
	}
	var run runResult
	if _, err := o.Get(cmd.Context(), o.at("runs", started.ID), nil, &run); err != nil {
		return err
	}
	if err := r.printRun(cmd, run); err != nil {
		return err
	}
	if run.State != "succeeded" {
		return runFailed{run}
	}
	return nil
}

// printRun prints one run.
func (r *remote) printRun(cmd *cobra.Command, run runResult) error {
	rows := [][]string{{"run", run.ID}, {"chain", run.ChainKey}, {"version", versionText(run.Version)}, {"state", run.State}}
	for _, more := range [][]string{
		{"title", run.Title}, {"started", short(run.CreatedAt)}, {"ended", short(run.EndedAt)}, {"output", text(run.Output)},
	} {
		if more[1] != "" {
			rows = append(rows, more)
		}
	}
	if f := run.Failure; f != nil {
		rows = append(rows, []string{"failure", fmt.Sprintf("%s (%s)", f.Message, f.Code)})
	}
	return r.print(cmd, run, nil, rows)
}

func versionText(n int64) string {
	if n == 0 {
		return "draft"
	}
	return strconv.FormatInt(n, 10)
}
