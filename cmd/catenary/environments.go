package main

import (
	"errors"
	"net/http"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// environmentResult is an environment as the API shows it.
type environmentResult struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Name   string `json:"name"`
	Source struct {
		Kind      string `json:"kind"`
		Reference string `json:"reference,omitempty"`
	} `json:"source"`
	User      int64    `json:"user"`
	Entry     []string `json:"entry"`
	Image     string   `json:"image,omitempty"`
	Revision  int64    `json:"revision"`
	Shared    bool     `json:"shared"`
	Uses      *int64   `json:"uses,omitempty"`
	ImageSize int64    `json:"image_size,omitempty"`

	Deprecation *deprecationResult `json:"deprecation,omitempty"`
	UpdatedAt   string             `json:"updated_at"`
}

// deprecationResult is what is said of an environment that is being retired.
type deprecationResult struct {
	Since       string `json:"since"`
	Note        string `json:"note,omitempty"`
	Replacement string `json:"replacement,omitempty"`
}

// note is what a list says of it.
func (d *deprecationResult) note() string {
	switch {
	case d == nil:
		return ""
	case d.Replacement != "":
		return "retiring, use " + d.Replacement
	}
	return "retiring"
}

func newEnvironmentsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "environments", Short: "Environments that tasks run in, and their images"})
	cmd.AddCommand(
		newEnvironmentsListCommand(r), newEnvironmentsShowCommand(r), newEnvironmentsApplyCommand(r), newEnvironmentsDeleteCommand(r),
		newEnvironmentsDeprecateCommand(r),
		newEnvironmentsUploadCommand(r), newEnvironmentsBuildCommand(r), newEnvironmentsEnsureCommand(r),
	)
	return cmd
}

func (r *remote) printEnvironments(cmd *cobra.Command, value any, all ...environmentResult) error {
	rows := make([][]string, len(all))
	for i, e := range all {
		from := e.Source.Kind
		if e.Source.Reference != "" {
			from += " " + e.Source.Reference
		}
		rows[i] = []string{e.Key, e.Name, from, e.Image[:min(len(e.Image), 19)], short(e.UpdatedAt), e.Deprecation.note()}
	}
	return r.print(cmd, value, []string{"KEY", "NAME", "SOURCE", "IMAGE", "CHANGED", "NOTE"}, rows)
}

func newEnvironmentsListCommand(r *remote) *cobra.Command {
	var org, search string
	var deep bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the environments of an org and those shared to it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[environmentResult](cmd.Context(), o.Client, o.at("environments"), listQuery(deep, search), 0)
			if err != nil {
				return err
			}
			return r.printEnvironments(cmd, all, all...)
		},
	}
	orgFlag(cmd, &org)
	listFlags(cmd, &deep, &search)
	return cmd
}

func newEnvironmentsShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show KEY", Short: "Say how an environment's image stands", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var i imageResult
			if _, err := o.Get(cmd.Context(), o.at("environments", args[0], "image"), nil, &i); err != nil {
				return err
			}
			return r.printImage(cmd, args[0], i)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// environmentFlags are what an environment is made of besides its source.
type environmentFlags struct {
	name, memory, timeout string
	entry                 []string
	user, pids            int64
	cpu                   float64
}

func (f *environmentFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.name, "name", "", "what people call it; its key if left out")
	cmd.Flags().StringSliceVar(&f.entry, "entry", []string{"sh"}, "the program that is given a script, and its arguments")
	cmd.Flags().Int64Var(&f.user, "user", 0, "number of the user in the container; 65532 if left out")
	cmd.Flags().Float64Var(&f.cpu, "cpu", 0, "most processor cores of a task")
	cmd.Flags().StringVar(&f.memory, "memory", "", "most memory of a task, such as 512Mi")
	cmd.Flags().Int64Var(&f.pids, "pids", 0, "most processes of a task")
	cmd.Flags().StringVar(&f.timeout, "timeout", "", "longest time of a task, such as 10m")
}

// body is the request that makes an environment, or changes what was said of
// one that is there.
func (f *environmentFlags) body(cmd *cobra.Command, key string, source map[string]string, isNew bool) map[string]any {
	out := map[string]any{}
	if source != nil {
		out["source"] = source
	}
	said := func(flags ...string) bool {
		for _, flag := range flags {
			if cmd.Flags().Changed(flag) {
				return true
			}
		}
		return isNew
	}
	if isNew {
		out["key"], out["name"] = key, key
	}
	if f.name != "" {
		out["name"] = f.name
	}
	if said("entry") {
		out["entry"] = f.entry
	}
	if f.user != 0 {
		out["user"] = f.user
	}
	if said("cpu", "memory", "pids", "timeout") {
		out["limits"] = map[string]any{"cpu": f.cpu, "memory": f.memory, "pids": f.pids, "timeout": f.timeout}
	}
	return out
}

// apply makes an environment, or changes it.
func (f *environmentFlags) apply(cmd *cobra.Command, o inOrg, key string, source map[string]string) (e environmentResult, err error) {
	answer, err := o.Get(cmd.Context(), o.at("environments", key), nil, &e)
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Code == "environment.unknown":
		return e, send(cmd.Context(), o.Client, client.Request{
			Method: http.MethodPost, Path: o.at("environments"), Body: f.body(cmd, key, source, true),
		}, &e)
	case err != nil:
		return e, err
	}
	return e, send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPatch, Path: o.at("environments", key), IfMatch: answer.Header.Get("ETag"), Body: f.body(cmd, key, source, false),
	}, &e)
}

func newEnvironmentsApplyCommand(r *remote) *cobra.Command {
	var org, docker, registry, username, secret string
	f := &environmentFlags{}
	cmd := &cobra.Command{
		Use: "apply KEY", Short: "Make an environment of an image, or change it", Args: cobra.ExactArgs(1),
		Long: `Make an environment of an image that the server's container engine or a registry
has, or change one. Nothing is uploaded yet; "ensure" does that, and so does
publishing a chain that uses it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			var source map[string]string
			switch {
			case docker != "" && registry != "":
				return usageError("an image is either the engine's or a registry's: --docker or --registry")
			case docker != "":
				source = map[string]string{"kind": "docker", "reference": docker}
			case registry != "":
				source = map[string]string{"kind": "registry", "reference": registry, "username": username, "secret": secret}
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			e, err := f.apply(cmd, o, args[0], source)
			if err != nil {
				return err
			}
			return r.printEnvironments(cmd, e, e)
		},
	}
	orgFlag(cmd, &org)
	f.add(cmd)
	cmd.Flags().StringVar(&docker, "docker", "", "an image of the server's container engine, such as python:3.11")
	cmd.Flags().StringVar(&registry, "registry", "", "an image in a registry, such as registry.example.org/python:3.11")
	cmd.Flags().StringVar(&username, "username", "", "who gets into that registry")
	cmd.Flags().StringVar(&secret, "secret", "", "key of the secret that is the password there")
	return cmd
}

func newEnvironmentsDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete an environment that no chain uses", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{Method: http.MethodDelete, Path: o.at("environments", args[0])}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
