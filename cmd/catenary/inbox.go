package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// todoResult is a to-do as the API shows it.
type todoResult struct {
	ID        string `json:"id"`
	OrgID     string `json:"org_id"`
	OrgName   string `json:"org_name,omitempty"`
	Source    string `json:"source"`
	SourceID  string `json:"source_id"`
	Title     string `json:"title"`
	Link      string `json:"link,omitempty"`
	Digest    string `json:"digest,omitempty"`
	State     string `json:"state"`
	For       string `json:"for,omitempty"`
	DueAt     string `json:"due_at,omitempty"`
	CreatedAt string `json:"created_at"`
	DoneAt    string `json:"done_at,omitempty"`
	DoneBy    string `json:"done_by,omitempty"`
}

// of is the address of what a to-do is about.
func (t todoResult) of(kind string, more ...string) string {
	return inOrg{id: t.OrgID}.at(append([]string{kind, t.SourceID}, more...)...)
}

func newInboxCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{
		Use: "inbox", Short: "What you are to do: approvals, forms, failed runs",
		Long: `What you are to do, over the whole tree: approvals, forms, failed runs, and what other
systems put before you. TO-DO is its id, or that of what it is about; an approval
that is none of your to-dos is found by --org. To decide takes the session of a person, which 'catenary
login' keeps: a token decides nothing.`,
	})
	cmd.AddCommand(newInboxListCommand(r), newInboxShowCommand(r), newInboxDecideCommand(r), newInboxFillCommand(r), newInboxDismissCommand(r),
		newInboxDoneCommand(r))
	return cmd
}

// boxes are the lists that a person has, those first in which there is something
// to do.
var boxes = []string{"waiting", "delegated", "mine", "done"}

func newInboxListCommand(r *remote) *cobra.Command {
	var box, source string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "List what waits for you, the newest first",
		Example: `  catenary inbox list
  catenary inbox list --box delegated --source approval`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 {
				return usageError("--limit is 1 or more")
			}
			c, err := r.client()
			if err != nil {
				return err
			}
			query := url.Values{"box": {box}}
			if source != "" {
				query.Set("source", source)
			}
			all, err := pages[todoResult](cmd.Context(), c, "/me/inbox", query, limit)
			if err != nil {
				return err
			}
			return r.printTodos(cmd, all[:min(len(all), limit)])
		},
	}
	cmd.Flags().StringVar(&box, "box", "waiting", "waiting for you, done by you, mine (what you asked for), or delegated (what waits for whom you stand in for)")
	_ = cmd.RegisterFlagCompletionFunc("box", cobra.FixedCompletions(boxes, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	cmd.Flags().StringVar(&source, "source", "", "of one source only: approval, form, run, or x: and the key of another system")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many at most")
	return cmd
}

func (r *remote) printTodos(cmd *cobra.Command, all []todoResult) error {
	rows := make([][]string, len(all))
	for i, t := range all {
		rows[i] = []string{t.ID, t.Source, t.State, t.OrgName, t.Title, short(t.CreatedAt), short(t.DueAt)}
	}
	return r.print(cmd, all, []string{"TO-DO", "SOURCE", "STATE", "ORG", "TITLE", "SINCE", "DUE"}, rows)
}

// todo finds one of one's own to-dos by its id or that of what it is about, in
// whichever list it is. What is not there is looked for among the approvals of
// an org, if one is named.
func (r *remote) todo(ctx context.Context, c *client.Client, id, org string) (todoResult, error) {
	for _, box := range boxes {
		all, err := pages[todoResult](ctx, c, "/me/inbox", url.Values{"box": {box}}, 0)
		if err != nil {
			return todoResult{}, err
		}
		for _, t := range all {
			if t.ID == id || t.SourceID == id {
				return t, nil
			}
		}
	}
	if org == "" {
		return todoResult{}, missing("todo.unknown", "no to-do %s is among yours", id)
	}
	o, err := findOrg(ctx, c, org)
	if err != nil {
		return todoResult{}, err
	}
	t := todoResult{OrgID: o.ID, Source: "approval", SourceID: id}
	var a approvalResult
	_, err = c.Get(ctx, t.of("approvals"), nil, &a)
	t.Digest = a.Digest
	return t, err
}

func newInboxShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show TO-DO", Short: "Show what one to-do is about: what is to be decided, or the form", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			t, err := r.todo(cmd.Context(), c, args[0], org)
			if err != nil {
				return err
			}
			switch t.Source {
			case "approval":
				var a approvalResult
				answer, err := c.Get(cmd.Context(), t.of("approvals"), nil, &a)
				if err != nil {
					return err
				}
				return r.printApproval(cmd, answer, a)
			case "form":
				var f formResult
				answer, err := c.Get(cmd.Context(), t.of("forms"), nil, &f)
				if err != nil {
					return err
				}
				return r.printForm(cmd, answer, f)
			}
			return r.print(cmd, t, nil, filled([][]string{
				{"to-do", t.ID},
				{"source", t.Source},
				{"state", t.State},
				{"org", t.OrgName},
				{"title", t.Title},
				{"about", t.SourceID},
				{"where", t.Link},
				{"due", short(t.DueAt)},
			}))
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// filled are the rows that say something.
func filled(rows [][]string) [][]string {
	out := rows[:0]
	for _, row := range rows {
		if row[1] != "" {
			out = append(out, row)
		}
	}
	return out
}

// oneLine is a value as JSON, whole.
func oneLine(v any) string {
	if v == nil {
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

func newInboxDismissCommand(r *remote) *cobra.Command {
	return &cobra.Command{
		Use: "dismiss TO-DO", Short: "Take a failed run out of your list", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			return send(cmd.Context(), c, client.Request{Method: http.MethodPost, Path: "/me/inbox/" + url.PathEscape(args[0]) + "/dismissal"}, nil)
		},
	}
}

func newInboxDoneCommand(r *remote) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "done TO-DO", Short: "Say that a to-do of another system is done", Args: cobra.ExactArgs(1),
		Long: `Say that a to-do that another system put before you is done. The other system sees
who said so, and why, when it asks. It takes the session of a person.`,
		Example: `  catenary inbox done 01JD… --reason "it is on its way"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			return send(cmd.Context(), c, client.Request{
				Method: http.MethodPost, Path: "/me/inbox/" + url.PathEscape(args[0]) + "/completion", Body: map[string]string{"reason": reason},
			}, nil)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "what the other system is told")
	return cmd
}
