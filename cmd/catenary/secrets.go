package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"catenary/cmd/catenary/client"
)

// secretResult is what the API shows of a secret: everything but its value.
type secretResult struct {
	ID          string   `json:"id"`
	Key         string   `json:"key"`
	Description string   `json:"description"`
	Hosts       []string `json:"hosts"`
	Engines     []string `json:"engines"`
	Version     int64    `json:"version"`
	Shared      bool     `json:"shared"`
	RotatedAt   string   `json:"rotated_at"`
}

// maxSecret is how long a secret may be, in bytes.
const maxSecret = 64 << 10

func newSecretsCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{Use: "secrets", Short: "Secrets: written and used, never read back"})
	cmd.AddCommand(newSecretsListCommand(r), newSecretsSetCommand(r), newSecretsDeleteCommand(r))
	return cmd
}

func (r *remote) printSecrets(cmd *cobra.Command, value any, secrets ...secretResult) error {
	rows := make([][]string, len(secrets))
	for i, s := range secrets {
		rows[i] = []string{s.Key, s.Description, strconv.FormatInt(s.Version, 10), short(s.RotatedAt)}
	}
	return r.print(cmd, value, []string{"KEY", "DESCRIPTION", "VERSION", "ROTATED"}, rows)
}

func newSecretsListCommand(r *remote) *cobra.Command {
	var org, search string
	cmd := &cobra.Command{
		Use: "list", Short: "List the secrets of an org and those shared to it",
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			secrets, err := pages[secretResult](cmd.Context(), o.Client, o.at("secrets"), listQuery(false, search), 0)
			if err != nil {
				return err
			}
			return r.printSecrets(cmd, secrets, secrets...)
		},
	}
	orgFlag(cmd, &org)
	searchFlag(cmd, &search)
	return cmd
}

func newSecretsSetCommand(r *remote) *cobra.Command {
	var org, description string
	cmd := &cobra.Command{
		Use: "set KEY", Short: "Add a secret, or give it another value", Args: cobra.ExactArgs(1),
		Long: `Add a secret, or give it another value. The value is asked for at a terminal, and
otherwise read from standard input to its end, just as it is. It cannot be given
as an argument, where other users of this machine would see it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			value, err := secretValue(cmd)
			if err != nil {
				return err
			}
			s, err := setSecret(cmd, o, args[0], value, description)
			if err != nil {
				return err
			}
			return r.printSecrets(cmd, s, s)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&description, "description", "", "what a new secret is for")
	return cmd
}

func secretValue(cmd *cobra.Command) (string, error) {
	if f, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return newAsker(cmd).hidden("Value: ")
	}
	value, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxSecret+1))
	if err != nil {
		return "", fmt.Errorf("read the value: %w", err)
	}
	if len(value) > maxSecret {
		return "", &client.Problem{
			Status: http.StatusUnprocessableEntity, Code: "secret.size", Detail: "a secret has 8 bytes to 64 KiB; standard input holds more",
		}
	}
	return string(value), nil
}

func setSecret(cmd *cobra.Command, o inOrg, key, value, description string) (s secretResult, err error) {
	answer, err := o.Get(cmd.Context(), o.at("secrets", key), nil, &s)
	var p *client.Problem
	switch {
	case errors.As(err, &p) && p.Code == "secret.unknown":
		return s, send(cmd.Context(), o.Client, client.Request{
			Method: http.MethodPost, Path: o.at("secrets"),
			Body: map[string]string{"key": key, "value": value, "description": description},
		}, &s)
	case err != nil:
		return s, err
	}
	return s, send(cmd.Context(), o.Client, client.Request{
		Method: http.MethodPut, Path: o.at("secrets", key, "value"), IfMatch: answer.Header.Get("ETag"),
		Body: map[string]string{"value": value},
	}, &s)
}

func newSecretsDeleteCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "delete KEY", Short: "Delete a secret, for ever", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			answer, err := o.Get(cmd.Context(), o.at("secrets", args[0]), nil, &secretResult{})
			if err != nil {
				return err
			}
			return send(cmd.Context(), o.Client, client.Request{
				Method: http.MethodDelete, Path: o.at("secrets", args[0]), IfMatch: answer.Header.Get("ETag"),
			}, nil)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}
