package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

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
