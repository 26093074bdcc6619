package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"catenary/cmd/catenary/client"
)

// meResult is who asks, as the API shows it.
type meResult struct {
	SubjectID string `json:"subject_id"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	TenantID  string `json:"tenant_id"`
	MustEnrol bool   `json:"must_enrol"`
	Person    *struct {
		Email        string `json:"email"`
		SecondFactor bool   `json:"second_factor"`
	} `json:"person,omitempty"`
	Tops []crumb `json:"tops"`
}

// asker asks a person at a terminal, or reads lines that are piped in.
type asker struct {
	in    *bufio.Reader
	file  *os.File
	words io.Writer
}

func newAsker(cmd *cobra.Command) *asker {
	file, _ := cmd.InOrStdin().(*os.File)
	return &asker{in: bufio.NewReader(cmd.InOrStdin()), file: file, words: cmd.ErrOrStderr()}
}

func (a *asker) terminal() bool { return a.file != nil && term.IsTerminal(int(a.file.Fd())) }

// line asks for a line that may be seen.
func (a *asker) line(question string) (string, error) {
	what := strings.TrimRight(question, ": ")
	if a.terminal() {
		fmt.Fprint(a.words, question)
	}
	text, err := a.in.ReadString('\n')
	switch {
	case errors.Is(err, io.EOF) && text == "":
		return "", usageError("standard input ended where a line was wanted: " + what)
	case err != nil && !errors.Is(err, io.EOF):
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	return strings.TrimRight(text, "\r\n"), nil
}

// hidden asks for a line that is not shown at a terminal.
func (a *asker) hidden(question string) (string, error) {
	if !a.terminal() {
		return a.line(question)
	}
	fmt.Fprint(a.words, question)
	text, err := term.ReadPassword(int(a.file.Fd()))
	fmt.Fprintln(a.words)
	return string(text), err
}

func newLoginCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	var email, tenant string
	var token bool
	cmd := r.flags(&cobra.Command{
		Use: "login", Short: "Sign in to a server and keep the session for later commands",
		Long: `Sign in to a server with e-mail and password, and keep the session in a file that
only you can read. At a terminal the password is asked for; otherwise it is read
from standard input. With --token an API token is read and kept instead.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := r.stranger(); err != nil {
				return err
			}
			ask := newAsker(cmd)
			credential, err := signIn(cmd.Context(), r.server, ask, token, email, tenant)
			if err != nil {
				return err
			}
			me, err := keep(cmd.Context(), r.server, credential)
			if err != nil {
				return err
			}
			if os.Getenv("CATENARY_TOKEN") != "" {
				fmt.Fprintln(cmd.ErrOrStderr(), "CATENARY_TOKEN is set: as long as it is, commands use that token and not what was kept now")
			}
			return r.printMe(cmd, me)
		},
	})
	cmd.Flags().StringVar(&email, "email", "", "your e-mail address; asked for if left out")
	cmd.Flags().StringVar(&tenant, "tenant", "", "the tenant's key, if you are a member of several")
	cmd.Flags().BoolVar(&token, "token", false, "read an API token from standard input and keep that")
	cmd.MarkFlagsMutuallyExclusive("token", "email")
	return cmd
}

func signIn(ctx context.Context, server string, ask *asker, token bool, email, tenant string) (client.Credential, error) {
	if token {
		text, err := ask.hidden("Token: ")
		return client.Credential{Token: strings.TrimSpace(text)}, err
	}
	var err error
	if email == "" {
		if email, err = ask.line("E-mail: "); err != nil {
			return client.Credential{}, err
		}
	}
	password, err := ask.hidden("Password: ")
	if err != nil {
		return client.Credential{}, err
	}
	login := map[string]string{"email": email, "password": password}
	if tenant != "" {
		login["tenant"] = tenant
	}
	session, err := openSession(ctx, server, login)
	var p *client.Problem
	if errors.As(err, &p) && p.Code == "auth.second_factor_needed" {
		if login["totp"], err = ask.line("Code of the second factor: "); err != nil {
			return client.Credential{}, err
		}
		session, err = openSession(ctx, server, login)
	}
	return client.Credential{Session: session, Email: email}, err
}

// openSession signs in and returns the session's cookie.
func openSession(ctx context.Context, server string, login map[string]string) (string, error) {
	answer, err := client.New(server).Do(ctx, client.Request{Method: http.MethodPost, Path: "/session", Body: login})
	if err != nil {
		return "", err
	}
	for _, cookie := range (&http.Response{Header: answer.Header}).Cookies() {
		if cookie.Name == client.CookieName {
			return cookie.Value, nil
		}
	}
	return "", errors.New("the server gave no session; is the address that of Catenary?")
}

// keep looks whether the credential works before it is kept.
func keep(ctx context.Context, server string, credential client.Credential) (meResult, error) {
	c := client.New(server)
	c.Session, c.Token = credential.Session, credential.Token
	var me meResult
	if _, err := c.Get(ctx, "/me", nil, &me); err != nil {
		return me, err
	}
	kept, err := client.OpenCredentials()
	if err != nil {
		return me, err
	}
	return me, kept.Save(c.Server, credential)
}

func (r *remote) printMe(cmd *cobra.Command, me meResult) error {
	tops := make([]string, len(me.Tops))
	for i, t := range me.Tops {
		tops[i] = t.Key
	}
	rows := [][]string{{"signed in as", me.Name}, {"server", r.server}, {"orgs", strings.Join(tops, " ")}}
	if me.MustEnrol {
		rows = append(rows, []string{"to do", "set up a second factor: nothing else is allowed before"})
	}
	return r.print(cmd, me, nil, rows)
}

func newWhoamiCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	return r.flags(&cobra.Command{
		Use: "whoami", Short: "Say who is signed in",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := r.client()
			if err != nil {
				return err
			}
			var me meResult
			if _, err := c.Get(cmd.Context(), "/me", nil, &me); err != nil {
				return err
			}
			return r.printMe(cmd, me)
		},
	})
}

func newLogoutCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	return r.flags(&cobra.Command{
		Use: "logout", Short: "End the session that login kept",
		RunE: func(cmd *cobra.Command, _ []string) error {
			kept, err := client.OpenCredentials()
			if err != nil {
				return err
			}
			c, err := r.stranger()
			if err != nil {
				return err
			}
			credential, err := kept.Load(c.Server)
			if err != nil {
				return err
			}
			if credential.Session != "" {
				c.Session = credential.Session
				err := send(cmd.Context(), c, client.Request{Method: http.MethodDelete, Path: "/session"}, nil)
				var p *client.Problem
				if err != nil && (!errors.As(err, &p) || p.Status != http.StatusUnauthorized) {
					return err
				}
			}
			return kept.Save(c.Server, client.Credential{})
		},
	})
}
