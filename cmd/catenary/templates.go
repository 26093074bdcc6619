package main

import (
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// templateResult is a template as the API shows it.
type templateResult struct {
	ID         string              `json:"id,omitempty"`
	Key        string              `json:"key"`
	Title      map[string]string   `json:"title"`
	Summary    map[string]string   `json:"summary"`
	Parameters []templateParameter `json:"parameters"`
	Release    *struct {
		Parameters []templateParameter `json:"parameters"`
	} `json:"release,omitempty"`
	Chains []struct {
		Key string `json:"key"`
	} `json:"chains"`
	Shared   bool  `json:"shared"`
	Revision int64 `json:"revision,omitempty"`
}

type templateParameter struct {
	Key     string            `json:"key"`
	Kind    string            `json:"kind"`
	Needs   map[string]string `json:"needs"`
	Default string            `json:"default"`
}

// makes says what is made of a template.
func (t templateResult) makes() string {
	var all []string
	if len(t.Chains) > 0 {
		all = append(all, "chains")
	}
	if t.Release != nil {
		all = append(all, "releases")
	}
	return strings.Join(all, ", ")
}

// origin says whose a template is.
func (t templateResult) origin() string {
	switch {
	case t.ID == "":
		return "program"
	case t.Shared:
		return "shared"
	}
	return "own"
}

func newTemplatesCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "templates", Short: "Chains and releases to begin with"})
	cmd.AddCommand(
		newTemplatesListCommand(r), newTemplatesShowCommand(r), newTemplatesSaveCommand(r), newTemplatesUseCommand(r), newTemplatesDrawCommand(r),
		newTemplatesDeleteCommand(r),
	)
	return cmd
}

func newTemplatesListCommand(r *remote) *cobra.Command {
	var org, search string
	cmd := &cobra.Command{
		Use: "list", Short: "List the templates of an org, those shared to it, and those of the program",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[templateResult](cmd.Context(), o.Client, o.at("templates"), listQuery(false, search), 0)
			if err != nil {
				return err
			}
			rows := make([][]string, len(all))
			for i, t := range all {
				rows[i] = []string{t.Key, t.origin(), t.makes(), t.Title["en"]}
			}
			return r.print(cmd, all, []string{"KEY", "FROM", "MAKES", "NAME"}, rows)
		},
	}
	orgFlag(cmd, &org)
	searchFlag(cmd, &search)
	return cmd
}

func newTemplatesShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show KEY", Short: "Show what a template asks for", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var t templateResult
			if _, err := o.Get(cmd.Context(), o.at("templates", args[0]), nil, &t); err != nil {
				return err
			}
			return r.printTemplate(cmd, t)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// printTemplate prints what a template asks for, one thing a line.
func (r *remote) printTemplate(cmd *cobra.Command, t templateResult) error {
	var rows [][]string
	add := func(of string, all []templateParameter) {
		for _, p := range all {
			rows = append(rows, []string{of, p.Key, p.Kind, p.Default, p.Needs["en"]})
		}
	}
	add("chains", t.Parameters)
	if t.Release != nil {
		add("releases", t.Release.Parameters)
	}
	return r.print(cmd, t, []string{"FOR", "PARAMETER", "KIND", "DEFAULT", "NEEDS"}, rows)
}

func newTemplatesSaveCommand(r *remote) *cobra.Command {
	var org, name, description, chain, release string
	var version int64
	var fixed []string
	var names map[string]string
	cmd := &cobra.Command{
		Use: "save KEY", Short: "Save a chain or a release as a template of its org", Args: cobra.ExactArgs(1),
		Long: `Save a chain or a release as a template of its org. The engines, environments,
secrets, switches, chains and people that it names become parameters, unless
--fixed keeps them.`,
		Example: `  catenary templates save stock --name "Stock" --chain stock-release
  catenary templates save train --name "Train" --release 01K… --fixed owner --rename steps=what`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (chain == "") == (release == "") {
				return usageError("give --chain or --release")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			choices := []map[string]any{}
			for _, key := range fixed {
				choices = append(choices, map[string]any{"found": key, "fixed": true})
			}
			for from, to := range names {
				choices = append(choices, map[string]any{"found": from, "key": to})
			}
			from := map[string]any{}
			if chain != "" {
				from["chain"] = chain
			}
			if version != 0 {
				from["version"] = version
			}
			if release != "" {
				from["release"] = release
			}
			var t templateResult
			err = send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("templates"), Body: map[string]any{
				"key": args[0], "name": name, "description": description, "from": from, "parameters": choices,
			}}, &t)
			if err != nil {
				return err
			}
			return r.printTemplate(cmd, t)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&name, "name", "", "what people call it")
	_ = cmd.MarkFlagRequired("name") // the flag is there
	cmd.Flags().StringVar(&description, "description", "", "what it is for")
	cmd.Flags().StringVar(&chain, "chain", "", "key of the chain that it is made from")
	cmd.Flags().Int64Var(&version, "version", 0, "a version of the chain; its draft without")
	cmd.Flags().StringVar(&release, "release", "", "id of the release that it is made from")
	cmd.Flags().StringSliceVar(&fixed, "fixed", nil, "parameters that are kept and not asked for")
	cmd.Flags().StringToStringVar(&names, "rename", nil, "other names for parameters, as found=name")
	return cmd
}

// filling are the flags that fill a template in.
type filling struct {
	org, name, language    string
	values                 map[string]string
	roles, groups, members map[string]string
}

func (f *filling) flags(cmd *cobra.Command) {
	orgFlag(cmd, &f.org)
	cmd.Flags().StringVar(&f.name, "name", "", "what is made is called so")
	_ = cmd.MarkFlagRequired("name") // the flag is there
	cmd.Flags().StringVar(&f.language, "language", "", "that of the names in what is made: en or zh")
	cmd.Flags().StringToStringVar(&f.values, "set", nil, "keys and texts by parameter, as shell=alpine")
	cmd.Flags().StringToStringVar(&f.roles, "role", nil, "roles by parameter that asks for people, as approvers=owner")
	cmd.Flags().StringToStringVar(&f.groups, "group", nil, "groups by parameter that asks for people, as approvers=night-shift")
	cmd.Flags().StringToStringVar(&f.members, "member", nil, "members by parameter that asks for people, as approvers=ann@example.org")
}

func (f *filling) body(key string) map[string]any {
	people := map[string]map[string]string{}
	for of, all := range map[string]map[string]string{"role": f.roles, "group": f.groups, "member": f.members} {
		for parameter, who := range all {
			if people[parameter] == nil {
				people[parameter] = map[string]string{}
			}
			people[parameter][of] = who
		}
	}
	body := map[string]any{"name": f.name, "values": f.values, "people": people}
	if key != "" {
		body["key"] = key
	}
	if f.language != "" {
		body["language"] = f.language
	}
	return body
}

func newTemplatesUseCommand(r *remote) *cobra.Command {
	var f filling
	var publish bool
	cmd := &cobra.Command{
		Use: "use TEMPLATE KEY", Short: "Make the chains of a template; KEY is theirs, or begins theirs", Args: cobra.ExactArgs(2),
		Example: `  catenary templates use stock-phases move --name "Move the stock" --set shell=alpine`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), f.org)
			if err != nil {
				return err
			}
			body := f.body(args[1])
			body["publish"] = publish
			var made struct {
				Chains []struct {
					Chain    chainResult `json:"chain"`
					Problems []struct {
						Detail string `json:"detail"`
					} `json:"problems"`
				} `json:"chains"`
			}
			err = send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("templates", args[0], "chains"), Body: body}, &made)
			if err != nil {
				return err
			}
			var rows [][]string
			for _, c := range made.Chains {
				problem := ""
				if len(c.Problems) > 0 {
					problem = c.Problems[0].Detail
				}
				rows = append(rows, []string{c.Chain.Key, c.Chain.Name, problem})
			}
			return r.print(cmd, made, []string{"CHAIN", "NAME", "FIRST PROBLEM"}, rows)
		},
	}
	f.flags(cmd)
	cmd.Flags().BoolVar(&publish, "publish", false, "publish the chains too")
	return cmd
}

func newTemplatesDrawCommand(r *remote) *cobra.Command {
	var f filling
	var key string
	cmd := &cobra.Command{
		Use: "draw TEMPLATE", Short: "Draw up a release of a template", Args: cobra.ExactArgs(1),
		Example: `  catenary templates draw stock-phases --chains move --name "Release 12" --set pieces=30`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), f.org)
			if err != nil {
				return err
			}
			var v releaseResult
			err = send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("templates", args[0], "releases"), Body: f.body(key)}, &v)
			if err != nil {
				return err
			}
			return r.printRelease(cmd, v)
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&key, "chains", "", "the key that the template's chains were made with, if it makes some")
	return cmd
}

func newTemplatesDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete a template of the org, for ever; what was made of it stays", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var t templateResult
			answer, err := o.Get(cmd.Context(), o.at("templates", args[0]), nil, &t)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodDelete, Path: o.at("templates", args[0]), IfMatch: answer.Header.Get("ETag"),
			}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
