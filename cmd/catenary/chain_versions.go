package main

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/chain"
	"catenary/cmd/catenary/client"
)

func newChainsDiffCommand(r *remote) *cobra.Command {
	var org, from, to, file string
	cmd := &cobra.Command{
		Use: "diff KEY", Short: "Say how the draft differs from the latest version, any two versions, or a file from the draft",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			if file != "" {
				return r.diffFile(cmd, o, args[0], file)
			}
			if from == "" {
				var c chainResult
				if _, err := o.Get(cmd.Context(), o.at("chains", args[0]), nil, &c); err != nil {
					return err
				}
				if c.Version == 0 {
					return missing("chain.version_unknown", "no version is published yet, so there is nothing to compare the draft with")
				}
				from = strconv.FormatInt(c.Version, 10)
			}
			var result struct {
				Changes []chain.Change `json:"changes"`
			}
			if _, err := o.Get(cmd.Context(), o.at("chains", args[0], "compare"), url.Values{"from": {from}, "to": {to}}, &result); err != nil {
				return err
			}
			return r.printChanges(cmd, result.Changes)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&from, "from", "", "the older version; the latest if left out")
	cmd.Flags().StringVar(&to, "to", "draft", "the newer version, or draft")
	cmd.Flags().StringVarP(&file, "file", "f", "", "a document to compare with the draft: what apply would change")
	cmd.MarkFlagsMutuallyExclusive("file", "from")
	cmd.MarkFlagsMutuallyExclusive("file", "to")
	return cmd
}

// diffFile says what applying the file would change.
func (r *remote) diffFile(cmd *cobra.Command, o inOrg, key, file string) error {
	d, err := readDocument(cmd, file)
	if err != nil {
		return err
	}
	next, err := d.parse()
	if err != nil {
		return err
	}
	answer, err := o.Do(cmd.Context(), client.Request{Method: http.MethodGet, Path: o.at("chains", key, "draft"), Accept: "application/json"})
	if err != nil {
		return err
	}
	now, err := document{data: answer.Body, encoding: chain.EncodingJSON}.parse()
	if err != nil {
		return err
	}
	return r.printChanges(cmd, chain.Diff(now, next))
}

func (r *remote) printChanges(cmd *cobra.Command, changes []chain.Change) error {
	rows := [][]string{}
	if len(changes) == 0 {
		changes = []chain.Change{} // a list for programs too
		rows = append(rows, []string{"nothing", "", "is different", "", ""})
	}
	for _, c := range changes {
		what := string(c.Node)
		if c.From != "" {
			what = string(c.From) + " → " + string(c.To)
		}
		rows = append(rows, []string{string(c.Kind), string(c.Subject), what, "", ""})
		for _, f := range c.Fields {
			before, after := text(f.Before), text(f.After)
			rows = append(rows, []string{"", "", "  " + f.Pointer, before, after})
		}
	}
	return r.print(cmd, changes, []string{"CHANGE", "PART", "WHAT", "BEFORE", "AFTER"}, rows)
}

// text writes a field's value on one line, cut where it is long.
func text(v chain.JSON) string {
	s := []rune(string(v))
	if len(s) > 60 {
		return string(s[:57]) + "..."
	}
	return string(s)
}

func newChainsPublishCommand(r *remote) *cobra.Command {
	var org, message string
	cmd := &cobra.Command{
		Use: "publish KEY", Short: "Make the draft the next version", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var c chainResult
			answer, err := o.Get(cmd.Context(), o.at("chains", args[0]), nil, &c)
			if err != nil {
				return err
			}
			p, err := r.publish(cmd, o, args[0], answer.Header.Get("ETag"), message)
			if err != nil {
				return err
			}
			var v versionResult
			if _, err := o.Get(cmd.Context(), o.at("chains", args[0], "versions", strconv.FormatInt(p.Version, 10)), nil, &v); err != nil {
				return err
			}
			return r.print(cmd, v, nil, [][]string{{"published", args[0]}, {"version", strconv.FormatInt(v.Version, 10)}, {"digest", v.Digest}})
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVarP(&message, "message", "m", "", "what to know of this version")
	return cmd
}

func newChainsVersionsCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "versions KEY", Short: "List a chain's versions, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return r.printVersions(cmd, o, o.at("chains", args[0], "versions"))
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
