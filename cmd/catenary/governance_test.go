package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"catenary/cmd/catenary/client"
)

// invites adds a member with a role at an org, who accepts and signs in at a
// terminal of his own.
func (p *person) invites(server *process, org, role string) *person {
	p.t.Helper()
	at := "/orgs/" + p.id("orgs", "show", org)
	email := role + "@example.org"
	made := p.posts(server, at+"/members", `{"email": "`+email+`", "name": "`+strings.ToUpper(role[:1])+role[1:]+`"}`)
	p.posts(server, at+"/grants", `{"subject_id": "`+made["member"].(map[string]any)["id"].(string)+`", "role_id": "`+role+`"}`)
	_, link, _ := strings.Cut(made["url"].(string), "#")
	err := send(p.t.Context(), client.New(server.url), client.Request{
		Method: http.MethodPost, Path: "/invitations/accept", Body: map[string]string{"link": link, "password": "correct horse battery staple"},
	}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	guest := newPerson(p.t, server, "CATENARY_ORG="+org)
	guest.types("correct horse battery staple\n", "login", "--email", email).wants(p.t, exitOK)
	return guest
}

// with is the same person with a token for an org, made in a session before.
func (p *person) with(server *process, org string, permissions ...string) *person {
	p.t.Helper()
	words, err := json.Marshal(permissions)
	if err != nil {
		p.t.Fatal(err)
	}
	token := p.posts(server, "/me/tokens", `{"name": "terminal", "org_id": "`+p.id("orgs", "show", org)+`", "permissions": `+string(words)+`}`)["token"].(string)
	return &person{t: p.t, home: p.t.TempDir(), env: append(p.env[1:], "HOME="+p.t.TempDir(), "CATENARY_TOKEN="+token)}
}

// sees follows what the server tells until an event of it has a text.
func (p *person) sees(server *process, path, text string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	defer cancel()
	err := p.session(server).Stream(ctx, path, nil, func(e client.Event) (bool, error) {
		return strings.Contains(string(e.Data), text), nil
	})
	if err != nil {
		p.t.Fatalf("%s does not tell of %s: %v", path, text, err)
	}
}

// first is the id of the newest to-do.
func (p *person) first() (id, digest string) {
	p.t.Helper()
	var all []todoResult
	if err := json.Unmarshal([]byte(p.runs("inbox", "list", "-o", "json").out), &all); err != nil || len(all) == 0 {
		p.t.Fatalf("the to-dos are %v, %v", all, err)
	}
	return all[0].ID, all[0].Digest
}

const smallRelease = `
name: Two steps
description: 两步走
phases:
  - {name: Once, chain: {key: two-steps}}
  - name: Twice
    chain: {key: two-steps, version: 1}
    rollback: {chain: {key: two-steps}}
`

func TestReleasesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	approver := p.invites(server, "acme/retail", "approver")
	p.runs("chains", "apply", "--file", p.file("chain.yaml", smallChain)).wants(t, exitOK)
	p.runs("chains", "publish", "two-steps").wants(t, exitOK)
	file := p.file("release.yaml", smallRelease)
	p.runs("releases", "create", "--file", p.file("bad.yaml", "name: R\nphases: [{name: One, chain: {key: nowhere}}]\n")).wants(t, exitInvalid, "/phases/0/chain")
	p.runs("releases", "create", "--file", p.file("no.yaml", "-")).wants(t, exitFailed, "says nothing of a release")
	p.runs("releases", "create", "--file", file).wants(t, exitOK, "state     draft", "Twice", "two-steps 1", "undo")
	p.runs("releases", "list").wants(t, exitOK, "draft  Two steps")
	var all []releaseResult
	if err := json.Unmarshal([]byte(p.runs("releases", "list", "-o", "json").out), &all); err != nil || len(all) != 1 {
		t.Fatalf("the releases are %v, %v", all, err)
	}
	id := all[0].ID
	p.runs("releases", "show", id, "-o", "yaml").wants(t, exitOK, "key: two-steps")
	p.runs("releases", "rehearse", id, "--wait").wants(t, exitOK, "state      passed", "(whole)", "nothing to undo")
	p.runs("releases", "edit", id, "--file", p.file("more.yaml", strings.Replace(smallRelease, "Once", "At first", 1))).wants(t, exitOK, "At first")
	p.runs("releases", "comment", id, "why so late?", "--about", "/phases/0").wants(t, exitOK, "/phases/0", "why so late?")
	p.runs("releases", "submit", id).wants(t, exitOK, "in_review")
	p.runs("releases", "execute", id).wants(t, exitConflict, "(release.state)")

	// The owner drew it up: others are asked, and a token of theirs decides nothing.
	approver.runs("releases", "review", id).wants(t, exitOK, "released for the first time", "does not approve it  ", "why so late?")
	approver.runs("inbox", "list").wants(t, exitOK, "approval  waiting", "Two steps")
	todo, digest := approver.first()
	approver.runs("inbox", "show", todo).wants(t, exitOK, "you may decide  yes", "asked           Approver", digest)
	approver.runs("inbox", "decide", todo, "perhaps", "--digest", digest).wants(t, exitUsage, "none of approve")
	approver.runs("inbox", "decide", todo, "approve", "--digest", digest[:4]).wants(t, exitUsage, "eight characters")
	approver.runs("inbox", "decide", todo, "approve", "--digest", "0123456789").wants(t, exitConflict, "(approval.changed)")
	approver.runs("inbox", "decide", todo, "reject", "--digest", digest[:12]).wants(t, exitInvalid, "(approval.reason)")
	token := approver.with(server, "acme/retail", "org:view", "release:view", "run:view")
	token.runs("inbox", "decide", todo, "approve", "--digest", digest).wants(t, exitRefused, "(auth.session_needed)", "unset CATENARY_TOKEN")
	approver.runs("inbox", "show", "01JD0000000000000000000000").wants(t, exitNotFound, "(approval.unknown)")
	approver.runs("inbox", "show", "01JD0000000000000000000000", "--org", "").wants(t, exitNotFound, "(todo.unknown)")
	approver.runs("inbox", "decide", todo, "approve", "--digest", digest[:12]).wants(t, exitOK, "approved", "approve  Approver")
	approver.runs("inbox", "list", "--box", "done").wants(t, exitOK, "done")

	p.runs("releases", "execute", id, "--follow").wants(t, exitOK, "phase_succeeded of phase 2", "succeeded", "At first")
	p.runs("releases", "execute", id).wants(t, exitConflict, "(release.state)")
	p.runs("releases", "rollback", id, "two", "--reason", "r").wants(t, exitUsage, "numbered from 1")
	p.runs("releases", "rollback", id, "2", "--reason", "it was a trial").wants(t, exitOK)
	p.runs("releases", "milestones", id, "--follow").wants(t, exitOK, "finished", "rolled_back of phase 2")
	p.runs("releases", "milestones", id).wants(t, exitOK, "rollback_requested  2      ", "it was a trial")
	p.runs("releases", "delete", id).wants(t, exitConflict, "(release.state)")

	draft := p.id("releases", "create", "--file", file)
	p.runs("releases", "withdraw", draft, "--reason", "not this year").wants(t, exitOK, "withdrawn")
	draft = p.id("releases", "create", "--file", file)
	p.runs("releases", "delete", draft).wants(t, exitOK)
	p.runs("releases", "show", draft).wants(t, exitNotFound, "(release.unknown)")
}

const formChain = `
format: catenary/v1
kind: Chain
key: ordered
name: Ordered
nodes:
  - id: order
    kind: form
    form:
      title: Which article?
      by: [{role: owner}]
      schema: {type: object, required: [sku], properties: {sku: {type: string}}}
  - {id: after, kind: script, script: {body: "return nodes.order.output.sku"}}
edges:
  - {from: order, to: after}
output: "${{ nodes.after.output }}"
`

func TestFormsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	p.runs("chains", "apply", "--file", p.file("chain.yaml", formChain)).wants(t, exitOK)
	p.runs("chains", "publish", "ordered").wants(t, exitOK)
	run := p.id("run", "ordered")
	p.sees(server, "/me/inbox/counts/stream", `"waiting":1`)
	todo, _ := p.first()
	p.runs("inbox", "list", "--source", "form").wants(t, exitOK, "form    waiting", "Which article?")
	p.runs("inbox", "show", todo).wants(t, exitOK, "you may fill in  yes", `"required":["sku"]`)
	p.runs("inbox", "decide", todo, "approve", "--digest", "12345678").wants(t, exitUsage, "a to-do of form")
	p.runs("inbox", "dismiss", todo).wants(t, exitConflict, "(todo.source)")
	p.runs("inbox", "fill", todo, "--data", "sku").wants(t, exitUsage, "--data is not JSON")
	p.runs("inbox", "fill", todo, "--data", "{}").wants(t, exitInvalid, "(form.data)")
	p.types(`{"sku":"A-1"}`, "inbox", "fill", todo, "--data", "-").wants(t, exitOK, `{"sku":"A-1"}`)
	p.sees(server, "/orgs/"+p.id("orgs", "show", "acme/retail")+"/runs/"+run+"/events/stream", `"kind":"end"`)
	p.runs("runs", "show", run).wants(t, exitOK, "A-1")
}

const receiptChain = `
format: catenary/v1
kind: Chain
key: expenses
name: Expenses
nodes:
  - id: claim
    kind: form
    form:
      title: Your expenses
      by: [{role: owner}]
      schema:
        type: object
        required: [receipt]
        properties:
          sum: {type: number}
          receipt: {type: string, format: file, x-accept: [.pdf], x-max-bytes: 1000}
          photos: {type: array, items: {type: string, format: file, x-accept: [image/*]}}
  - {id: after, kind: script, script: {body: return nodes.claim.output}}
edges: [{from: claim, to: after}]
`

func TestFilesInFormsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	p.runs("chains", "apply", "--file", p.file("chain.yaml", receiptChain)).wants(t, exitOK)
	p.runs("chains", "publish", "expenses").wants(t, exitOK)
	run := p.id("run", "expenses")
	p.sees(server, "/me/inbox/counts/stream", `"waiting":1`)
	todo, _ := p.first()
	pdf, photo, twin := p.file("a.pdf", "%PDF-1.7"), p.file("1.gif", "GIF89a one"), p.file("2.gif", "GIF89a two")
	p.runs("inbox", "fill", todo).wants(t, exitUsage, "data", "file")
	p.runs("inbox", "fill", todo, "--file", "receipt").wants(t, exitUsage, "is not FIELD=PATH")
	p.runs("inbox", "fill", todo, "--data", "[]", "--file", "receipt="+pdf).wants(t, exitUsage, "--data is no object")
	p.runs("inbox", "fill", todo, "--file", "receipt="+p.file("empty.pdf", "")).wants(t, exitFailed, "is empty")
	p.runs("inbox", "fill", todo, "--file", "sum="+pdf).wants(t, exitInvalid, "(form.file_field)")
	p.runs("inbox", "fill", todo, "--file", "receipt="+photo).wants(t, exitInvalid, "(form.file_type)")
	p.runs("inbox", "fill", todo, "--file", "receipt="+p.file("large.pdf", "%PDF-1.7"+strings.Repeat(" ", 1000))).wants(t, exitInvalid, "(form.file_large)")
	p.runs("inbox", "fill", todo, "--file", "photos="+photo).wants(t, exitInvalid, "(form.data)", "receipt")
	if shown := p.runs("inbox", "show", todo); strings.Contains(shown.out, "your files") {
		t.Errorf("what was refused stayed: %s", shown.out)
	}
	p.runs("inbox", "fill", todo, "--data", `{"sum":12}`, "--file", "receipt="+pdf, "--file", "photos="+photo, "--file", "photos="+twin, "-o", "json").
		wants(t, exitOK, `"artefact": "a.pdf"`, `"artefact": "1.gif"`, `"artefact": "2.gif"`, `"sum": 12`)
	p.sees(server, "/orgs/"+p.id("orgs", "show", "acme/retail")+"/runs/"+run+"/events/stream", `"kind":"end"`)
	p.runs("runs", "show", run).wants(t, exitOK, "succeeded")
	p.runs("inbox", "fill", todo, "--file", "receipt="+pdf).wants(t, exitConflict, "(form.over)")
}

func TestSwitchesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	at := "/orgs/" + p.id("orgs", "show", "acme/retail") + "/switches"
	p.posts(server, at, `{"key": "stock-mode", "name": "Stock mode", "type": "enum", "options": ["old", "new"], "value": "old"}`)
	p.posts(server, at, `{"key": "price-factor", "name": "Price factor", "type": "number", "value": 1}`)
	p.runs("switches", "list").wants(t, exitOK, "price-factor  number  1 ", "stock-mode    enum    old")
	if got := p.runs("switches", "list", "--search", "FACTOR"); !strings.Contains(got.out, "price-factor") || strings.Contains(got.out, "stock-mode") {
		t.Errorf("found %s", got.out)
	}
	if got := p.runs("switches", "get", "stock-mode"); got.out != "old\n" {
		t.Errorf("the value is %q", got.out)
	}
	p.runs("switches", "get", "price-factor", "-o", "json").wants(t, exitOK, `"value": 1`)
	p.runs("switches", "set", "stock-mode", "new").wants(t, exitUsage, "reason")
	p.runs("switches", "set", "stock-mode", "newer", "--reason", "r").wants(t, exitInvalid, "(switch.value)")
	p.runs("switches", "set", "price-factor", "much", "--reason", "r").wants(t, exitUsage, "is no JSON")
	p.runs("switches", "set", "stock-mode", "new", "--reason", "the new stock is ready").wants(t, exitOK, "new")
	p.runs("switches", "set", "price-factor", "1.25", "--reason", "winter").wants(t, exitOK, "1.25")
	p.runs("switches", "history", "stock-mode").wants(t, exitOK, "old   new  ", "the new stock is ready")
	p.runs("switches", "follow", "stock-mode", "--until", "new").wants(t, exitOK, "  new\n")
	p.runs("switches", "follow", "price-factor", "--until", "1.250", "-o", "json").wants(t, exitOK, `"value": 1.25`)
	p.runs("switches", "get", "nothing").wants(t, exitNotFound, "(switch.unknown)")
}

func TestApprovedSwitchesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	approver := p.invites(server, "acme/retail", "approver")
	at := "/orgs/" + p.id("orgs", "show", "acme/retail") + "/switches"
	p.posts(server, at, `{"key": "stock-mode", "name": "Stock mode", "type": "enum", "options": ["old", "new"], "value": "old"}`)
	p.runs("switches", "approval", "stock-mode").wants(t, exitUsage, "file")
	p.runs("switches", "approval", "stock-mode", "--file", p.file("none.yaml", "levels: []")).wants(t, exitInvalid, "(approval.plan)")
	p.runs("switches", "approval", "stock-mode", "--file", p.file("approval.yaml", "levels: [{by: [{role: approver}]}]")).wants(t, exitOK, "old")
	p.runs("switches", "set", "stock-mode", "new", "--reason", "go").wants(t, exitOK, "old", "until it is approved: request ")
	p.runs("switches", "requests", "stock-mode", "--state", "waiting").wants(t, exitOK, "waiting  old   new", "go")
	p.runs("switches", "approval", "stock-mode", "--none").wants(t, exitInvalid, "(switch.reason)")
	p.runs("switches", "approval", "stock-mode", "--none", "--reason", "off").wants(t, exitOK, "until it is approved")
	p.runs("switches", "requests", "stock-mode").wants(t, exitOK, "(who approves)")
	var waiting []todoResult
	if err := json.Unmarshal([]byte(approver.runs("inbox", "list", "-o", "json").out), &waiting); err != nil || len(waiting) != 2 {
		t.Fatalf("the to-dos are %v, %v", waiting, err)
	}
	for _, todo := range waiting {
		if strings.Contains(todo.Title, "→") {
			approver.runs("inbox", "decide", todo.ID, "approve", "--digest", todo.Digest).wants(t, exitOK, "approved")
		}
	}
	p.runs("switches", "get", "stock-mode").wants(t, exitOK, "new")
	p.runs("switches", "requests", "stock-mode").wants(t, exitOK, "approved ", "overtaken")
}

func TestHoldsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("chains", "apply", "--file", p.file("chain.yaml", smallChain)).wants(t, exitOK)
	p.runs("chains", "publish", "two-steps").wants(t, exitOK)
	p.runs("holds", "show", "two-steps").wants(t, exitOK, "two-steps  open   0")
	p.runs("holds", "set", "two-steps", "--reason", "the stock is counted").wants(t, exitOK, "two-steps  held   0", "the stock is counted")
	run := p.id("run", "two-steps")
	p.runs("holds", "list", "--org", "acme").wants(t, exitOK, "two-steps  held   1")
	p.runs("holds", "list", "--org", "acme/retail/stock", "-o", "json").wants(t, exitOK, "[]")
	p.runs("holds", "set", "two-steps", "--order-by", "/sku").wants(t, exitConflict, "(hold.standing)")
	p.runs("holds", "release", "two-steps", "--per-minute", "600", "--reason", "counted").wants(t, exitOK, "releasing", "600 a minute")
	p.runs("holds", "release", "nothing").wants(t, exitNotFound, "(chain.unknown)")
	p.runs("runs", "show", run).wants(t, exitOK, "two-steps")
}

func TestReleaseRuleFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("releases", "rule", "show", "--org", "acme/retail").wants(t, exitOK, "none")
	p.runs("releases", "rule", "set", "--org", "acme", "--rehearsal-days", "30").wants(t, exitOK, "30 days")
	p.runs("releases", "rule", "set", "--org", "acme/retail", "--rehearsal-days", "14").wants(t, exitOK, "14 days")
	p.runs("releases", "rule", "set", "--org", "acme/retail", "--rehearsal-days", "4000").wants(t, exitInvalid, "/rehearsal_days")
	p.runs("releases", "rule", "set", "--org", "acme/retail").wants(t, exitUsage, "rehearsal-days")
	p.runs("releases", "rule", "show", "--org", "acme/retail", "-o", "json").wants(t, exitOK, `"effective_rehearsal_days": 14`)
	p.runs("releases", "rule", "clear", "--org", "acme/retail").wants(t, exitOK, "none", "30 days")
}

func TestTemplatesFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("chains", "apply", "--file", p.file("chain.yaml", asking)).wants(t, exitOK)
	p.runs("templates", "list").wants(t, exitOK, "hello", "program  chains", "stock-phases", "chains, releases")
	p.runs("templates", "save", "mine", "--name", "Mine").wants(t, exitUsage, "--chain or --release")
	p.runs("templates", "save", "mine", "--name", "Mine", "--chain", "asking", "--rename", "nobody=x").wants(t, exitInvalid, "(template.parameters)")
	p.runs("templates", "save", "mine", "--name", "Mine", "--chain", "asking", "--rename", "approver=deciders").wants(t, exitOK, "chains  deciders   people  approver")
	p.runs("templates", "list").wants(t, exitOK, "mine               own      chains")
	p.runs("templates", "show", "mine", "-o", "json").wants(t, exitOK, `"default": "approver"`)
	p.runs("templates", "use", "mine", "copy", "--name", "Copy", "--role", "deciders=owner", "--publish").wants(t, exitOK, "copy   Copy")
	p.runs("chains", "export", "copy").wants(t, exitOK, "role: owner")
	p.runs("templates", "use", "mine", "night", "--name", "Night", "--group", "deciders=night-shift").wants(t, exitOK, "night  Night")
	p.runs("chains", "export", "night").wants(t, exitOK, "group: night-shift")
	p.runs("templates", "use", "mine", "ann", "--name", "Ann", "--member", "deciders=ann@example.org").wants(t, exitOK, "ann    Ann")
	p.runs("chains", "export", "ann").wants(t, exitOK, "member: ann@example.org")
	p.runs("templates", "use", "mine", "two", "--name", "Two", "--role", "deciders=owner", "--group", "deciders=night-shift").wants(t, exitInvalid, "(template.choice)")
	file := p.file("release.yaml", strings.ReplaceAll(smallRelease, "two-steps", "copy"))
	p.runs("releases", "create", "--file", file).wants(t, exitOK)
	var all []releaseResult
	if err := json.Unmarshal([]byte(p.runs("releases", "list", "-o", "json").out), &all); err != nil || len(all) != 1 {
		t.Fatalf("the releases are %v, %v", all, err)
	}
	p.runs("templates", "save", "train", "--name", "Train", "--release", all[0].ID).wants(t, exitOK, "releases  copy       chain   copy")
	p.runs("templates", "draw", "train", "--name", "Another").wants(t, exitOK, "state     draft", "Twice", "copy 1")
	p.runs("templates", "delete", "mine").wants(t, exitOK)
	p.runs("templates", "show", "mine").wants(t, exitNotFound, "(template.unknown)")
	p.runs("chains", "export", "copy").wants(t, exitOK, "role: owner")
}

const asking = `
format: catenary/v1
kind: Chain
key: asking
name: Asking
nodes:
  - {id: ask, kind: approval, approval: {by: [{role: approver}]}}
  - {id: end, kind: wait, wait: {for: 1s}}
edges:
  - {from: ask, to: end}
`

func TestTodosOfOtherSystemsAreDoneFromTheCommandLine(t *testing.T) {
	t.Parallel()
	server, p := signedIn(t)
	viewer := p.invites(server, "acme/retail", "viewer")
	at := "/orgs/" + p.id("orgs", "show", "acme/retail") + "/todos"
	p.posts(server, at, `{"source": "erp", "id": "order-1", "title": "Check order 1", "link": "https://erp.example.org/1", "people": ["viewer@example.org"]}`)
	viewer.runs("inbox", "list").wants(t, exitOK, "Check order 1")
	todo, _ := viewer.first()

	p.runs("inbox", "done", todo).wants(t, exitNotFound, "(todo.unknown)") // it waits for somebody else
	viewer.runs("inbox", "done").wants(t, exitUsage)
	viewer.with(server, "acme/retail", "org:view").runs("inbox", "done", todo).wants(t, exitRefused, "(auth.session_needed)")
	viewer.runs("inbox", "done", todo, "--reason", "在路上").wants(t, exitOK)
	if list := viewer.runs("inbox", "list"); strings.Contains(list.out, "Check order 1") {
		t.Errorf("it waits still: %s", list.out)
	}
	var seen struct{ State, Reason string }
	if _, err := p.session(server).Get(t.Context(), at+"?source=erp&id=order-1", nil, &seen); err != nil || seen.State != "done" || seen.Reason != "在路上" {
		t.Errorf("the other system sees %+v, %v", seen, err)
	}
	viewer.runs("inbox", "done", todo).wants(t, exitNotFound, "(todo.unknown)")
}

func TestChannelsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	_, p := signedIn(t)
	p.runs("channels", "list").wants(t, exitOK, "dingtalk  off", "webhook   off")
	p.runs("channels", "set", "wecom").wants(t, exitUsage, "address")
	p.runs("channels", "set", "carrier-pigeon", "--address", "robot").wants(t, exitNotFound, "(channel.unknown)")
	p.runs("channels", "set", "wecom", "--address", "robot").wants(t, exitInvalid, "(channel.secret)")
	p.types("https://127.0.0.1:1/hook", "secrets", "set", "robot").wants(t, exitOK)
	p.runs("channels", "set", "wecom", "--address", "robot", "--sign", "robot").wants(t, exitInvalid, "(channel.sign)")
	p.runs("channels", "set", "dingtalk", "--address", "robot", "--sign", "robot").wants(t, exitOK, "dingtalk  on     robot    robot")
	p.runs("channels", "test", "dingtalk").wants(t, exitConflict, "(channel.failed)")
	p.runs("channels", "list", "-o", "json").wants(t, exitOK, `"address": "robot"`, `"failure": `)
	p.runs("channels", "delete", "dingtalk").wants(t, exitOK, "dingtalk  off")
	p.runs("channels", "test", "dingtalk").wants(t, exitConflict, "the channel is off")
}
