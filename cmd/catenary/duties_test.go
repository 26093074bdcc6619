package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/chain"
	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/nodes/approval"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/api/apitest"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/releases"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/servertest"
	"catenary/server/store/storetest"
)

// makers are who makes the parts of what is decided.
type makers struct {
	wrote, drew, published, drewUp, edited, submitted, started, executed rbac.Actor
	// hidden makes what is not the run itself.
	hidden rbac.Actor
}

// hand is a way to have a hand in what is decided.
type hand struct {
	name string
	// release, step and gate say in what it is tried: of a gate, which takes a
	// whole release, only one hand of each sort.
	release, step, gate bool
	had                 func(m *makers, by credentials)
	// way, if set, is how the run of the step comes to be.
	way way
}

// hands are all of them, and none.
func hands() []hand {
	all := []hand{
		{"nothing", true, true, true, nil, nil},
		{"wrote a script", true, true, true, func(m *makers, by credentials) { m.wrote = by.session }, nil},
		{"drew a chain", true, true, false, func(m *makers, by credentials) { m.drew = by.session }, nil},
		{"published a chain", true, true, true, func(m *makers, by credentials) { m.published = by.session }, nil},
		{"wrote a script with a token", true, true, false, func(m *makers, by credentials) { m.wrote = by.token }, nil},
		{"drew a chain by an account", true, true, true, func(m *makers, by credentials) { m.drew = by.account }, nil},
		{"drew it up", true, false, false, func(m *makers, by credentials) { m.drewUp = by.session }, nil},
		{"drew it up with a token", true, false, true, func(m *makers, by credentials) { m.drewUp = by.token }, nil},
		{"drew it up by an account", true, false, false, func(m *makers, by credentials) { m.drewUp = by.account }, nil},
		{"edited it last", true, false, true, func(m *makers, by credentials) { m.edited = by.session }, nil},
		{"asked for the review", true, false, false, func(m *makers, by credentials) { m.submitted = by.session }, nil},
		{"asked for the review by an account", true, false, true, func(m *makers, by credentials) { m.submitted = by.account }, nil},
		{"executed it", false, false, true, func(m *makers, by credentials) { m.executed = by.session }, nil},
		{"executed it with a token", false, false, true, func(m *makers, by credentials) { m.executed = by.token }, nil},
		{"executed it by an account", false, false, true, func(m *makers, by credentials) { m.executed = by.account }, nil},
		{"started the run", false, true, false, func(m *makers, by credentials) { m.started = by.session }, nil},
		{"started the run with a token", false, true, false, func(m *makers, by credentials) { m.started = by.token }, nil},
		{"started the run by an account", false, true, false, func(m *makers, by credentials) { m.started = by.account }, nil},
	}
	return append(all, ways()...)
}

// credentials are those with which somebody acts: a session, a token of his own,
// and the token of a service account which he made.
type credentials struct {
	session, token, account rbac.Actor
	cookie                  string
	bearer                  map[string]string // by name of the credential
}

// cell is one attempt: somebody tries to approve, for himself or for another,
// with a credential.
type cell struct{ who, behalf, with string }

// court is a server with people who may all approve, on which attempts are made.
type court struct {
	*apitest.Server
	t   *testing.T
	raw storetest.Raw
	// people are author, who has the hand if somebody has; deputy, who stands in
	// for both others; and clean, who had a hand in nothing and for whom author
	// stands in.
	people map[string]credentials
	url    string
	org    rbac.OrgID
}

// deputies says who stands in for whom.
var deputies = [][2]string{{"author", "deputy"}, {"clean", "deputy"}, {"clean", "author"}}

// want is the rule: the code of the refusal, or nothing.
func (x cell) want(own map[string]bool) string {
	switch {
	case x.with != "session":
		return "auth.session_needed"
	case own[x.who]:
		return "approval.own"
	case x.behalf == x.who:
		return ""
	case !slices.Contains(deputies, [2]string{x.behalf, x.who}):
		return "approval.no_deputy"
	case own[x.behalf]:
		return "approval.own"
	}
	return ""
}

// TestSeparationOfDutiesWhateverTheWayIn makes every attempt at what somebody
// had each hand in, in every way in, and compares it with the rule. Nobody who
// had a hand in it gets it approved; somebody else does.
func TestSeparationOfDutiesWhateverTheWayIn(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	t.Setenv("CATENARY_TOKEN", "")
	t.Setenv("CATENARY_ORG", "")
	clock := testkit.NewClock()
	seen := make(chan map[string]int, 2)
	t.Run("on", func(t *testing.T) {
		storetest.EachRaw(t, clock.Now, func(t *testing.T, raw storetest.Raw) {
			seen <- newCourt(t, raw, clock).sit()
		})
	})
	close(seen)
	for codes := range seen {
		if codes[""] < 100 || codes["approval.own"] < 100 || codes["approval.no_deputy"] < 20 || codes["auth.session_needed"] < 200 {
			t.Errorf("the matrix is one-sided: %v", codes)
		}
	}
}

// sit makes all attempts and counts the answers.
func (c *court) sit() map[string]int {
	c.t.Helper()
	codes := map[string]int{}
	for i, h := range hands() {
		m := c.others()
		own := map[string]bool{}
		if h.had != nil {
			h.had(&m, c.people["author"])
			own["author"] = true
		}
		key := fmt.Sprintf("chain-%d", i)
		c.chain(key, m)
		step := c.step
		if h.way != nil {
			step = c.by(h.way)
		}
		for subject, ask := range map[string]func(string, makers) approvals.Approval{"release": c.release, "step": step, "gate": c.gate} {
			if !map[string]bool{"release": h.release, "step": h.step, "gate": h.gate}[subject] {
				continue
			}
			for way, try := range map[string]func(cell, approvals.Approval) string{"core": c.core, "api": c.api, "many": c.many, "cli": c.cli} {
				a := ask(key, m)
				for _, one := range cells() {
					want, got := one.want(own), try(one, a)
					codes[want]++
					if got != want {
						c.t.Errorf("who %s, in a %s over %s: %+v gets %q, want %q", h.name, subject, way, one, got, want)
					}
					state := c.state(a)
					if (state == approvals.Approved) != (want == "") {
						c.t.Fatalf("who %s, in a %s over %s: after %+v it is %s", h.name, subject, way, one, state)
					}
					if state == approvals.Approved {
						a = ask(key, m)
					}
				}
			}
		}
	}
	return codes
}

// cells are all attempts. With a token everybody tries for himself and for
// whoever is clean: that one may approve is what a token does not lend.
func cells() (all []cell) {
	names := []string{"author", "deputy", "clean"}
	for _, with := range []string{"session", "token", "account"} {
		for _, who := range names {
			for _, behalf := range names {
				if with == "session" || behalf == who || behalf == "clean" {
					all = append(all, cell{who, behalf, with})
				}
			}
		}
	}
	return all
}

func (c *court) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err, fault.As(err).Details)
	}
}

func newCourt(t *testing.T, raw storetest.Raw, clock *testkit.Clock) *court {
	t.Helper()
	c := &court{
		Server: apitest.On(t, servertest.New(t, raw.Store, clock)), t: t, raw: raw, people: map[string]credentials{},
	}
	c.must(raw.EndSetup(t.Context()))
	c.org = c.Org(servertest.Stock)
	for name, role := range map[string]rbac.RoleID{"author": rbac.Owner, "deputy": rbac.Admin, "clean": rbac.Approver} {
		c.people[name] = c.equip(name, role)
	}
	for _, pair := range deputies {
		_, err := c.Asks.Approvals.Delegate(t.Context(), c.people[pair[0]].session, c.people[pair[1]].session.Subject, time.Time{}, clock.Now().Add(time.Hour), "")
		c.must(err)
	}
	c.furnish()
	c.serve()
	return c
}

// equip gives somebody all credentials that there are.
func (c *court) equip(name string, role rbac.RoleID) credentials {
	c.t.Helper()
	ctx := c.t.Context()
	out := credentials{session: c.Actor(role, servertest.Stock), cookie: c.SignIn(role, servertest.Stock), bearer: map[string]string{}}
	_, session, err := c.Identity.BySession(ctx, out.cookie)
	c.must(err)
	var words []string
	for _, p := range identity.TokenPermissions() {
		words = append(words, string(p))
	}
	token, err := c.Identity.MakeToken(ctx, out.session, session, identity.NewToken{Name: name, Permissions: words, Org: c.org})
	c.must(err)
	owner := c.Actor(rbac.Owner, servertest.Stock)
	account, err := c.Identity.CreateAccount(ctx, owner, c.org, "of-"+name, "Account of the "+name)
	c.must(err)
	_, err = c.Orgs.Grant(ctx, owner, c.org, orgs.NewGrant{Subject: account.ID, Role: rbac.Admin})
	c.must(err)
	if role == rbac.Approver { // who may make no such tokens: somebody above made it
		made, err := c.Identity.MakeAccountToken(ctx, c.Actor(rbac.Owner, servertest.Acme), c.org, account.ID, identity.NewToken{Name: name, Permissions: words})
		c.must(err)
		out.bearer["account"] = made.Bearer
	} else {
		made, err := c.Identity.MakeAccountToken(ctx, out.session, c.org, account.ID, identity.NewToken{Name: name, Permissions: words})
		c.must(err)
		out.bearer["account"] = made.Bearer
	}
	out.bearer["token"] = token.Bearer
	out.token, err = c.Identity.ByToken(ctx, out.bearer["token"])
	c.must(err)
	out.account, err = c.Identity.ByToken(ctx, out.bearer["account"])
	c.must(err)
	return out
}

// serve lets the command line in: each credential is kept for an address of its
// own.
func (c *court) serve() {
	c.t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	c.t.Cleanup(server.Close)
	c.url = server.URL
	kept, err := client.OpenCredentials()
	c.must(err)
	keepers.Lock()
	defer keepers.Unlock()
	for name, p := range c.people {
		for with, credential := range map[string]client.Credential{
			"session": {Session: p.cookie}, "token": {Token: p.bearer["token"]}, "account": {Token: p.bearer["account"]},
		} {
			at := "/" + name + "/" + with
			mux.Handle(at+"/", http.StripPrefix(at, c.Handler()))
			c.must(kept.Save(server.URL+at, credential))
		}
	}
}

// furnish makes the environment that tasks of chains name.
func (c *court) furnish() {
	c.t.Helper()
	tenant := c.Tenant(servertest.Acme)
	c.raw.Exec(
		c.t,
		fmt.Sprintf(`INSERT INTO environments (tenant_id, id, org_id, key, name, search, run_as, image, upload_id, source_revision, revision,
  created_at, created_by, updated_at, updated_by, source, entry, limits, description)
 VALUES ('%s', 'small', '%s', 'small', 'Small', 'small', 65532, 'sha256:aa', '', 1, 1, 1, '', 1, '', '{}', '["sh"]', '{}', '')`, tenant, c.org),
		fmt.Sprintf(`INSERT INTO environment_images (tenant_id, environment_id, digest, registry, repository, source_digest, platform, size, created_at, used_at)
 VALUES ('%s', 'small', 'sha256:aa', 'here', 'environments/small', '', '', 1, 1, 1)`, tenant),
	)
}

// others are makers who are not asked.
func (c *court) others() makers {
	drawer, operator := c.Actor(rbac.Designer, servertest.Stock), c.Actor(rbac.Operator, servertest.Stock)
	return makers{wrote: drawer, drew: drawer, published: drawer, drewUp: drawer, edited: drawer, submitted: drawer, started: operator, executed: operator, hidden: drawer}
}

// chain makes a chain whose task has a script. What its publication would make
// outside is put into its row.
func (c *court) chain(key string, m makers) {
	c.t.Helper()
	ctx := c.t.Context()
	script, err := c.Scripts.Create(ctx, m.wrote, c.org, scripts.New{Key: key, Name: "Check", Language: "shell", Source: "echo checked\n"})
	c.must(err)
	document := `{"format":"catenary/v1","kind":"Chain","key":"` + key + `","name":"A chain","nodes":[` +
		`{"id":"x","kind":"wait","wait":{"for":"1s"}},{"id":"y","kind":"wait","wait":{"for":"1s"}}],"edges":[{"from":"x","to":"y"}]}`
	saved, err := c.Chains.Create(ctx, m.drew, c.org, chains.Input{Data: []byte(document), Encoding: chain.EncodingJSON})
	c.must(err)
	_, err = c.Chains.Publish(ctx, m.published, c.org, key, saved.Revision, "")
	c.must(err)
	document = strings.Replace(document, `"kind":"wait","wait":{"for":"1s"}`, `"kind":"work","task":{"script":"`+key+`","environment":"small"}`, 1)
	pins := fmt.Sprintf(`{"script":{%q:{"id":%q,"version":1}},"environment":{"small":{"id":"small","digest":"sha256:aa"}}}`, key, script.ID)
	c.raw.Exec(c.t, fmt.Sprintf(`UPDATE chain_versions SET document = '%s', pins = '%s' WHERE chain_id = '%s'`, document, pins, saved.ID))
}

// release is one that waits for its review.
func (c *court) release(key string, m makers) approvals.Approval {
	c.t.Helper()
	v := c.submitted(key, m, []approvals.By{{Role: "owner"}, {Role: "admin"}, {Role: "approver"}})
	a, err := c.Store.Approval(c.t.Context(), v.Tenant, v.Approval)
	c.must(err)
	return a
}

// submitted is a release, reviewed by some, whose one phase has a gate that asks
// all.
func (c *court) submitted(key string, m makers, review []approvals.By) releases.View {
	c.t.Helper()
	all := &approvals.Plan{Levels: []approvals.Level{{By: []approvals.By{{Role: "owner"}, {Role: "admin"}, {Role: "approver"}}}}}
	in := releases.In{Name: "Stock release", Plan: releases.Plan{
		Phases: []releases.Phase{{Name: "All", Chain: releases.Chain{Key: key}, Gates: []releases.Gate{{Approval: all}}}},
		Review: &approvals.Plan{Levels: []approvals.Level{{By: review}}},
	}}
	v, err := c.Releases.Create(c.t.Context(), m.drewUp, c.org, in)
	c.must(err)
	v, err = c.Releases.Replace(c.t.Context(), m.edited, c.org, v.ID, v.Revision, in)
	c.must(err)
	v, err = c.Releases.Submit(c.t.Context(), m.submitted, c.org, v.ID, v.Revision)
	c.must(err)
	return v
}

// gate is that of a release which is executed. The review was somebody's who
// stands above all others.
func (c *court) gate(key string, m makers) approvals.Approval {
	c.t.Helper()
	ctx := c.t.Context()
	judge := c.Actor(rbac.Owner, servertest.Acme)
	v := c.submitted(key, m, []approvals.By{{Member: string(judge.Subject)}})
	asked, err := c.Store.Approval(ctx, v.Tenant, v.Approval)
	c.must(err)
	_, err = c.Asks.Approvals.Decide(ctx, judge, c.org, asked.ID, approvals.In{Verdict: approvals.Approve, Digest: asked.Digest})
	c.must(err)
	_, err = c.Releases.Execute(ctx, m.executed, c.org, v.ID)
	c.must(err)
	_, err = c.Releases.Due(ctx)
	c.must(err)
	a, err := c.Store.OpenApproval(ctx, v.Tenant, approvals.Subject{Kind: releases.SubjectGate, ID: v.ID + "/1/0"})
	c.must(err)
	return a
}

// step is a step of a run that waits for an approval.
func (c *court) step(key string, m makers) approvals.Approval {
	c.t.Helper()
	started, err := c.Runs.Start(c.t.Context(), m.started, c.org, key, runs.Request{})
	c.must(err)
	return c.waits(started.Run)
}

// waits has a step of a run that was started wait for an approval.
func (c *court) waits(of runtime.Run) approvals.Approval {
	c.t.Helper()
	ctx := c.t.Context()
	body, err := json.Marshal(approval.Ask{Title: "Go on?", Details: json.RawMessage(`{}`), Levels: []approval.AskLevel{
		{By: []approval.AskBy{{Role: "owner"}, {Role: "admin"}, {Role: "approver"}}},
	}})
	c.must(err)
	tenant := rbac.TenantID(of.Tenant)
	c.must(c.Store.InsertSignal(ctx, runtime.Signal{ // so that it is due
		Tenant: string(tenant), Run: of.ID, ID: "1", Kind: runtime.UnpauseSignal, Body: []byte(`{}`), At: c.Clock.Now().UnixMicro(),
	}))
	rows, err := c.Store.Claim(ctx, c.Parking.Replica(), 10)
	c.must(err)
	i := slices.IndexFunc(rows, func(r runtime.Run) bool { return r.ID == of.ID })
	if i < 0 {
		c.t.Fatalf("claimed %+v", rows)
	}
	r := rows[i]
	ask := runtime.Ask{Tenant: r.Tenant, Key: r.ID, Run: r.ID, Step: `{"node":"x","attempt":1}`, Kind: "approval", Body: string(body), Created: c.Clock.Now().UnixMicro()}
	_, err = c.Store.Commit(ctx, c.Parking.Replica(), []runtime.Write{{
		ID: runtime.ID{Tenant: r.Tenant, Run: r.ID}, Epoch: r.Epoch, From: r.Seq, State: run.Waiting, Release: true, Taken: []string{"1"}, Asks: []runtime.Ask{ask},
		Events: []run.Event{{Seq: r.Seq + 1, Epoch: r.Epoch, At: ask.Created, Kind: run.StartEvent}},
	}})
	c.must(err)
	_, err = c.Asks.Bring(ctx)
	c.must(err)
	a, err := c.Store.OpenApproval(ctx, tenant, approvals.Subject{Kind: "step", ID: r.ID})
	c.must(err)
	return a
}

func (c *court) state(a approvals.Approval) approvals.State {
	c.t.Helper()
	now, err := c.Store.Approval(context.Background(), a.Tenant, a.ID)
	c.must(err)
	return now.State
}

// behalf is the id of whom somebody tries to stand in for.
func (c *court) behalf(x cell) rbac.SubjectID { return c.people[x.behalf].session.Subject }

// core decides by the use case.
func (c *court) core(x cell, a approvals.Approval) string {
	p := c.people[x.who]
	who := map[string]rbac.Actor{"session": p.session, "token": p.token, "account": p.account}[x.with]
	_, err := c.Asks.Approvals.Decide(c.t.Context(), who, a.Org, a.ID, approvals.In{Verdict: approvals.Approve, Digest: a.Digest, Behalf: c.behalf(x)})
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// post sends a decision over HTTP.
func (c *court) post(x cell, path string, body any) apitest.Answer {
	c.t.Helper()
	text, err := json.Marshal(body)
	c.must(err)
	p := c.people[x.who]
	call := apitest.Call{Method: http.MethodPost, Path: "/api/v1" + path, Body: string(text), Bearer: p.bearer[x.with]}
	if x.with == "session" {
		call.Cookie = p.cookie
	}
	return c.Do(call)
}

func (c *court) api(x cell, a approvals.Approval) string {
	return c.post(x, "/orgs/"+string(a.Org)+"/approvals/"+a.ID+"/decisions", map[string]any{
		"verdict": "approve", "digest": a.Digest, "behalf": c.behalf(x),
	}).Problem().Code
}

// many decides on several at once, of which this is one.
func (c *court) many(x cell, a approvals.Approval) string {
	c.t.Helper()
	answer := c.post(x, "/me/decisions", map[string]any{"decisions": []map[string]any{{
		"org_id": a.Org, "approval_id": a.ID, "verdict": "approve", "digest": a.Digest, "behalf": c.behalf(x),
	}}})
	if code := answer.Problem().Code; code != "" {
		return code
	}
	var out struct{ Items []struct{ Code string } }
	answer.JSON(c.t, &out)
	return out.Items[0].Code
}

// keepers keeps those who keep credentials in one file from each other.
var keepers sync.Mutex

var saidCode = regexp.MustCompile(`\(([a-z_]+\.[a-z_]+)\)`)

// cli decides from the command line.
func (c *court) cli(x cell, a approvals.Approval) string {
	c.t.Helper()
	var out, errs bytes.Buffer
	code := execute(c.t.Context(), []string{
		"inbox", "decide", a.ID, "approve", "--digest", a.Digest, "--behalf", string(c.behalf(x)),
		"--org", "acme/retail/stock", "--server", c.url + "/" + x.who + "/" + x.with,
	}, strings.NewReader(""), &out, &errs)
	if code == exitOK {
		return ""
	}
	if said := saidCode.FindStringSubmatch(errs.String()); said != nil {
		return said[1]
	}
	return errs.String()
}
