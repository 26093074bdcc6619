package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
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

// client signs in with CATENARY_TOKEN, or else with what login kept.
func (r *remote) client() (*client.Client, error) {
	c := client.New(r.server)
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
		return nil, fmt.Errorf("not signed in to %s: run 'catenary login', or set CATENARY_TOKEN", c.Server)
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

// errNoOrg is a usage error: a command needs an org.
var errNoOrg = errors.New("say which org with --org acme/retail/stock")

// in finds the org at path.
func (r *remote) in(ctx context.Context, path string) (inOrg, error) {
	if path == "" {
		return inOrg{}, errNoOrg
	}
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
