package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// scriptResult is a script as the API shows it.
type scriptResult struct {
	ID        string `json:"id"`
	Key       string `json:"key"`
	Name      string `json:"name"`
	Language  string `json:"language"`
	Version   int64  `json:"version"`
	Digest    string `json:"digest"`
	Revision  int64  `json:"revision"`
	Shared    bool   `json:"shared"`
	UpdatedAt string `json:"updated_at"`
}

func newScriptsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "scripts", Short: "Scripts that tasks run"})
	cmd.AddCommand(
		newScriptsListCommand(r), newScriptsGetCommand(r), newScriptsApplyCommand(r),
		newScriptsVersionsCommand(r), newScriptsDiffCommand(r), newScriptsDeleteCommand(r),
		newRestoreDeletedCommand(r, "script", "deleted-scripts", "script.unknown", r.printScripts),
	)
	return cmd
}

func (r *remote) printScripts(cmd *cobra.Command, value any, scripts ...scriptResult) error {
	rows := make([][]string, len(scripts))
	for i, s := range scripts {
		rows[i] = []string{s.Key, s.Name, s.Language, strconv.FormatInt(s.Version, 10), short(s.UpdatedAt)}
	}
	return r.print(cmd, value, []string{"KEY", "NAME", "LANGUAGE", "VERSION", "CHANGED"}, rows)
}

func newScriptsListCommand(r *remote) *cobra.Command {
	var org, search string
	var deep bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the scripts of an org and those shared to it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			scripts, err := pages[scriptResult](cmd.Context(), o.Client, o.at("scripts"), listQuery(deep, search), 0)
			if err != nil {
				return err
			}
			return r.printScripts(cmd, scripts, scripts...)
		},
	}
	orgFlag(cmd, &org)
	listFlags(cmd, &deep, &search)
	return cmd
}

func listFlags(cmd *cobra.Command, deep *bool, search *string) {
	cmd.Flags().BoolVar(deep, "deep", false, "with the orgs below")
	searchFlag(cmd, search)
}

func searchFlag(cmd *cobra.Command, search *string) {
	cmd.Flags().StringVar(search, "search", "", "those with this in their name or key")
}

func listQuery(deep bool, search string) url.Values {
	query := url.Values{}
	if deep {
		query.Set("deep", "true")
	}
	if search != "" {
		query.Set("q", search)
	}
	return query
}

func newScriptsGetCommand(r *remote) *cobra.Command {
	var org string
	var version int64
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Print a script's source", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			if version == 0 {
				var s scriptResult
				if _, err := o.Get(cmd.Context(), o.at("scripts", args[0]), nil, &s); err != nil {
					return err
				}
				version = s.Version
			}
			var v struct {
				Source string `json:"source"`
			}
			answer, err := o.Get(cmd.Context(), o.at("scripts", args[0], "versions", strconv.FormatInt(version, 10)), nil, &v)
			if err != nil {
				return err
			}
			return r.printText(cmd, answer, v.Source)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().Int64Var(&version, "version", 0, "this version; the newest if left out")
	return cmd
}

// printText writes a text as it is, or the whole answer for a program.
func (r *remote) printText(cmd *cobra.Command, answer client.Answer, text string) error {
	if r.format == "table" {
		_, err := io.WriteString(cmd.OutOrStdout(), text)
		return err
	}
	var all any
	if err := answer.Into(&all); err != nil {
		return err
	}
	return r.print(cmd, all, nil, nil)
}

// readFile reads a file, or standard input for "-".
func readFile(cmd *cobra.Command, name string, limit int64) ([]byte, error) {
	in := cmd.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("%s has more than %d bytes", name, limit)
	}
	return text, nil
}

// languages tells by a file's name what runs it.
var languages = map[string]string{".sh": "shell", ".py": "python", ".js": "javascript", ".rb": "ruby", ".pl": "perl"}

func newScriptsApplyCommand(r *remote) *cobra.Command {
	var org, file, name, language, message string
	cmd := &cobra.Command{
		Use: "apply KEY --file FILE", Short: "Make a script, or give it a new version if the source differs", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			source, err := readFile(cmd, file, 1<<20)
			if err != nil {
				return err
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			if language == "" {
				if language = languages[filepath.Ext(file)]; language == "" {
					language = "shell"
				}
			}
			s, err := applyScript(cmd, o, args[0], map[string]string{
				"name": name, "language": language, "source": string(source), "message": message,
			})
			if err != nil {
				return err
			}
			return r.printScripts(cmd, s, s)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVarP(&file, "file", "f", "", "the source; - for standard input")
	cmd.Flags().StringVar(&name, "name", "", "what people call a new script; its key if left out")
	cmd.Flags().StringVar(&language, "language", "", "what runs a new script; told by the file's name if left out")
	cmd.Flags().StringVarP(&message, "message", "m", "", "what to know of this version")
	_ = cmd.MarkFlagRequired("file") // fails only for a flag that is not there
	return cmd
}

func applyScript(cmd *cobra.Command, o inOrg, key string, script map[string]string) (scriptResult, error) {
	var s scriptResult
	answer, err := o.Get(cmd.Context(), o.at("scripts", key), nil, &s)
	var p *client.Problem
	if errors.As(err, &p) && p.Code == "script.unknown" {
		if script["key"] = key; script["name"] == "" {
			script["name"] = key
		}
		err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: o.at("scripts"), Body: script}, &s)
		return s, err
	}
	if err != nil {
		return s, err
	}
	var made struct {
		Script scriptResult `json:"script"`
	}
	err = send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPost, Path: o.at("scripts", key, "versions"), IfMatch: answer.Header.Get("ETag"),
		Body: map[string]string{"source": script["source"], "message": script["message"]},
	}, &made)
	return made.Script, err
}

func newScriptsVersionsCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "versions KEY", Short: "List a script's versions, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return r.printVersions(cmd, o, o.at("scripts", args[0], "versions"))
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// versionResult is a version of a script or a chain in a list.
type versionResult struct {
	Version   int64  `json:"version"`
	Digest    string `json:"digest"`
	Message   string `json:"message"`
	CreatedAt string `json:"created_at"`
	CreatedBy *named `json:"created_by"`
}

func (r *remote) printVersions(cmd *cobra.Command, o inOrg, path string) error {
	versions, err := pages[versionResult](cmd.Context(), o.Client, path, nil, 0)
	if err != nil {
		return err
	}
	rows := make([][]string, len(versions))
	for i, v := range versions {
		by := ""
		if v.CreatedBy != nil {
			by = v.CreatedBy.Name
		}
		rows[i] = []string{strconv.FormatInt(v.Version, 10), short(v.CreatedAt), by, v.Digest[:min(len(v.Digest), 19)], v.Message}
	}
	return r.print(cmd, versions, []string{"VERSION", "MADE", "BY", "DIGEST", "MESSAGE"}, rows)
}

func newScriptsDiffCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "diff KEY FROM TO", Short: "Say how one version of a script differs from another", Args: cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, version := range args[1:] {
				if n, err := strconv.ParseInt(version, 10, 64); err != nil || n < 1 {
					return usageError(fmt.Sprintf("%q is not the number of a version", version))
				}
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var d struct {
				Unified string `json:"unified"`
			}
			answer, err := o.Get(cmd.Context(), o.at("scripts", args[0], "compare"), url.Values{"from": {args[1]}, "to": {args[2]}}, &d)
			if err != nil {
				return err
			}
			return r.printText(cmd, answer, d.Unified)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func newScriptsDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete a script; it can be restored for 30 days", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{Method: http.MethodDelete, Path: o.at("scripts", args[0])}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
