package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

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
	cmd.AddCommand(newInboxListCommand(r), newInboxShowCommand(r), newInboxDecideCommand(r), newInboxFillCommand(r), newInboxDismissCommand(r))
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

// approvalResult is an approval as the API shows it, as far as people read it.
type approvalResult struct {
	ID      string `json:"id"`
	Subject struct {
		Kind string `json:"kind"`
		ID   string `json:"id"`
	} `json:"subject"`
	Title  string `json:"title"`
	Digest string `json:"digest"`
	State  string `json:"state"`
	Level  int    `json:"level"`
	Levels []struct {
		Name   string `json:"name,omitempty"`
		Quorum int    `json:"quorum"`
	} `json:"levels"`
	Requester string   `json:"requester"`
	Reason    string   `json:"reason,omitempty"`
	DueAt     string   `json:"due_at,omitempty"`
	Details   any      `json:"details,omitempty"`
	Authors   []string `json:"authors"`
	Asked     []string `json:"asked"`
	Decisions []struct {
		By      string `json:"by"`
		Behalf  string `json:"behalf,omitempty"`
		Level   int    `json:"level"`
		Verdict string `json:"verdict"`
		Reason  string `json:"reason,omitempty"`
		At      string `json:"at"`
	} `json:"decisions"`
	MayDecide bool              `json:"may_decide"`
	Names     map[string]string `json:"names"`
}

// called are people by their names.
func (a approvalResult) called(ids ...string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		if name := a.Names[id]; name != "" {
			names[i] = name
		}
	}
	return strings.Join(names, ", ")
}

// formResult is a form as the API shows it, as far as people read it.
type formResult struct {
	ID      string `json:"id"`
	RunID   string `json:"run_id"`
	Title   string `json:"title"`
	Help    string `json:"help,omitempty"`
	State   string `json:"state"`
	Schema  any    `json:"schema"`
	Initial any    `json:"initial,omitempty"`
	Data    any    `json:"data,omitempty"`
	Draft   any    `json:"draft,omitempty"`
	Files   []struct {
		Name string `json:"name"`
	} `json:"files"`
	FilledBy string `json:"filled_by,omitempty"`
	MayFill  bool   `json:"may_fill"`
	DueAt    string `json:"due_at,omitempty"`
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

func (r *remote) printApproval(cmd *cobra.Command, answer client.Answer, a approvalResult) error {
	if r.format != "table" {
		var whole any
		if err := answer.Into(&whole); err != nil {
			return err
		}
		return r.print(cmd, whole, nil, nil)
	}
	level := ""
	if a.Level < len(a.Levels) && (len(a.Levels) > 1 || a.Levels[a.Level].Quorum > 1) {
		l := a.Levels[a.Level]
		level = strings.TrimSpace(fmt.Sprintf("%d of %d %s", a.Level+1, len(a.Levels), l.Name)) + fmt.Sprintf(", %d have to approve", l.Quorum)
	}
	may := "no"
	if a.MayDecide {
		may = "yes"
	}
	rows := filled([][]string{
		{"title", a.Title},
		{"about", a.Subject.Kind + " " + a.Subject.ID},
		{"state", a.State},
		{"reason", a.Reason},
		{"level", level},
		{"asked for by", a.called(a.Requester)},
		{"authors", a.called(a.Authors...)},
		{"asked", a.called(a.Asked...)},
		{"you may decide", may},
		{"due", short(a.DueAt)},
		{"details", oneLine(a.Details)},
		{"digest", a.Digest},
	})
	if err := r.print(cmd, nil, nil, rows); err != nil || len(a.Decisions) == 0 {
		return err
	}
	say(cmd.OutOrStdout(), "\n")
	rows = nil
	for _, d := range a.Decisions {
		by := a.called(d.By)
		if d.Behalf != "" {
			by += " for " + a.called(d.Behalf)
		}
		rows = append(rows, []string{short(d.At), d.Verdict, by, d.Reason})
	}
	return r.print(cmd, nil, []string{"DECIDED", "VERDICT", "BY", "WHY"}, rows)
}

func (r *remote) printForm(cmd *cobra.Command, answer client.Answer, f formResult) error {
	if r.format != "table" {
		var whole any
		if err := answer.Into(&whole); err != nil {
			return err
		}
		return r.print(cmd, whole, nil, nil)
	}
	may := "no"
	if f.MayFill {
		may = "yes"
	}
	files := make([]string, len(f.Files))
	for i, file := range f.Files {
		files[i] = file.Name
	}
	return r.print(cmd, nil, nil, filled([][]string{
		{"title", f.Title},
		{"help", f.Help},
		{"run", f.RunID},
		{"state", f.State},
		{"you may fill in", may},
		{"due", short(f.DueAt)},
		{"schema", oneLine(f.Schema)},
		{"at first", oneLine(f.Initial)},
		{"your draft", oneLine(f.Draft)},
		{"your files", strings.Join(files, ", ")},
		{"filled in", oneLine(f.Data)},
	}))
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

// verdicts are what people type for what the API calls so.
var verdicts = map[string]string{"approve": "approve", "reject": "reject", "send-back": "send_back"}

func newInboxDecideCommand(r *remote) *cobra.Command {
	var org, digest, reason, behalf string
	cmd := &cobra.Command{
		Use: "decide TO-DO approve|reject|send-back", Short: "Approve, reject or send back, for good", Args: cobra.ExactArgs(2),
		Long: `Approve, reject or send back, for good. --digest is that of what you saw, as 'catenary
inbox show' prints it, or its first eight characters or more: if something else is
to be decided by now, the server refuses. A no takes a reason. What waits for
somebody for whom you stand in is decided on that person's behalf.

Only a person decides: sign in with 'catenary login'; a token is refused.`,
		Example: `  catenary inbox show 01JD…
  catenary inbox decide 01JD… approve --digest 5f2c9a01
  catenary inbox decide 01JD… reject --digest 5f2c9a01 --reason "the numbers are wrong"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			verdict := verdicts[args[1]]
			if verdict == "" {
				return usageError(fmt.Sprintf("%q is none of approve, reject and send-back", args[1]))
			}
			if len(digest) < 8 {
				return usageError("--digest is that of what you saw, or its first eight characters or more")
			}
			c, err := r.client()
			if err != nil {
				return err
			}
			t, err := r.todo(cmd.Context(), c, args[0], org)
			if err != nil {
				return err
			}
			if t.Source != "approval" {
				return usageError("this is nothing to be decided but a to-do of " + t.Source)
			}
			if strings.HasPrefix(t.Digest, digest) {
				digest = t.Digest
			}
			if behalf == "" {
				behalf = t.For
			}
			var a approvalResult
			answer, err := c.Do(cmd.Context(), client.Request{
				Method: http.MethodPost, Path: t.of("approvals", "decisions"),
				Body: map[string]string{"verdict": verdict, "digest": digest, "reason": reason, "behalf": behalf},
			})
			if err != nil {
				return err
			}
			if err := answer.Into(&a); err != nil {
				return err
			}
			return r.printApproval(cmd, answer, a)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&digest, "digest", "", "that of what you saw")
	_ = cmd.MarkFlagRequired("digest") // the flag is there
	cmd.Flags().StringVar(&reason, "reason", "", "why; a no takes one")
	cmd.Flags().StringVar(&behalf, "behalf", "", "the id of whom you stand in for, if it waits for several of them")
	return cmd
}

func newInboxFillCommand(r *remote) *cobra.Command {
	var data string
	var files []string
	cmd := &cobra.Command{
		Use: "fill TO-DO", Short: "Fill a form in, for good", Args: cobra.ExactArgs(1),
		Long: `Fill a form in, for good. --file FIELD=PATH gives a file to a field of the form, and
one more to a field that takes several.`,
		Example: `  catenary inbox fill 01JD… --data '{"sku":"A-1"}'
  catenary inbox fill 01JD… --data @order.json
  catenary inbox fill 01JD… --data '{"sum":12}' --file receipt=a.pdf --file photos=1.jpg --file photos=2.jpg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{}
			if err := readJSON(cmd, "data", data, body); err != nil {
				return err
			}
			c, err := r.client()
			if err != nil {
				return err
			}
			t, err := r.todo(cmd.Context(), c, args[0], "")
			if err != nil {
				return err
			}
			if t.Source != "form" {
				return usageError("this is no form but a to-do of " + t.Source)
			}
			given := &formFiles{cmd: cmd, client: c, todo: t}
			text, _ := body["data"].(json.RawMessage)
			if body["data"], err = given.give(text, files); err != nil {
				given.takeBack()
				return err
			}
			var f formResult
			answer, err := c.Do(cmd.Context(), client.Request{Method: http.MethodPost, Path: t.of("forms", "answer"), Body: body})
			if err != nil {
				given.takeBack()
				return err
			}
			if err := answer.Into(&f); err != nil {
				return err
			}
			return r.printForm(cmd, answer, f)
		},
	}
	cmd.Flags().StringVar(&data, "data", "{}", "what is filled in: JSON, @file, or - for standard input")
	cmd.Flags().StringArrayVar(&files, "file", nil, "a file for a field, FIELD=PATH; may be repeated")
	cmd.MarkFlagsOneRequired("data", "file")
	return cmd
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
