package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

func newEnvironmentsDeprecateCommand(r *remote) *cobra.Command {
	var org, note, replacement string
	var undo bool
	cmd := &cobra.Command{
		Use: "deprecate KEY", Short: "Mark an environment as being retired, or take that back", Args: cobra.ExactArgs(1),
		Long: `Mark an environment as being retired. Drafts that use it are warned, with the
environment to use instead; published chains run on. --undo takes it back.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if undo && (note != "" || replacement != "") {
				return usageError("--undo takes no --note and no --replacement")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var before, e environmentResult
			answer, err := o.Get(cmd.Context(), o.at("environments", args[0]), nil, &before)
			if err != nil {
				return err
			}
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPatch, Path: o.at("environments", args[0]), IfMatch: answer.Header.Get("ETag"),
				Body: map[string]any{"deprecation": map[string]any{"deprecated": !undo, "note": note, "replacement": replacement}},
			}, &e)
			if err != nil {
				return err
			}
			return r.printEnvironments(cmd, e, e)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&note, "note", "", "why, and until when")
	cmd.Flags().StringVar(&replacement, "replacement", "", "key of the environment to use instead")
	cmd.Flags().BoolVar(&undo, "undo", false, "it is not being retired any more")
	return cmd
}
