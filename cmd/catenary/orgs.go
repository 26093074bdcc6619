package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// orgResult is an org as the API shows it.
type orgResult struct {
	ID          string   `json:"id"`
	Key         string   `json:"key"`
	Name        string   `json:"name"`
	Path        []crumb  `json:"path"`
	HasChildren bool     `json:"has_children"`
	Revision    int64    `json:"revision"`
	UpdatedAt   string   `json:"updated_at"`
	Can         []string `json:"can"`
}

type crumb struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name"`
}

func (o orgResult) keys() string {
	keys := make([]string, len(o.Path))
	for i, c := range o.Path {
		keys[i] = c.Key
	}
	return strings.Join(keys, "/")
}

// findOrg finds an org by its path. No path is errNoOrg: to the API it would
// mean all orgs at the top.
func findOrg(ctx context.Context, c *client.Client, path string) (orgResult, error) {
	path = strings.Trim(path, "/ ")
	if path == "" {
		return orgResult{}, errNoOrg
	}
	found, err := pages[orgResult](ctx, c, "/orgs", url.Values{"path": {path}}, 1)
	var p *client.Problem
	if errors.As(err, &p) && p.Code == "org.unknown" {
		if below := fromTop(ctx, c, strings.Split(path, "/")); below != nil {
			found, err = below, nil
		}
	}
	if err != nil {
		return orgResult{}, fmt.Errorf("org %s: %w", path, err)
	}
	if len(found) != 1 {
		return orgResult{}, fmt.Errorf("org %s: the server gave %d", path, len(found))
	}
	if c.Called == nil {
		c.Called = map[string]string{}
	}
	c.Called[found[0].ID] = path
	return found[0], nil
}

// fromTop finds an org by its path from one of the topmost orgs that this
// person may view: so do lists name it to whoever sees nothing above. It gives
// nothing if there is none, or more than one such top.
func fromTop(ctx context.Context, c *client.Client, keys []string) []orgResult {
	var at []orgResult
	query := url.Values{}
	for _, key := range keys {
		level, err := pages[orgResult](ctx, c, "/orgs", query, 0)
		if err != nil {
			return nil
		}
		at = slices.DeleteFunc(level, func(o orgResult) bool { return o.Key != key })
		if len(at) != 1 {
			return nil
		}
		query = url.Values{"parent": {at[0].ID}}
	}
	return at
}

func newOrgsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "orgs", Short: "The organisation tree"})
	cmd.AddCommand(
		newOrgsListCommand(r), newOrgsShowCommand(r), newOrgsCreateCommand(r), newOrgsRenameCommand(r),
		newOrgsMoveCommand(r), newOrgsDeleteCommand(r), newOrgsRestoreCommand(r),
	)
	return cmd
}

func (r *remote) printOrgs(cmd *cobra.Command, value any, orgs ...orgResult) error {
	rows := make([][]string, len(orgs))
	for i, o := range orgs {
		rows[i] = []string{o.keys(), o.Name, o.ID}
	}
	return r.print(cmd, value, []string{"ORG", "NAME", "ID"}, rows)
}

func newOrgsListCommand(r *remote) *cobra.Command {
	var search string
	cmd := &cobra.Command{
		Use: "list [ORG]", Short: "List the topmost orgs that you may view, or the children of one",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			query := url.Values{}
			if len(args) == 1 {
				parent, err := findOrg(cmd.Context(), c, args[0])
				if err != nil {
					return err
				}
				query.Set("parent", parent.ID)
			}
			if search != "" {
				query.Set("q", search)
			}
			orgs, err := pages[orgResult](cmd.Context(), c, "/orgs", query, 0)
			if err != nil {
				return err
			}
			return r.printOrgs(cmd, orgs, orgs...)
		},
	}
	cmd.Flags().StringVar(&search, "search", "", "those with this in their name or key; without ORG, of the whole tree")
	return cmd
}

func newOrgsShowCommand(r *remote) *cobra.Command {
	return &cobra.Command{
		Use: "show ORG", Short: "Show one org and what you may do in it", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			var org orgResult
			if _, err := o.Get(cmd.Context(), o.at(), nil, &org); err != nil {
				return err
			}
			rows := [][]string{{"org", org.keys()}, {"name", org.Name}, {"id", org.ID}}
			for i, right := range byKind(org.Can) {
				rows = append(rows, []string{[]string{"you may", ""}[min(i, 1)], right})
			}
			return r.print(cmd, org, nil, rows)
		},
	}
}

// byKind writes permissions on one line for each kind of thing: "chain: view edit".
func byKind(permissions []string) []string {
	var lines []string
	at := map[string]int{}
	for _, p := range permissions {
		kind, verb, _ := strings.Cut(p, ":")
		i, known := at[kind]
		if !known {
			i = len(lines)
			at[kind] = i
			lines = append(lines, kind+":")
		}
		lines[i] += " " + verb
	}
	return lines
}

// split cuts the last key off a path of keys.
func split(path string) (parent, key string, err error) {
	path = strings.Trim(path, "/")
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", "", usageError(fmt.Sprintf("%q names a root, not an org below one; a tenant is made with 'catenary owner create'", path))
	}
	return path[:i], path[i+1:], nil
}

func newOrgsCreateCommand(r *remote) *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use: "create ORG", Short: "Add an org; its parent must be there", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, key, err := split(args[0])
			if err != nil {
				return err
			}
			if err := checkKey(key); err != nil {
				return err
			}
			parent, err := r.in(cmd.Context(), path)
			if err != nil {
				return err
			}
			if name == "" {
				name = key
			}
			var org orgResult
			err = send(cmd.Context(), parent.Client, client.Request{
				Method: http.MethodPost, Path: "/orgs", Body: map[string]string{"parent_id": parent.id, "key": key, "name": name},
			}, &org)
			if err != nil {
				return err
			}
			return r.printOrgs(cmd, org, org)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "what people call it; the key if left out")
	return cmd
}

func newOrgsRenameCommand(r *remote) *cobra.Command {
	var name, key string
	cmd := &cobra.Command{
		Use: "rename ORG", Short: "Change an org's name or key", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			org, err := findOrg(cmd.Context(), c, args[0])
			if err != nil {
				return err
			}
			change := map[string]string{}
			if name != "" {
				change["name"] = name
			}
			if key != "" {
				change["key"] = key
			}
			err = send(cmd.Context(), c, client.Request{
				Method: http.MethodPatch, Path: "/orgs/" + org.ID, Body: change, IfMatch: strconv.Quote(strconv.FormatInt(org.Revision, 10)),
			}, &org)
			if err != nil {
				return err
			}
			return r.printOrgs(cmd, org, org)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "the new name")
	cmd.Flags().StringVar(&key, "key", "", "the new key")
	cmd.MarkFlagsOneRequired("name", "key")
	return cmd
}

func newOrgsMoveCommand(r *remote) *cobra.Command {
	var to string
	var preview bool
	cmd := &cobra.Command{
		Use: "move ORG", Short: "Hang an org, with all below it, under another", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			parent, err := findOrg(cmd.Context(), o.Client, to)
			if err != nil {
				return err
			}
			request := client.Request{Method: http.MethodPost, Path: o.at("move"), Body: map[string]string{"parent_id": parent.ID}}
			if preview {
				request.Path = o.at("move-preview")
				return r.printMovePreview(cmd, o.Client, request)
			}
			var org orgResult
			if err := send(cmd.Context(), o.Client, request, &org); err != nil {
				return err
			}
			return r.printOrgs(cmd, org, org)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the new parent")
	cmd.Flags().BoolVar(&preview, "preview", false, "only say who gains and who loses what")
	_ = cmd.MarkFlagRequired("to") // fails only for a flag that is not there
	return cmd
}

func newOrgsDeleteCommand(r *remote) *cobra.Command {
	var subtree bool
	var reason string
	cmd := &cobra.Command{
		Use: "delete ORG", Short: "Delete an org; it can be restored for 30 days", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			query := url.Values{"subtree": {strconv.FormatBool(subtree)}}
			if reason != "" {
				query.Set("reason", reason)
			}
			err = send(cmd.Context(), o.Client, client.Request{Method: http.MethodDelete, Path: o.at(), Query: query}, nil)
			var p *client.Problem
			if errors.As(err, &p) && p.Code == "org.not_empty" {
				p.Detail = "the org is not empty; --subtree deletes it with all that is in it and below it"
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&subtree, "subtree", false, "with all that is in it and below it")
	cmd.Flags().StringVar(&reason, "reason", "", "why, for the audit log")
	return cmd
}

func newOrgsRestoreCommand(r *remote) *cobra.Command {
	var newKey string
	cmd := &cobra.Command{
		Use: "restore ORG", Short: "Bring a deleted org back", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, key, err := split(args[0])
			if err != nil {
				return err
			}
			parent, err := r.in(cmd.Context(), path)
			if err != nil {
				return err
			}
			id, err := findDeleted(cmd, parent, "deleted", key)
			if err != nil {
				return err
			}
			if id == "" {
				return missing("org.unknown", "no org %s was deleted in the last 30 days", args[0])
			}
			change := map[string]string{}
			if newKey != "" {
				change["key"] = newKey
			}
			var org orgResult
			err = send(cmd.Context(), parent.Client, client.Request{Method: http.MethodPost, Path: "/orgs/" + id + "/restore", Body: change}, &org)
			if err != nil {
				return err
			}
			return r.printOrgs(cmd, org, org)
		},
	}
	cmd.Flags().StringVar(&newKey, "key", "", "a new key, if another org has the old one by now")
	return cmd
}
