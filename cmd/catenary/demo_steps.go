package main

import (
	"context"
	"fmt"
	"net/url"
)

// demoStep is a step with what it was made of.
type demoStep struct {
	stepResult
	Halves []struct {
		Name    string `json:"name"`
		State   string `json:"state"`
		EndedAt string `json:"ended_at"`
	} `json:"halves"`
	Items *struct {
		Count int `json:"count"`
	} `json:"items"`
}

// printSteps prints the steps of a run with their times: how long each took,
// and how long after the run's beginning it ended.
func (d *demo) printSteps(ctx context.Context, o inOrg, run runResult) error {
	steps, err := demoSteps(ctx, o, run.ID, "")
	if err != nil {
		return err
	}
	rows := [][]string{}
	for _, s := range steps {
		rows = append(rows, []string{stepName(s.Scope, s.Node), s.State, took(s.BegunAt, s.EndedAt), took(run.StartedAt, s.EndedAt)})
		for _, h := range s.Halves {
			if len(s.Halves) > 1 {
				rows = append(rows, []string{"  " + h.Name, h.State, "", took(run.StartedAt, h.EndedAt)})
			}
		}
	}
	return d.print(d.cmd, steps, []string{"STEP", "STATE", "TOOK", "ENDED AFTER"}, rows)
}

// demoSteps gives the steps of a scope, each followed by those of its items.
func demoSteps(ctx context.Context, o inOrg, run, scope string) ([]demoStep, error) {
	var found struct {
		Items []demoStep `json:"items"`
	}
	query := url.Values{}
	if scope != "" {
		query.Set("scope", scope)
	}
	if _, err := o.Get(ctx, o.at("runs", run, "steps"), query, &found); err != nil {
		return nil, err
	}
	steps := []demoStep{}
	for _, s := range found.Items {
		steps = append(steps, s)
		if s.Items == nil {
			continue
		}
		for i := range s.Items.Count {
			inner, err := demoSteps(ctx, o, run, fmt.Sprintf("%s:%d", stepName(s.Scope, s.Node), i))
			if err != nil {
				return nil, err
			}
			steps = append(steps, inner...)
		}
	}
	return steps, nil
}
