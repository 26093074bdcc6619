package main

import (
	"fmt"
	"strings"

	"catenary/chain"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/runs"
	"catenary/server/servertest"
)

// way starts the run of a step so that somebody had a hand in it whom its row
// does not name.
type way func(c *court, key string, m makers) runtime.Run

// ways are the hands that somebody can have in a run besides its own chain and
// start.
func ways() []hand {
	hidden := func(m *makers, by credentials) { m.hidden = by.session }
	account := func(m *makers, by credentials) { m.hidden = by.account }
	return []hand{
		{"drew the chain that called it", false, true, false, hidden, (*court).called},
		{"drew a chain that it calls", false, true, false, hidden, (*court).calling},
		{"wrote a script of the chain that called it", false, true, false, hidden, (*court).calledByScript},
		{"started the run that it repeats", false, true, false, hidden, (*court).repeated},
		{"started the run that it repeats by an account", false, true, false, account, (*court).repeated},
		{"edited the draft that is tried out", false, true, false, hidden, (*court).tried},
		{"drew up the release that it is of", false, true, false, hidden, (*court).released},
		{"filled in a form of it", false, true, false, hidden, (*court).filled},
		{"filled in a form of a run that it began", false, true, false, hidden, (*court).filledBelow},
		{"filled in a form of the run that it repeats", false, true, false, hidden, (*court).filledBefore},
	}
}

// by has a step ask in a run that came to be in some way.
func (c *court) by(w way) func(string, makers) approvals.Approval {
	return func(key string, m makers) approvals.Approval {
		c.t.Helper()
		return c.waits(w(c, key, m))
	}
}

func (c *court) started(by rbac.Actor, key string) runtime.Run {
	c.t.Helper()
	started, err := c.Runs.Start(c.t.Context(), by, c.org, key, runs.Request{})
	c.must(err)
	return started.Run
}

// another makes one more chain for what is to be asked, with the key that it
// gives.
func (c *court) another(drew, wrote rbac.Actor) string {
	c.t.Helper()
	key := "other-" + strings.ToLower(c.NewID())
	others := c.others()
	others.drew, others.published, others.wrote = drew, drew, wrote
	c.chain(key, others)
	return key
}

// under makes a run one that another began.
func (c *court) under(child, parent runtime.Run) {
	c.t.Helper()
	c.raw.Exec(c.t, fmt.Sprintf(`UPDATE runs SET trigger_kind = 'chain', trigger_id = '%s', parent_id = '%s', parent_key = 'k', parent_step = '{}' WHERE id = '%s'`,
		parent.ID, parent.ID, child.ID))
}

// child is a run of a chain that another chain's run began.
func (c *court) child(key, outer string, m makers) runtime.Run {
	c.t.Helper()
	parent, r := c.started(m.started, outer), c.started(m.started, key)
	c.under(r, parent)
	return r
}

func (c *court) called(key string, m makers) runtime.Run {
	return c.child(key, c.another(m.hidden, m.wrote), m)
}

func (c *court) calledByScript(key string, m makers) runtime.Run {
	return c.child(key, c.another(m.drew, m.hidden), m)
}

func (c *court) calling(key string, m makers) runtime.Run {
	c.t.Helper()
	inner, err := c.Store.Startable(c.t.Context(), c.Tenant(servertest.Acme), c.org, c.another(m.hidden, m.wrote))
	c.must(err)
	outer := c.another(m.drew, m.wrote)
	c.raw.Exec(c.t, fmt.Sprintf(`UPDATE chain_versions SET pins = '{"chain":{"inner":{"id":"%s","version":1}}}' WHERE chain_id = (SELECT id FROM chains WHERE key = '%s')`,
		inner.ID, outer))
	return c.child(key, outer, m)
}

func (c *court) end(r runtime.Run) {
	c.t.Helper()
	c.raw.Exec(c.t, fmt.Sprintf(`UPDATE runs SET state = 'failed', due_at = 0, ended_at = 1 WHERE id = '%s'`, r.ID))
}

func (c *court) again(by rbac.Actor, r runtime.Run) runtime.Run {
	c.t.Helper()
	c.end(r)
	started, err := c.Runs.Rerun(c.t.Context(), by, c.org, r.ID, runs.Rerun{})
	c.must(err)
	return started.Run
}

// repeated is a rerun of a rerun, of which the first is gone.
func (c *court) repeated(key string, m makers) runtime.Run {
	c.t.Helper()
	first := c.started(m.hidden, key)
	second := c.again(m.started, first)
	c.raw.Exec(c.t, fmt.Sprintf(`DELETE FROM runs WHERE id = '%s'`, first.ID))
	return c.again(m.started, second)
}

func (c *court) tried(_ string, m makers) runtime.Run {
	c.t.Helper()
	ctx := c.t.Context()
	key := "draft-" + strings.ToLower(c.NewID())
	document := `{"format":"catenary/v1","kind":"Chain","key":"` + key + `","name":"A draft","nodes":[{"id":"x","kind":"wait","wait":{"for":"1s"}}]}`
	_, err := c.Chains.Create(ctx, m.hidden, c.org, chains.Input{Data: []byte(document), Encoding: chain.EncodingJSON})
	c.must(err)
	began, err := c.Runs.Try(ctx, c.Actor(rbac.Designer, servertest.Stock), c.org, key, runs.Trial{})
	c.must(err)
	return began.Run
}

func (c *court) released(key string, m makers) runtime.Run {
	c.t.Helper()
	m.drewUp = m.hidden
	v := c.submitted(key, m, []approvals.By{{Member: string(c.Subject(rbac.Owner, servertest.Acme))}})
	r := c.started(m.started, key)
	c.raw.Exec(c.t, fmt.Sprintf(`UPDATE runs SET trigger_kind = 'release', trigger_id = '%s' WHERE id = '%s'`, v.ID, r.ID))
	return r
}

// fill has somebody fill in a form of a run.
func (c *court) fill(by rbac.Actor, r runtime.Run) {
	c.t.Helper()
	id := c.NewID()
	c.raw.Exec(c.t, fmt.Sprintf(`INSERT INTO forms (tenant_id, id, org_id, ask, run_id, title, help, schema, initial, who, requested_by, state, data, filled_by, due_at, created_at, settled_at)
 VALUES ('%s', '%s', '%s', '%s', '%s', 'Form', '', '{}', '{}', '[]', '%s', 'filled', '{}', '%s', 0, 1, 1)`,
		r.Tenant, id, r.Org, id, r.ID, r.By, by.Subject))
}

func (c *court) filled(key string, m makers) runtime.Run {
	c.t.Helper()
	r := c.started(m.started, key)
	c.fill(m.hidden, r)
	return r
}

func (c *court) filledBelow(key string, m makers) runtime.Run {
	c.t.Helper()
	r, below := c.started(m.started, key), c.started(m.started, key)
	c.under(below, r)
	c.fill(m.hidden, below)
	return r
}

func (c *court) filledBefore(key string, m makers) runtime.Run {
	c.t.Helper()
	r := c.started(m.started, key)
	c.fill(m.hidden, r)
	return c.again(m.started, r)
}
