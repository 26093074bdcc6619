package main

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// maxPlan is how large the file of a release may be.
const maxPlan = 8 << 20

const planHelp = `The file is YAML or JSON:

  name: Stock release 12
  phases:
    - {name: Prepare, chain: {key: prepare-stock}, input: {sku: A-1}}
    - name: Switch over
      chain: {key: switch-stock, version: 3}
      gates:
        - approval: {levels: [{by: [{role: approver}]}]}
        - window: {from: "22:00", to: "05:00", time_zone: Asia/Shanghai}
      rollback: {chain: {key: switch-back}, input: {sku: A-1}}

A chain without a version is fixed at its latest one.`

// readPlan reads what a release is to be.
func readPlan(cmd *cobra.Command, file string) (body map[string]any, err error) {
	text, err := readFile(cmd, file, maxPlan)
	if err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(text, &body); err != nil || body == nil {
		return nil, fmt.Errorf("%s says nothing of a release: %s", file, yaml.FormatError(err, false, false))
	}
	return body, nil
}

func newReleasesCreateCommand(r *remote) *cobra.Command {
	var org, file string
	cmd := &cobra.Command{
		Use: "create --file FILE", Short: "Draw up a release",
		Long:    "Draw up a release. " + planHelp,
		Example: `  catenary releases create --org acme/retail --file release.yaml`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			body, err := readPlan(cmd, file)
			if err != nil {
				return err
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var v releaseResult
			if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("releases"), Body: body}, &v); err != nil {
				return err
			}
			return r.printRelease(cmd, v)
		},
	}
	orgFlag(cmd, &org)
	planFlag(cmd, &file)
	return cmd
}

func planFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "file", "", "what it does, as YAML or JSON; - for standard input")
	_ = cmd.MarkFlagRequired("file") // the flag is there
}

// atRelease sends a request about a release as it is now: more is the address
// below the release. It prints what comes of it, if there is something.
func (r *remote) atRelease(cmd *cobra.Command, org, id string, q client.Request, more ...string) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	answer, err := o.Get(cmd.Context(), o.at("releases", id), nil, &releaseResult{})
	if err != nil {
		return err
	}
	q.Path, q.IfMatch = o.at(append([]string{"releases", id}, more...)...), answer.Header.Get("ETag")
	if q.Method == http.MethodDelete {
		return send(cmd.Context(), o.Client, q, nil)
	}
	var v releaseResult
	if err := send(cmd.Context(), o.Client, q, &v); err != nil {
		return err
	}
	return r.printRelease(cmd, v)
}

func newReleasesEditCommand(r *remote) *cobra.Command {
	var org, file string
	cmd := &cobra.Command{
		Use: "edit RELEASE --file FILE", Short: "Say anew what a release does; one in review is a draft again", Args: cobra.ExactArgs(1),
		Long: "Say anew what a release does; one in review is a draft again. " + planHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := readPlan(cmd, file)
			if err != nil {
				return err
			}
			return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodPut, Body: body})
		},
	}
	orgFlag(cmd, &org)
	planFlag(cmd, &file)
	return cmd
}

func newReleasesDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete RELEASE", Short: "Delete a release that was not approved; others are permanent", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodDelete})
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newReleasesSubmitCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "submit RELEASE", Short: "Seal a draft and have it reviewed", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodPost}, "submit")
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newReleasesCommentCommand(r *remote) *cobra.Command {
	var org, pointer string
	cmd := &cobra.Command{
		Use: "comment RELEASE TEXT", Short: "Say something about a release", Args: cobra.ExactArgs(2),
		Example: `  catenary releases comment 01JD… "why so late?" --about /phases/1/chain`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var c commentResult
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPost, Path: o.at("releases", args[0], "comments"), Body: map[string]string{"body": args[1], "pointer": pointer},
			}, &c)
			if err != nil {
				return err
			}
			return r.print(cmd, c, []string{"SAID", "BY", "ABOUT", "WHAT"}, [][]string{{short(c.At), by(c.By), c.Pointer, c.Body}})
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&pointer, "about", "", "the part that it is about: /phases/0/chain")
	return cmd
}

func newReleasesWithdrawCommand(r *remote) *cobra.Command {
	var org, reason string
	cmd := &cobra.Command{
		Use: "withdraw RELEASE", Short: "Give up a release that was not executed", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodPost, Body: map[string]string{"reason": reason}}, "withdraw")
		},
	}
	orgFlag(cmd, &org)
	reasonFlag(cmd, &reason)
	return cmd
}

func reasonFlag(cmd *cobra.Command, reason *string) {
	cmd.Flags().StringVar(reason, "reason", "", "why")
	_ = cmd.MarkFlagRequired("reason") // the flag is there
}

func newReleasesExecuteCommand(r *remote) *cobra.Command {
	var org string
	var follow bool
	cmd := &cobra.Command{
		Use: "execute RELEASE", Short: "Let an approved release run, once", Args: cobra.ExactArgs(1),
		Long: `Let an approved release run, once. It goes on by itself, whatever becomes of this
command. With --follow the command prints milestones and ends with the release: with
code 0 if it succeeded, with code 1 if not.`,
		Example: `  catenary releases execute 01JD… --follow`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !follow {
				return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodPost}, "execute")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var v releaseResult
			at := o.at("releases", args[0])
			if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: at + "/execute"}, &v); err != nil {
				return err
			}
			err = o.followRelease(cmd.Context(), at, v.Milestones, func(m milestoneResult) (last bool, err error) {
				say(cmd.ErrOrStderr(), "%s\n", m.line())
				return m.Kind == "finished", nil
			})
			if err != nil {
				return err
			}
			if _, err := o.Get(cmd.Context(), at, nil, &v); err != nil {
				return err
			}
			if err := r.printRelease(cmd, v); err != nil {
				return err
			}
			if v.State != "succeeded" {
				return fmt.Errorf("the release is %s: %s (%s)", v.State, v.Message, v.Code)
			}
			return nil
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().BoolVar(&follow, "follow", false, "print milestones as they come, until the end; fail if it does not succeed")
	return cmd
}

func newReleasesRollbackCommand(r *remote) *cobra.Command {
	var org, reason string
	cmd := &cobra.Command{
		Use: "rollback RELEASE PHASE", Short: "Take back what a phase did, during the execution, which stops by it, or after", Args: cobra.ExactArgs(2),
		Example: `  catenary releases rollback 01JD… 2 --reason "the orders are wrong"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if n, err := strconv.Atoi(args[1]); err != nil || n < 1 {
				return usageError(fmt.Sprintf("%q is no phase: they are numbered from 1", args[1]))
			}
			return r.atRelease(cmd, org, args[0], client.Request{Method: http.MethodPost, Body: map[string]string{"reason": reason}},
				"phases", args[1], "rollback")
		},
	}
	orgFlag(cmd, &org)
	reasonFlag(cmd, &reason)
	return cmd
}
