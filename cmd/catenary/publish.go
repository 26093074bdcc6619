package main

import (
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// publication is an attempt to publish a chain.
type publication struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Version int64  `json:"version"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
	Parts   []part `json:"parts"`
}

type part struct {
	Node  string `json:"node"`
	Undo  bool   `json:"undo"`
	Kind  string `json:"kind"`
	Key   string `json:"key"`
	State string `json:"state"`
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// publish makes the draft the next version and tells on standard error how far
// that is: a line for each thing that is made for a node.
func (r *remote) publish(cmd *cobra.Command, o inOrg, key, revision, message string) (publication, error) {
	var p publication
	err := send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPost, Path: o.at("chains", key, "publications"), IfMatch: revision, Body: map[string]string{"message": message},
	}, &p)
	if err != nil {
		return p, err
	}
	told := map[int]string{}
	err = standing(cmd.Context(), o.Client, o.at("chains", key, "publications", p.ID, "stream"), func(now publication) bool {
		p = now
		for i, part := range p.Parts {
			if now := part.String(); now != told[i] && part.State != "pending" {
				told[i] = now
				say(cmd.ErrOrStderr(), "%s\n", now)
			}
		}
		return p.State != "running"
	})
	if err == nil && p.State == "failed" {
		err = &client.Problem{Status: http.StatusUnprocessableEntity, Code: p.Code, Title: "The chain was not published", Detail: p.Detail}
	}
	return p, err
}

// String is what people read of a part.
func (p part) String() string {
	node := p.Node
	if p.Undo {
		node += " (undo)"
	}
	text := fmt.Sprintf("  %-20s %-8s %s: %s", node, p.Kind, p.Key, p.State)
	if p.State == "making" && p.Phase != "" {
		text += ", " + p.Phase
		if p.Total > 0 {
			text += fmt.Sprintf(" %d %%", 100*p.Done/p.Total)
		}
	}
	return text
}
