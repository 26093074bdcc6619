package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
)

type object = map[string]any

// line is the chain of W1 and W2: ten scripts, each with what the one before
// returned. The first reads the body of 1 KiB.
func line(key string) object {
	nodes := []object{script("n0", "return {n: 1, items: input.items.length, ref: input.ref}")}
	edges := []object{}
	for i := 1; i < 10; i++ {
		before := fmt.Sprintf("n%d", i-1)
		nodes = append(nodes, script(fmt.Sprintf("n%d", i), fmt.Sprintf("const v = nodes.%s.output; return {n: v.n + 1, items: v.items, ref: v.ref}", before)))
		edges = append(edges, edge(before, fmt.Sprintf("n%d", i)))
	}
	return document(key, nodes, edges)
}

// fan is the chain of W3: one script, 100 beside each other, and one that waits
// for all of them.
func fan(key string) object {
	nodes := []object{script("first", "return {base: input.items.length}")}
	edges := []object{}
	for i := range 100 {
		id := fmt.Sprintf("n%d", i)
		nodes = append(nodes, script(id, fmt.Sprintf("return {value: nodes.first.output.base * %d}", i)))
		edges = append(edges, edge("first", id), edge(id, "last"))
	}
	nodes = append(nodes, script("last", "let n = 0; for (const id in incoming) { n += incoming[id].value }\nreturn n"))
	return document(key, nodes, edges)
}

// shell is the chain of W4: one task, and what a chain needs before it.
func shell(key, name, environment string) object {
	return document(key, []object{script("n0", "return {}"), {
		"id": "hello", "name": "Hello", "kind": "work", "task": object{"script": name, "environment": environment},
	}}, []object{edge("n0", "hello")})
}

func script(id, body string) object {
	return object{"id": id, "name": id, "kind": "script", "script": object{"body": body}}
}

func edge(from, to string) object { return object{"from": from, "to": to} }

func document(key string, nodes, edges []object) object {
	d := object{"format": "catenary/v1", "kind": "Chain", "key": key, "name": key, "nodes": nodes}
	if len(edges) > 0 {
		d["edges"] = edges
	}
	return d
}

// body starts a run with an input of 1 KiB.
func body() []byte {
	items := []object{}
	for i := range 15 {
		items = append(items, object{"sku": fmt.Sprintf("article-%04d", i), "count": i * 3, "price": float64(i*100) + 0.25, "ok": true})
	}
	text, _ := json.Marshal(object{"input": object{"items": items, "ref": "main"}}) // always marshals
	return text
}

// api calls the server as its owner.
func (t *Target) api() *client.Client {
	c := client.New(t.Server)
	c.Token = t.Token
	return c
}

func (t *Target) org(path string) string { return "/orgs/" + t.Org + path }

// publish makes a chain of a document and publishes it.
func (t *Target) publish(ctx context.Context, document object) error {
	api, key := t.api(), fmt.Sprint(document["key"])
	if _, err := api.Do(ctx, client.Request{Method: http.MethodPost, Path: t.org("/chains"), Body: document}); err != nil {
		return fmt.Errorf("make the chain %s: %w", key, err)
	}
	chain, err := api.Do(ctx, client.Request{Method: http.MethodGet, Path: t.org("/chains/" + key)})
	if err != nil {
		return err
	}
	// Without an Idempotency-Key: it is tried but once.
	c, err := t.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	path := t.org("/chains/" + key + "/publications")
	text, err := c.send(t.request(http.MethodPost, path, "If-Match: "+chain.Header.Get("ETag"), []byte(`{}`)), http.StatusAccepted)
	answer := client.Answer{Body: text}
	for {
		var p struct{ ID, State, Code, Detail string }
		if err == nil {
			err = answer.Into(&p)
		}
		switch {
		case err != nil:
			return fmt.Errorf("publish the chain %s: %w", key, err)
		case p.State == "succeeded":
			return nil
		case p.State == "failed":
			return fault.New(fault.Conflict, p.Code, "the chain %s was not published: %s", key, p.Detail)
		}
		if err := nap(ctx, 20*time.Millisecond); err != nil {
			return err
		}
		answer, err = api.Do(ctx, client.Request{Method: http.MethodGet, Path: path + "/" + p.ID})
	}
}
