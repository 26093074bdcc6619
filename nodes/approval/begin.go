package approval

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/nodes"
)

// Ask is the body of what a step asks.
type Ask struct {
	Title   string          `json:"title,omitempty"`
	Details json.RawMessage `json:"details"`
	Levels  []AskLevel      `json:"levels"`
}

// AskLevel is a level with the values of its expressions.
type AskLevel struct {
	Name         string         `json:"name,omitempty"`
	By           []AskBy        `json:"by"`
	Quorum       int            `json:"quorum,omitempty"`
	DistinctOrgs bool           `json:"distinct_orgs,omitempty"`
	Due          chain.Duration `json:"due,omitempty"`
	Remind       *Remind        `json:"remind,omitempty"`
	Escalate     int            `json:"escalate,omitempty"`
	AtEnd        string         `json:"at_end,omitempty"`
}

// AskBy is one of those who are asked.
type AskBy struct {
	Role   string `json:"role,omitempty"`
	Org    string `json:"org,omitempty"`
	Group  string `json:"group,omitempty"`
	Member string `json:"member,omitempty"`
}

// Begin implements nodes.Waiter. It fails with CodeConfig if an expression gave
// nobody, or no names.
func (Kind) Begin(_ context.Context, call nodes.Call) (nodes.Wait, *nodes.Failure, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Wait{}, failure, err
	}
	ask := Ask{Title: cmp.Or(string(c.Title), call.Name), Details: json.RawMessage(c.Details)}
	if len(ask.Details) == 0 {
		ask.Details = call.Input
	}
	if len(ask.Details) == 0 {
		ask.Details = json.RawMessage(`null`)
	}
	levels := c.Levels
	if len(levels) == 0 {
		levels = []Level{c.Single()}
	}
	for i, l := range levels {
		a := AskLevel{
			Name: l.Name, Quorum: l.Quorum, DistinctOrgs: l.DistinctOrgs, Due: l.Due, Remind: l.Remind, Escalate: l.Escalate, AtEnd: l.AtEnd,
		}
		for _, by := range l.By {
			a.By = append(a.By, AskBy{Role: by.Role, Org: by.Org, Group: by.Group, Member: string(by.Member)})
		}
		for _, member := range l.Members.Value {
			a.By = append(a.By, AskBy{Member: member})
		}
		if len(a.By) == 0 {
			return nodes.Wait{}, &nodes.Failure{Code: nodes.CodeConfig, Message: fmt.Sprintf("nobody is named who decides level %d", i+1)}, nil
		}
		ask.Levels = append(ask.Levels, a)
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return nodes.Wait{}, nil, fmt.Errorf("write what is asked: %w", err)
	}
	return nodes.Wait{Ask: &nodes.Ask{Kind: nodes.AskApproval, Body: body}}, nil, nil
}
