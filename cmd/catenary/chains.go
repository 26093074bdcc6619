package main

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// chainResult is a chain as the API shows it.
type chainResult struct {
	ID      string   `json:"id"`
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Tags    []string `json:"tags"`
	Version int64    `json:"version"`
	Draft   struct {
		Revision int64  `json:"revision"`
		Checksum string `json:"checksum"`
		Changed  bool   `json:"changed"`
	} `json:"draft"`
	UpdatedAt string   `json:"updated_at"`
	UpdatedBy *named   `json:"updated_by,omitempty"`
	Can       []string `json:"can"`
}

// finding is what is wrong with a document, as the API shows it.
type finding struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Detail   string `json:"detail"`
	Pointer  string `json:"pointer"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
}

func newChainsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "chains", Short: "Chains and their documents"})
	cmd.AddCommand(
		newChainsListCommand(r), newChainsGetCommand(r), newChainsApplyCommand(r), newChainsDiffCommand(r),
		newChainsValidateCommand(r), newChainsExportCommand(r), newChainsPublishCommand(r),
		newChainsVersionsCommand(r), newChainsTagCommand(r), newChainsDeleteCommand(r),
		newRestoreDeletedCommand(r, "chain", "deleted-chains", "chain.unknown", r.printChains),
	)
	return cmd
}

func (r *remote) printChains(cmd *cobra.Command, value any, chains ...chainResult) error {
	rows := make([][]string, len(chains))
	for i, c := range chains {
		version, draft, by := "-", "", ""
		if c.Version > 0 {
			version = strconv.FormatInt(c.Version, 10)
		}
		if c.Draft.Changed {
			draft = "changed"
		}
		if c.UpdatedBy != nil {
			by = c.UpdatedBy.Name
		}
		rows[i] = []string{c.Key, c.Name, version, draft, short(c.UpdatedAt), by, strings.Join(c.Tags, ", ")}
	}
	return r.print(cmd, value, []string{"KEY", "NAME", "VERSION", "DRAFT", "SAVED", "BY", "TAGS"}, rows)
}

func newChainsListCommand(r *remote) *cobra.Command {
	var org, search, tag string
	var deep bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the chains of an org, the last changed first",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			query := listQuery(deep, search)
			if tag != "" {
				query.Set("tag", tag)
			}
			chains, err := pages[chainResult](cmd.Context(), o.Client, o.at("chains"), query, 0)
			if err != nil {
				return err
			}
			return r.printChains(cmd, chains, chains...)
		},
	}
	orgFlag(cmd, &org)
	listFlags(cmd, &deep, &search)
	cmd.Flags().StringVar(&tag, "tag", "", "those with this tag")
	return cmd
}

func newChainsTagCommand(r *remote) *cobra.Command {
	var org string
	var add, remove []string
	cmd := &cobra.Command{
		Use: "tag KEY...", Short: "Give chains tags and take tags from them, all or none", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPost, Path: o.at("chain-tags"), Body: map[string]any{"chains": args, "add": add, "remove": remove},
			}, nil)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringSliceVar(&add, "add", nil, "tags to give")
	cmd.Flags().StringSliceVar(&remove, "remove", nil, "tags to take away")
	cmd.MarkFlagsOneRequired("add", "remove")
	return cmd
}

func newChainsGetCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Show one chain", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var c chainResult
			if _, err := o.Get(cmd.Context(), o.at("chains", args[0]), nil, &c); err != nil {
				return err
			}
			return r.printChains(cmd, c, c)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newChainsDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete a chain; it can be restored for 30 days", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{Method: http.MethodDelete, Path: o.at("chains", args[0])}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
