package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/chain"
	"catenary/cmd/catenary/client"
)

// document is a chain document in a file.
type document struct {
	data        []byte
	contentType string
	encoding    chain.Encoding
}

func readDocument(cmd *cobra.Command, file string) (document, error) {
	data, err := readFile(cmd, file, chain.MaxBytes)
	if err != nil {
		return document{}, err
	}
	if filepath.Ext(file) == ".json" || file == "-" && strings.HasPrefix(strings.TrimSpace(string(data)), "{") {
		return document{data, "application/json", chain.EncodingJSON}, nil
	}
	return document{data, "application/yaml", chain.EncodingYAML}, nil
}

// parse reads the document here; the server judges what it means.
func (d document) parse() (*chain.Document, error) {
	parsed, problems := chain.Parse(d.data, d.encoding)
	if len(problems) == 0 {
		return parsed, nil
	}
	findings := make([]finding, len(problems))
	for i, p := range problems {
		findings[i] = finding{Severity: "error", Code: p.Code, Detail: p.Detail, Pointer: p.Pointer, Line: p.Line, Column: p.Column}
	}
	return nil, errInvalid{findings}
}

// fileFlag adds --file to a command that reads a document.
func fileFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVarP(file, "file", "f", "", "the document, YAML or JSON; - for standard input")
	_ = cmd.MarkFlagRequired("file") // fails only for a flag that is not there
}

// savedResult is what the server says of a draft that it kept.
type savedResult struct {
	Chain    chainResult `json:"chain"`
	Problems []finding   `json:"problems"`
}

func newChainsApplyCommand(r *remote) *cobra.Command {
	var org, file string
	cmd := &cobra.Command{
		Use: "apply --file FILE", Short: "Make a chain of a document, or replace its draft if the document differs",
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := readDocument(cmd, file)
			if err != nil {
				return err
			}
			parsed, err := d.parse()
			if err != nil {
				return err
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			saved, err := applyChain(cmd, o, string(parsed.Key), d)
			if err != nil {
				return err
			}
			printFindings(cmd, saved.Problems)
			return r.printChains(cmd, saved, saved.Chain)
		},
	}
	orgFlag(cmd, &org)
	fileFlag(cmd, &file)
	return cmd
}

func applyChain(cmd *cobra.Command, o inOrg, key string, d document) (saved savedResult, err error) {
	answer, err := o.Get(cmd.Context(), o.at("chains", key), nil, &saved.Chain)
	request := client.Request{Method: http.MethodPut, Path: o.at("chains", key, "draft"), Body: d.data, ContentType: d.contentType}
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Code == "chain.unknown":
		request.Method, request.Path = http.MethodPost, o.at("chains")
	case err != nil:
		return saved, err
	default:
		request.IfMatch = answer.Header.Get("ETag")
	}
	return saved, send(cmd.Context(), o.Client, request, &saved)
}

// printFindings tells people what is wrong, beside the result.
func printFindings(cmd *cobra.Command, findings []finding) {
	for _, f := range findings {
		fmt.Fprintln(cmd.ErrOrStderr(), f)
	}
}

func (f finding) String() string {
	at := f.Pointer
	if f.Line > 0 {
		at = fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Pointer)
	}
	return strings.TrimSpace(f.Severity+" "+at) + ": " + f.Detail + " (" + f.Code + ")"
}

// errInvalid is a document with errors; it ends the command with exitInvalid.
type errInvalid struct{ findings []finding }

func (e errInvalid) Error() string {
	lines := []string{"the document is not valid"}
	for _, f := range e.findings {
		lines = append(lines, "  "+f.String())
	}
	return strings.Join(lines, "\n")
}

func newChainsValidateCommand(r *remote) *cobra.Command {
	var org, file, purpose string
	cmd := &cobra.Command{
		Use: "validate --file FILE", Short: "Say what is wrong with a document, and keep nothing",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if purpose != "save" && purpose != "publish" {
				return usageError(fmt.Sprintf("--for is save or publish, not %q", purpose))
			}
			d, err := readDocument(cmd, file)
			if err != nil {
				return err
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var result struct {
				Valid    bool      `json:"valid"`
				Problems []finding `json:"problems"`
			}
			err = send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodPost, Path: o.at("chain-validations"), Query: url.Values{"for": {purpose}}, Body: d.data, ContentType: d.contentType,
			}, &result)
			if err != nil {
				return err
			}
			rows := [][]string{{"valid"}}
			if len(result.Problems) > 0 {
				rows = nil
			}
			for _, f := range result.Problems {
				rows = append(rows, []string{f.String()})
			}
			if err := r.print(cmd, result, nil, rows); err != nil || result.Valid {
				return err
			}
			return errInvalid{}
		},
	}
	orgFlag(cmd, &org)
	fileFlag(cmd, &file)
	cmd.Flags().StringVar(&purpose, "for", "publish", "what the document is to be good for: save or publish")
	return cmd
}

func newChainsExportCommand(r *remote) *cobra.Command {
	var org string
	var version int64
	cmd := &cobra.Command{
		Use: "export KEY", Short: "Print a chain's document: YAML, or JSON in canonical form with -o json", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			path := o.at("chains", args[0], "draft")
			if version > 0 {
				path = o.at("chains", args[0], "versions", strconv.FormatInt(version, 10), "document")
			}
			accept := "application/yaml"
			if r.format == "json" {
				accept = "application/json"
			}
			answer, err := o.Do(cmd.Context(), client.Request{Method: http.MethodGet, Path: path, Accept: accept})
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(answer.Body)
			return err
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().Int64Var(&version, "version", 0, "this version; the draft if left out")
	return cmd
}
