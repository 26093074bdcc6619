package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// engineResult is a pipeline engine as the API shows it.
type engineResult struct {
	ID          string          `json:"id"`
	Key         string          `json:"key"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Adapter     string          `json:"adapter"`
	Settings    json.RawMessage `json:"settings,omitempty"`
	Secret      string          `json:"secret,omitempty"`
	Limits      struct {
		Rate        float64 `json:"rate,omitempty"`
		Concurrency int64   `json:"concurrency,omitempty"`
	} `json:"limits"`
	Breaker *struct {
		State    string `json:"state"`
		Failures int    `json:"failures"`
	} `json:"breaker,omitempty"`
	Revision  int64  `json:"revision"`
	Shared    bool   `json:"shared"`
	UpdatedAt string `json:"updated_at"`
}

func newEnginesCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "engines", Short: "Pipeline engines, and what they can be asked to do"})
	cmd.AddCommand(
		newEnginesListCommand(r), newEnginesShowCommand(r), newEnginesApplyCommand(r), newEnginesDeleteCommand(r),
		newEnginesPositionsCommand(r), newEnginesTestCommand(r),
	)
	return cmd
}

func (r *remote) printEngines(cmd *cobra.Command, value any, all ...engineResult) error {
	rows := make([][]string, len(all))
	for i, e := range all {
		state := ""
		if e.Breaker != nil {
			state = e.Breaker.State
		}
		rows[i] = []string{e.Key, e.Name, e.Adapter, yes(e.Shared), state}
	}
	return r.print(cmd, value, []string{"KEY", "NAME", "ADAPTER", "SHARED", "BREAKER"}, rows)
}

func newEnginesListCommand(r *remote) *cobra.Command {
	var org, search string
	cmd := &cobra.Command{
		Use: "list", Short: "List the engines of an org and those shared to it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[engineResult](cmd.Context(), o.Client, o.at("engines"), listQuery(false, search), 0)
			if err != nil {
				return err
			}
			return r.printEngines(cmd, all, all...)
		},
	}
	orgFlag(cmd, &org)
	searchFlag(cmd, &search)
	return cmd
}

func newEnginesShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show KEY", Short: "Show an engine, with its settings if you may change it", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var e engineResult
			if _, err := o.Get(cmd.Context(), o.at("engines", args[0]), nil, &e); err != nil {
				return err
			}
			if err := r.printEngines(cmd, e, e); err != nil || r.format != "table" || len(e.Settings) == 0 {
				return err
			}
			settings, err := json.MarshalIndent(e.Settings, "", "  ")
			if err == nil {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "\n%s\n", settings)
			}
			return err
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newEnginesApplyCommand(r *remote) *cobra.Command {
	var org, file, adapter, name, description, secret string
	var rate float64
	var concurrency int64
	cmd := &cobra.Command{
		Use: "apply KEY --adapter NAME --file SETTINGS.json", Short: "Register an engine, or give it other settings", Args: cobra.ExactArgs(1),
		Long: `Register an engine, or give it other settings. What no flag says is as for a new
engine: no secret and no limits. The settings are JSON, as the adapter's schema says
(GET /api/v1/engine-adapters); credentials stand in a secret, which --secret names.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			settings := json.RawMessage("{}")
			if file != "" {
				text, err := readFile(cmd, file, 256<<10)
				if err != nil {
					return err
				}
				if !json.Valid(text) {
					return fmt.Errorf("%s is not JSON", file)
				}
				settings = text
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			if name == "" {
				name = args[0]
			}
			e, err := applyEngine(cmd, o, args[0], adapter, map[string]any{
				"name": name, "description": description, "settings": settings, "secret": secret,
				"limits": map[string]any{"rate": rate, "concurrency": concurrency},
			})
			if err != nil {
				return err
			}
			return r.printEngines(cmd, e, e)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&file, "file", "", "the settings, as JSON; - for standard input")
	cmd.Flags().StringVar(&adapter, "adapter", "http", "kind of a new engine: http, buildbot")
	cmd.Flags().StringVar(&name, "name", "", "what people call it; the key if left out")
	cmd.Flags().StringVar(&description, "description", "", "what it is for")
	cmd.Flags().StringVar(&secret, "secret", "", "key of the secret with its credentials")
	cmd.Flags().Float64Var(&rate, "rate", 0, "calls in a second, 0 for no limit")
	cmd.Flags().Int64Var(&concurrency, "concurrency", 0, "calls at a time, 0 for no limit")
	return cmd
}

func applyEngine(cmd *cobra.Command, o inOrg, key, adapter string, body map[string]any) (e engineResult, err error) {
	answer, err := o.Get(cmd.Context(), o.at("engines", key), nil, &e)
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Code == "engine.unknown" || err == nil && e.Shared:
		body["key"], body["adapter"] = key, adapter
		return e, send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("engines"), Body: body}, &e)
	case err != nil:
		return e, err
	}
	return e, send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPut, Path: o.at("engines", key), IfMatch: answer.Header.Get("ETag"), Body: body,
	}, &e)
}

func newEnginesDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete an engine that no published chain uses", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			answer, err := o.Get(cmd.Context(), o.at("engines", args[0]), nil, &engineResult{})
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodDelete, Path: o.at("engines", args[0]), IfMatch: answer.Header.Get("ETag"),
			}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newEnginesPositionsCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "positions KEY", Short: "List what an engine can be asked to do", Args: cobra.ExactArgs(1),
		Long: "List what an engine can be asked to do. With --output json the schemas of the parameters are there, too.",
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var found struct {
				Items []struct {
					Key        string            `json:"key"`
					Title      map[string]string `json:"title"`
					Help       map[string]string `json:"help"`
					Parameters json.RawMessage   `json:"parameters"`
					Output     json.RawMessage   `json:"output,omitempty"`
				} `json:"items"`
			}
			if _, err := o.Get(cmd.Context(), o.at("engines", args[0], "positions"), nil, &found); err != nil {
				return err
			}
			rows := make([][]string, len(found.Items))
			for i, p := range found.Items {
				rows[i] = []string{p.Key, p.Title["en"]}
			}
			return r.print(cmd, found.Items, []string{"POSITION", "TITLE"}, rows)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newEnginesTestCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "test KEY", Short: "Ask an engine whether it is there; fails if it is not", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var found struct {
				Reachable    bool            `json:"reachable"`
				Positions    int             `json:"positions"`
				TookMS       int64           `json:"took_ms"`
				Code         string          `json:"code,omitempty"`
				Detail       string          `json:"detail,omitempty"`
				Capabilities map[string]bool `json:"capabilities"`
			}
			if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("engines", args[0], "test")}, &found); err != nil {
				return err
			}
			if !found.Reachable {
				return &client.Problem{Status: http.StatusServiceUnavailable, Code: found.Code, Detail: found.Detail}
			}
			return r.print(cmd, found, []string{"ENGINE", "POSITIONS", "TOOK"},
				[][]string{{args[0], strconv.Itoa(found.Positions), strconv.FormatInt(found.TookMS, 10) + " ms"}})
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
