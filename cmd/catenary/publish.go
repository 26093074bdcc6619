package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

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

// publicationPause is how often the state of a publication is asked for.
const publicationPause = 300 * time.Millisecond

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
	for {
		for i, part := range p.Parts {
			if now := part.String(); now != told[i] && part.State != "pending" {
				told[i] = now
				say(cmd.ErrOrStderr(), "%s\n", now)
			}
		}
		switch p.State {
		case "succeeded":
			return p, nil
		case "failed":
			return p, &client.Problem{Status: http.StatusUnprocessableEntity, Code: p.Code, Title: "The chain was not published", Detail: p.Detail}
		}
		if err := nap(cmd.Context(), publicationPause); err != nil {
			return p, err
		}
		if _, err := o.Get(cmd.Context(), o.at("chains", key, "publications", p.ID), nil, &p); err != nil {
			return p, err
		}
	}
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

func nap(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
