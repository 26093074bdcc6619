package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
	"catenary/server/config"
	"catenary/server/identity"
)

// demoFile is the file in the data directory that says how to get at the demo.
// A shell can read it.
const demoFile = "demo.env"

const (
	demoTenant = "acme"
	demoEmail  = "demo@example.org"
)

// demoAccess is how to get at the demo: what demoFile keeps, by name. API is
// the address of the API, ORG the id of the chain's org, TOKEN is good for that
// chain only; EMAIL and PASSWORD are the owner's.
type demoAccess map[string]string

// demoNames are the names in the file, in its order.
func demoNames() []string { return []string{"API", "ORG", "TOKEN", "EMAIL", "PASSWORD"} }

// readDemo gives what was kept the last time, or a new owner's password.
func readDemo(data string) (demoAccess, error) {
	a := demoAccess{}
	text, err := os.ReadFile(filepath.Join(data, demoFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the demo's access: %w", err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, ok := strings.Cut(line, "="); ok {
			a[name] = strings.Trim(value, "'")
		}
	}
	if a["PASSWORD"] == "" {
		a = demoAccess{"EMAIL": demoEmail, "PASSWORD": strings.ToLower(rand.Text())}
	}
	return a, nil
}

// keep writes the file anew, for its owner only. What was in it is there until
// the new one is.
func (a demoAccess) keep(data string) error {
	text := ""
	for _, name := range demoNames() {
		if a[name] != "" {
			text += name + "='" + a[name] + "'\n"
		}
	}
	file := filepath.Join(data, demoFile)
	err := os.WriteFile(file+".new", []byte(text), 0o600)
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		return fmt.Errorf("keep the demo's access: %w", err)
	}
	return nil
}

// signInDemo signs the demo's owner in, who is made on this machine if nobody
// has that address. The password is kept before: it is never lost.
func signInDemo(ctx context.Context, s config.Settings, server string, a demoAccess) (*client.Client, error) {
	if err := a.keep(s.Data); err != nil {
		return nil, err
	}
	login := map[string]string{"email": a["EMAIL"], "password": a["PASSWORD"], "tenant": demoTenant}
	c := client.New(server)
	var err error
	c.Session, err = openSession(ctx, server, login)
	var p *client.Problem
	if !errors.As(err, &p) || p.Status != http.StatusUnauthorized && p.Code != "setup.needed" {
		return c, err
	}
	db, err := openReady(ctx, s)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	made, err := createOwner(ctx, s, db, identity.NewOwner{
		TenantName: "Acme", TenantKey: demoTenant, Name: "Demo", Email: a["EMAIL"], Password: a["PASSWORD"],
	}, false)
	switch {
	case fault.HasCode(err, "tenant.key_taken"), err == nil && made.Known:
		return nil, fmt.Errorf("the data directory %s has an organisation %s, or %s, that is not the demo's as %s says; use another data directory",
			s.Data, demoTenant, a["EMAIL"], demoFile)
	case err != nil:
		return nil, err
	}
	c.Session, err = openSession(ctx, server, login)
	return c, err
}

// makeToken makes the token that runs the demo's chain.
func (a demoAccess) makeToken(ctx context.Context, c *client.Client) error {
	var made struct {
		Token string `json:"token"`
	}
	err := send(ctx, c, client.Request{Method: http.MethodPost, Path: "/me/tokens", Body: map[string]any{
		"name": "demo", "org_id": a["ORG"],
		"permissions": []string{"org:view", "chain:view", "run:start", "run:view", "run:data", "run:cancel", "run:rerun"},
	}}, &made)
	a["TOKEN"] = made.Token
	return err
}
