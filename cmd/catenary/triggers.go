package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// triggerResult is a trigger as the API shows it.
type triggerResult struct {
	ID       string          `json:"id"`
	Key      string          `json:"key"`
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`
	Chain    string          `json:"chain"`
	Enabled  bool            `json:"enabled"`
	Webhook  json.RawMessage `json:"webhook,omitempty"`
	Schedule json.RawMessage `json:"schedule,omitempty"`
	Limits   json.RawMessage `json:"limits,omitempty"`
	Address  string          `json:"address,omitempty"`
	NextAt   string          `json:"next_at,omitempty"`
	Keys     []struct {
		ID        string `json:"id"`
		CreatedAt string `json:"created_at"`
	} `json:"keys,omitempty"`
	Last      *firingResult `json:"last,omitempty"`
	Revision  int64         `json:"revision"`
	UpdatedAt string        `json:"updated_at"`
}

type firingResult struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	FiredAt string `json:"fired_at"`
	RunID   string `json:"run_id,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

func newTriggersCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "triggers", Short: "What starts runs by itself: webhooks and schedules"})
	cmd.AddCommand(
		newTriggersListCommand(r), newTriggersShowCommand(r), newTriggersApplyCommand(r), newTriggersDeleteCommand(r),
		newTriggersEnableCommand(r, true), newTriggersEnableCommand(r, false), newTriggersNextCommand(r), newTriggersRotateCommand(r),
	)
	return cmd
}

func (r *remote) printTriggers(cmd *cobra.Command, value any, all ...triggerResult) error {
	rows := make([][]string, len(all))
	for i, t := range all {
		where := short(t.NextAt)
		if t.Address != "" {
			where = t.Address
		}
		rows[i] = []string{t.Key, t.Kind, t.Chain, yes(t.Enabled), where}
	}
	return r.print(cmd, value, []string{"KEY", "KIND", "CHAIN", "ENABLED", "NEXT OR ADDRESS"}, rows)
}

func newTriggersListCommand(r *remote) *cobra.Command {
	var org, search string
	cmd := &cobra.Command{
		Use: "list", Short: "List the triggers of an org",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			all, err := pages[triggerResult](cmd.Context(), o.Client, o.at("triggers"), listQuery(false, search), 0)
			if err != nil {
				return err
			}
			return r.printTriggers(cmd, all, all...)
		},
	}
	orgFlag(cmd, &org)
	searchFlag(cmd, &search)
	return cmd
}

func newTriggersShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show KEY", Short: "Show a trigger, and how it fired last", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var t triggerResult
			if _, err := o.Get(cmd.Context(), o.at("triggers", args[0]), nil, &t); err != nil {
				return err
			}
			if err := r.printTriggers(cmd, t, t); err != nil || r.format != "table" || t.Last == nil {
				return err
			}
			return r.print(cmd, nil, []string{"FIRED", "STATE", "RUN", "WHY NOT"},
				[][]string{{short(t.Last.FiredAt), t.Last.State, t.Last.RunID, strings.TrimSpace(t.Last.Code + " " + t.Last.Message)}})
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newTriggersApplyCommand(r *remote) *cobra.Command {
	var org, file string
	cmd := &cobra.Command{
		Use: "apply KEY --file FILE", Short: "Make a trigger, or say anew what it does", Args: cobra.ExactArgs(1),
		Long: `Make a trigger, or say anew what it does. The file is YAML or JSON:

  name: Each morning
  chain: stock-release
  schedule: {cron: "0 6 * * 1-5", time_zone: Asia/Shanghai, calendar: office, missed: once, input: {sku: a}}
  limits: {rate: {count: 10, per: 1h}, concurrency: 1, queue: wait}

or, instead of schedule:

  webhook: {scheme: catenary, input_key: payload}

A webhook gets its signing key by "catenary triggers rotate".`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			text, err := readFile(cmd, file, 1<<20)
			if err != nil {
				return err
			}
			var body map[string]any
			if err := yaml.Unmarshal(text, &body); err != nil || body == nil {
				return fmt.Errorf("%s says nothing of a trigger: %s", file, yaml.FormatError(err, false, false))
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			t, err := applyTrigger(cmd, o, args[0], body)
			if err != nil {
				return err
			}
			return r.printTriggers(cmd, t, t)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&file, "file", "", "what it does, as YAML or JSON; - for standard input")
	_ = cmd.MarkFlagRequired("file") // the flag is there
	return cmd
}

func applyTrigger(cmd *cobra.Command, o inOrg, key string, body map[string]any) (t triggerResult, err error) {
	answer, err := o.Get(cmd.Context(), o.at("triggers", key), nil, &t)
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Code == "trigger.unknown":
		body["key"] = key
		return t, send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("triggers"), Body: body}, &t)
	case err != nil:
		return t, err
	}
	t = triggerResult{}
	return t, send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPut, Path: o.at("triggers", key), IfMatch: answer.Header.Get("ETag"), Body: body,
	}, &t)
}

// atTrigger sends a request about a trigger as it is now.
func (r *remote) atTrigger(cmd *cobra.Command, org, key, method string, body, into any) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	answer, err := o.Get(cmd.Context(), o.at("triggers", key), nil, &triggerResult{})
	if err != nil {
		return err
	}
	return send(cmd.Context(), o.Client, client.Request{
		Method: method, Path: o.at("triggers", key), IfMatch: answer.Header.Get("ETag"), Body: body,
	}, into)
}

func newTriggersDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete a trigger; its runs go on", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.atTrigger(cmd, org, args[0], http.MethodDelete, nil, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newTriggersEnableCommand(r *remote, enabled bool) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "enable KEY", Short: "Let a trigger fire", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var t triggerResult
			if err := r.atTrigger(cmd, org, args[0], http.MethodPatch, map[string]bool{"enabled": enabled}, &t); err != nil {
				return err
			}
			return r.printTriggers(cmd, t, t)
		},
	}
	if !enabled {
		cmd.Use, cmd.Short = "disable KEY", "Keep a trigger from firing; times that pass meanwhile are not made up"
	}
	orgFlag(cmd, &org)
	return cmd
}

func newTriggersNextCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "next KEY", Short: "List the next ten times of a schedule", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var found struct {
				Times []string `json:"times"`
			}
			if _, err := o.Get(cmd.Context(), o.at("triggers", args[0], "times"), nil, &found); err != nil {
				return err
			}
			rows := make([][]string, len(found.Times))
			for i, at := range found.Times {
				rows[i] = []string{at}
			}
			return r.print(cmd, found.Times, []string{"TIME"}, rows)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newTriggersRotateCommand(r *remote) *cobra.Command {
	var org string
	var drop bool
	cmd := &cobra.Command{
		Use: "rotate KEY", Short: "Give a webhook a new signing key beside the one it has", Args: cobra.ExactArgs(1),
		Long: `Give a webhook a new signing key beside the one it has, and print it: nothing shows it
again. Both are good until --drop removes the older one.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			if drop {
				return dropOlderKeys(cmd, o, args[0])
			}
			var made struct {
				ID    string `json:"id"`
				Value string `json:"value"`
			}
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPost, Path: o.at("triggers", args[0], "keys"), Body: map[string]string{},
			}, &made)
			if err != nil {
				return err
			}
			return r.print(cmd, made, []string{"KEY", "VALUE"}, [][]string{{made.ID, made.Value}})
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().BoolVar(&drop, "drop", false, "remove all keys but the newest")
	return cmd
}

func dropOlderKeys(cmd *cobra.Command, o inOrg, key string) error {
	var t triggerResult
	if _, err := o.Get(cmd.Context(), o.at("triggers", key), nil, &t); err != nil {
		return err
	}
	for i, k := range t.Keys {
		if i == 0 {
			continue
		}
		err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodDelete, Path: o.at("triggers", key, "keys", k.ID)}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}
