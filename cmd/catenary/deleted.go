package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// newRestoreDeletedCommand brings something back that was deleted by its key:
// list is where the API has what can be restored, code what it says of a key
// that is not there.
func newRestoreDeletedCommand[T any](r *remote, noun, list, code string, show func(*cobra.Command, any, ...T) error) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "restore KEY", Short: "Bring a deleted " + noun + " back, the one deleted last", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			id, err := findDeleted(cmd, o, list, args[0])
			if err != nil {
				return err
			}
			if id == "" {
				return missing(code, "no %s with the key %q was deleted here in the last 30 days", noun, args[0])
			}
			var back T
			if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at(list, id, "restore")}, &back); err != nil {
				return err
			}
			return show(cmd, back, back)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// findDeleted is the id of what had the key and was deleted last; "" if nothing
// had it.
func findDeleted(cmd *cobra.Command, o inOrg, list, key string) (string, error) {
	type deletedResult struct {
		crumb
		DeletedAt string `json:"deleted_at"`
	}
	deleted, err := pages[deletedResult](cmd.Context(), o.Client, o.at(list), nil, 0)
	if err != nil {
		return "", err
	}
	var last deletedResult
	for _, d := range deleted {
		if d.Key == key && d.DeletedAt > last.DeletedAt {
			last = d
		}
	}
	return last.ID, nil
}
