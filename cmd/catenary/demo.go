package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"catenary/chain"
	"catenary/cmd/catenary/client"
	"catenary/server/config"
	"catenary/server/templates"
)

// What the demo's chain is, and what it is run with.
const (
	demoChain = "stock-release"
	demoInput = `{"sku":"A-1"}`
)

// demoOrg is the path of the chain's org.
const demoOrg = demoTenant + "/retail/stock"

func newDemoCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Load a small company with a chain into a running server, and run the chain",
		Long: `Load a small company with a chain into the server that runs on this machine with
this data directory, and run the chain to its end. What is there already is not
made again; a second time only runs the chain once more.

The environments are made of the images catenary/shell:1 and catenary/python:3 of
the server's container engine; "tools/services up images" makes those. The owner
has a random password: it is printed, and kept with a token for the chain in the
file demo.env of the data directory, which only you can read.`,
	}
	h := hostFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		server, err := waitForServer(cmd.Context(), s)
		if err != nil {
			return err
		}
		d := &demo{remote: &remote{console: c, server: server}, cmd: cmd, settings: s}
		if err := d.load(cmd.Context()); err != nil {
			return err
		}
		return d.run(cmd.Context())
	}
	return cmd
}

// waitForServer gives the address of the server of a data directory as soon as
// it answers; it may be starting at this moment.
func waitForServer(ctx context.Context, s config.Settings) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	scheme := "http://"
	if s.TLS.Cert != "" {
		scheme = "https://"
	}
	for {
		address, err := os.ReadFile(filepath.Join(s.Data, addressFile))
		if err == nil {
			server := scheme + strings.TrimSpace(string(address))
			_, err = client.New(server).Get(ctx, "/setup", nil, &struct{}{})
			if err == nil || errors.As(err, new(*client.Problem)) { // either is an answer
				return server, nil
			}
		}
		if nap(ctx, 50*time.Millisecond) != nil {
			return "", fmt.Errorf("no server is at work on the data directory %s: %w", s.Data, err)
		}
	}
}

func nap(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// demo is one call of the command.
type demo struct {
	*remote
	cmd      *cobra.Command
	settings config.Settings
	access   demoAccess
}

// load makes what is not there yet.
func (d *demo) load(ctx context.Context) (err error) {
	if d.access, err = readDemo(d.settings.Data); err != nil {
		return err
	}
	d.access["API"] = d.server + "/api/v1"
	if d.published() {
		return d.access.keep(d.settings.Data)
	}
	c, err := signInDemo(ctx, d.settings, d.server, d.access)
	if err != nil {
		return err
	}
	defer func() {
		_ = send(context.WithoutCancel(ctx), c, client.Request{Method: http.MethodDelete, Path: "/session"}, nil)
	}()
	o, err := d.orgs(ctx, c)
	if err != nil {
		return err
	}
	if err := d.chain(o); err != nil {
		return err
	}
	d.access["ORG"] = o.id
	if err := d.access.makeToken(ctx, c); err != nil {
		return err
	}
	return d.access.keep(d.settings.Data)
}

// published says whether the token that is kept finds a version of the chain.
func (d *demo) published() bool {
	if d.access["TOKEN"] == "" || d.access["ORG"] == "" {
		return false
	}
	v, err := d.version(d.org())
	return err == nil && v > 0
}

// org is the chain's org for the token.
func (d *demo) org() inOrg {
	c := client.New(d.server)
	c.Token = d.access["TOKEN"]
	return inOrg{Client: c, id: d.access["ORG"], path: demoOrg}
}

// orgs gives the chain's org, made with those above it.
func (d *demo) orgs(ctx context.Context, c *client.Client) (inOrg, error) {
	keys := strings.Split(demoOrg, "/")
	names := map[string]string{"retail": "Retail 零售", "stock": "Stock 库存"}
	above, err := findOrg(ctx, c, keys[0])
	if err != nil {
		return inOrg{}, err
	}
	for i, key := range keys[1:] {
		at := strings.Join(keys[:i+2], "/")
		org, err := findOrg(ctx, c, at)
		var p *client.Problem
		if errors.As(err, &p) && p.Code == "org.unknown" {
			err = send(ctx, c, client.Request{Method: http.MethodPost, Path: "/orgs", Body: map[string]string{
				"parent_id": above.ID, "key": key, "name": names[key],
			}}, &org)
			d.say("org          %s", at)
		}
		if err != nil {
			return inOrg{}, err
		}
		above = org
	}
	return inOrg{Client: c, id: above.ID, path: demoOrg}, nil
}

// chain makes environments, scripts and the chain, and publishes it. A chain
// that was published is left as people have made it.
func (d *demo) chain(o inOrg) error {
	if v, err := d.version(o); err != nil || v > 0 {
		return err
	}
	for _, e := range []struct{ key, image, entry string }{
		{"shell", "catenary/shell:1", "sh"}, {"python", "catenary/python:3", "python3"},
	} {
		f := &environmentFlags{entry: []string{e.entry}}
		if _, err := f.apply(d.cmd, o, e.key, map[string]string{"kind": "docker", "reference": e.image}); err != nil {
			return err
		}
		d.say("environment  %s, of the image %s", e.key, e.image)
	}
	text, err := d.scripts(o)
	if err != nil {
		return err
	}
	if _, err := applyChain(d.cmd, o, demoChain, document{text, "application/yaml", chain.EncodingYAML}); err != nil {
		return err
	}
	var c chainResult
	answer, err := o.Get(d.cmd.Context(), o.at("chains", demoChain), nil, &c)
	if err != nil {
		return err
	}
	d.say("chain        %s", demoChain)
	_, err = d.publish(d.cmd, o, demoChain, answer.Header.Get("ETag"), "the demo")
	return err
}

// version gives the latest version of the chain, 0 if there is none.
func (d *demo) version(o inOrg) (int64, error) {
	var c chainResult
	_, err := o.Get(d.cmd.Context(), o.at("chains", demoChain), nil, &c)
	var p *client.Problem
	if errors.As(err, &p) && p.Code == "chain.unknown" {
		return 0, nil
	}
	return c.Version, err
}

// scripts makes the scripts of the template that the demo is, and gives the
// chain's document.
func (d *demo) scripts(o inOrg) (document []byte, err error) {
	template, found := templates.Find(demoChain)
	if !found {
		return nil, fmt.Errorf("there is no template %s", demoChain)
	}
	for _, script := range template.Scripts {
		source, err := script.Source()
		if err != nil {
			return nil, err
		}
		if _, err := applyScript(d.cmd, o, script.Key, map[string]string{"name": script.Name.EN, "language": script.Language, "source": source}); err != nil {
			return nil, err
		}
		d.say("script       %s", script.Key)
	}
	return template.Document(template.Chains[0], templates.Choices{Key: demoChain, Name: template.Title.EN + " " + template.Title.ZH})
}

// run runs the chain to its end and says how that went and where to look.
func (d *demo) run(ctx context.Context) error {
	o := d.org()
	begun := time.Now()
	var run runResult
	err := send(ctx, o.Client, client.Request{
		Method: http.MethodPost, Path: o.at("chains", demoChain, "runs"), Prefer: "wait=60",
		Body: map[string]any{"input": json.RawMessage(demoInput), "title": "Demo"},
	}, &run)
	if err != nil {
		return err
	}
	took := time.Since(begun).Round(time.Millisecond)
	if _, err := o.Get(ctx, o.at("runs", run.ID), nil, &run); err != nil {
		return err
	}
	if !run.over() {
		return fmt.Errorf("the run %s is still %s; look for it with catenary runs show", run.ID, run.State)
	}
	if err := d.printSteps(ctx, o, run); err != nil {
		return err
	}
	if run.State != "succeeded" {
		return runFailed{run}
	}
	d.say("\nThe chain %s ran to its end in %s: %s", demoChain, took, run.Output)
	file := filepath.Join(d.settings.Data, demoFile)
	d.say(`
Look at it      %s/o/%s/runs/%s
Sign in         %s, password %s (kept in %s)
                catenary login --server %s --email %s
The API         %s/api/docs
Run it again    . %s
                curl -sS "$API/orgs/$ORG/chains/%s/runs" -H "Authorization: Bearer $TOKEN" \
                  -H 'Content-Type: application/json' -H 'Prefer: wait=30' -d '{"input": %s}'`,
		d.server, d.access["ORG"], run.ID, d.access["EMAIL"], d.access["PASSWORD"], file,
		d.server, d.access["EMAIL"], d.server, file, demoChain, demoInput)
	return nil
}

func (d *demo) say(format string, args ...any) { say(d.cmd.OutOrStdout(), format+"\n", args...) }
