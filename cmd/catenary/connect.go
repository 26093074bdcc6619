package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
	"catenary/internal/name"
)

// defaultServer is where `catenary serve` listens unless told otherwise.
const defaultServer = "http://127.0.0.1:8080"

// remote is what commands that speak to a server share.
type remote struct {
	*console
	server string
}

// flags adds --server to a command and those below it.
func (r *remote) flags(cmd *cobra.Command) *cobra.Command {
	server := os.Getenv("CATENARY_SERVER")
	if server == "" {
		server = defaultServer
	}
	cmd.PersistentFlags().StringVar(&r.server, "server", server, "the server's address; CATENARY_SERVER sets it too")
	return cmd
}

// stranger is a client that is not signed in.
func (r *remote) stranger() (*client.Client, error) {
	at, err := url.Parse(r.server)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, usageError(fmt.Sprintf("%q is not the address of a server: want one such as %s", r.server, defaultServer))
	}
	return client.New(r.server), nil
}

// client signs in with CATENARY_TOKEN, or else with what login kept.
func (r *remote) client() (*client.Client, error) {
	c, err := r.stranger()
	if err != nil {
		return nil, err
	}
	if token := os.Getenv("CATENARY_TOKEN"); token != "" {
		c.Token = token
		return c, nil
	}
	kept, err := client.OpenCredentials()
	if err != nil {
		return nil, err
	}
	credential, err := kept.Load(c.Server)
	if err != nil {
		return nil, err
	}
	if credential == (client.Credential{}) {
		return nil, &client.Problem{
			Status: http.StatusUnauthorized, Code: "auth.needed", Detail: "nobody is signed in to " + c.Server,
		}
	}
	c.Session, c.Token = credential.Session, credential.Token
	c.Renewed = func(session string) {
		credential.Session = session
		if err := kept.Save(c.Server, credential); err != nil {
			fmt.Fprintln(os.Stderr, "catenary: the renewed session is not kept:", err)
		}
	}
	return c, nil
}

// inOrg is a client and the org that a command names.
type inOrg struct {
	*client.Client
	id   string
	path string
}

// at is the address of something below the org.
func (o inOrg) at(parts ...string) string {
	address := "/orgs/" + url.PathEscape(o.id)
	for _, p := range parts {
		address += "/" + url.PathEscape(p)
	}
	return address
}

// orgFlag adds --org, which names an org by its keys from the tenant's root.
func orgFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "org", os.Getenv("CATENARY_ORG"), "the org by its keys from the root: acme/retail/stock; CATENARY_ORG sets it too")
}

// usageError is a command line that is wrong in what no flag can check.
type usageError string

func (e usageError) Error() string { return string(e) }

// errNoOrg says that a command needs an org.
const errNoOrg = usageError("say which org with --org acme/retail/stock, or set CATENARY_ORG")

// missing says that a list has not what was asked for.
func missing(code, format string, args ...any) error {
	return &client.Problem{Status: http.StatusNotFound, Code: code, Detail: fmt.Sprintf(format, args...)}
}

// checkKey refuses what can be no key, before the server says only that there
// is nothing of that name.
func checkKey(key string) error {
	err := name.Key("", key)
	if err == nil {
		return nil
	}
	f := fault.As(err)
	return &client.Problem{Status: http.StatusUnprocessableEntity, Code: f.Code, Detail: fmt.Sprintf("%q: %s", key, f.Message)}
}

// in finds the org at path.
func (r *remote) in(ctx context.Context, path string) (inOrg, error) {
	c, err := r.client()
	if err != nil {
		return inOrg{}, err
	}
	org, err := findOrg(ctx, c, path)
	if err != nil {
		return inOrg{}, err
	}
	return inOrg{Client: c, id: org.ID, path: path}, nil
}

// pages reads a whole list, page by page, and gives each item to keep until
// limit; 0 reads all.
func pages[T any](ctx context.Context, c *client.Client, path string, query url.Values, limit int) ([]T, error) {
	items := []T{}
	query = cloned(query)
	for {
		if limit > 0 {
			query.Set("limit", strconv.Itoa(min(limit-len(items), 200)))
		} else {
			query.Set("limit", "200")
		}
		var body struct {
			Items []T    `json:"items"`
			Next  string `json:"next"`
		}
		if _, err := c.Get(ctx, path, query, &body); err != nil {
			return nil, err
		}
		items = append(items, body.Items...)
		if body.Next == "" || limit > 0 && len(items) >= limit {
			return items, nil
		}
		query.Set("cursor", body.Next)
	}
}

func cloned(q url.Values) url.Values {
	out := url.Values{}
	for k, v := range q {
		out[k] = v
	}
	return out
}

// send changes something and reads the answer into v, which may be nil.
func send(ctx context.Context, c *client.Client, r client.Request, v any) error {
	answer, err := c.Do(ctx, r)
	if err != nil || v == nil || answer.Status == http.StatusNoContent {
		return err
	}
	return answer.Into(v)
}

// short makes a time of the API readable: 2026-01-02 03:04.
func short(at string) string { return strings.Replace(at[:min(len(at), 16)], "T", " ", 1) }
