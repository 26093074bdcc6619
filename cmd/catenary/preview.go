package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// movePreview is what a move would change, as the API shows it.
type movePreview struct {
	Rights []struct {
		Subject named    `json:"subject"`
		Org     crumb    `json:"org"`
		Gains   []string `json:"gains"`
		Loses   []string `json:"loses"`
	} `json:"rights"`
	Total  int         `json:"total"`
	Stops  previewTies `json:"stops"`
	Starts previewTies `json:"starts"`
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// previewTies are things that stop or start to count.
type previewTies struct {
	Grants []struct {
		Subject named `json:"subject"`
		Role    named `json:"role"`
		Org     crumb `json:"org"`
	} `json:"grants"`
	Shares []string `json:"shares"`
	Tokens []string `json:"tokens"`
}

func (t previewTies) rows(change string) (rows [][]string) {
	for _, g := range t.Grants {
		rows = append(rows, []string{change, g.Subject.Name, g.Org.Key, "role " + g.Role.Name})
	}
	for _, id := range t.Shares {
		rows = append(rows, []string{change, "", "", "share " + id})
	}
	for _, id := range t.Tokens {
		rows = append(rows, []string{change, "", "", "token " + id})
	}
	return rows
}

func (r *remote) printMovePreview(cmd *cobra.Command, c *client.Client, request client.Request) error {
	var p movePreview
	if err := send(cmd.Context(), c, request, &p); err != nil {
		return err
	}
	rows := [][]string{}
	for _, right := range p.Rights {
		for _, what := range byKind(right.Gains) {
			rows = append(rows, []string{"gains", right.Subject.Name, right.Org.Key, what})
		}
		for _, what := range byKind(right.Loses) {
			rows = append(rows, []string{"loses", right.Subject.Name, right.Org.Key, what})
		}
	}
	rows = append(rows, p.Stops.rows("stops")...)
	rows = append(rows, p.Starts.rows("starts")...)
	if more := p.Total - len(p.Rights); more > 0 {
		rows = append(rows, []string{"", "", "", fmt.Sprintf("and %d more", more)})
	}
	if len(rows) == 0 {
		rows = append(rows, []string{"nothing", "", "", "nobody's rights change"})
	}
	return r.print(cmd, p, []string{"CHANGE", "WHO", "ORG", "WHAT"}, rows)
}
