package api_test

import (
	"net/http"

	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/servertest"
	"catenary/server/templates"
)

// chainCases are of chains and what can be in them.
func chainCases() map[string]routeCase {
	draft := func(g *given) { g.ifMatch(g.chain().Revision) }
	return map[string]routeCase{
		"listNodeKinds":  {prepare: func(*given) {}},
		"getNodeKind":    {prepare: func(g *given) { g.params["kind"] = "wait" }},
		"getChainSchema": {prepare: func(*given) {}},
		"listChains":     {prepare: func(g *given) { g.chain() }},
		"listStars":      {prepare: func(g *given) { g.chain() }},
		"starChain":      {prepare: func(g *given) { g.params["chain_id"] = g.chain().ID }, status: http.StatusNoContent},
		"unstarChain":    {prepare: func(g *given) { g.params["chain_id"] = g.chain().ID }, status: http.StatusNoContent},
		"createChain":    {prepare: func(g *given) { g.body = document("release") }, status: http.StatusCreated},
		"getChain":       {prepare: func(g *given) { g.chain() }},
		"deleteChain":    {prepare: func(g *given) { g.chain() }, status: http.StatusNoContent},
		"listChainUses":  {prepare: func(g *given) { g.chain() }},
		"listChainTags":  {prepare: func(g *given) { g.chain() }},
		"tagChains": {prepare: func(g *given) {
			g.body = object{"chains": []string{g.chain().Key}, "add": []string{"finance"}}
		}, status: http.StatusNoContent},
		"listDeletedChains": {prepare: func(g *given) { g.deletedChain() }},
		"restoreChain":      {prepare: func(g *given) { g.deletedChain() }},
		"listTemplates":     {prepare: func(*given) {}},
		"useTemplate": {prepare: func(g *given) {
			g.params["template_key"] = "hello"
			g.body = object{"key": "hello", "name": "Hello"}
		}, status: http.StatusCreated},
		"sketchTemplate": {prepare: func(g *given) { g.params["template_key"] = "stock-release" }},
		"proposeTemplate": {prepare: func(g *given) {
			g.chain()
			g.query = "chain=release"
		}},
		"createTemplate": {prepare: func(g *given) {
			g.chain()
			g.body = object{"key": "mine", "name": "Mine", "from": object{"chain": "release"}}
		}, status: http.StatusCreated},
		"getTemplate": {prepare: func(g *given) { g.template() }},
		"replaceTemplate": {prepare: func(g *given) {
			g.ifMatch(g.template().Kept.Revision)
			g.body = object{"name": "Ours", "description": "All of us"}
		}},
		"deleteTemplate": {prepare: func(g *given) { g.ifMatch(g.template().Kept.Revision) }, status: http.StatusNoContent},
		"drawRelease": {prepare: func(g *given) {
			g.params["template_key"] = "four-step-publish"
			g.drawable()
			g.body = object{"key": "shop", "name": "Shop 2.0", "values": object{"version": "2.0", "before": "1.9"}, "people": object{"approvers": object{"role": "owner"}}}
		}, status: http.StatusCreated},
		"validateChainDocument": {prepare: func(g *given) { g.body = document("release") }},
		"tryGlue": {prepare: func(g *given) {
			g.Chains.Trials = triedGlue{}
			g.body = object{"sources": []object{{"kind": "expression", "text": "input.sku"}}, "sample": object{"input": object{"sku": "A-1"}}}
		}},
		"validateChain": {prepare: func(g *given) {
			g.chain()
			g.body = document("release")
		}},
		"getChainDraft": {prepare: func(g *given) { g.chain() }},
		"saveChainDraft": {prepare: func(g *given) {
			draft(g)
			changed := document("release")
			changed["name"] = "Another name"
			g.body = changed
		}},
		"takeChainLease": {prepare: func(g *given) {
			g.chain()
			g.body = object{"take_over": false}
		}},
		"renewChainLease":   {prepare: func(g *given) { g.lease() }},
		"askChainLease":     {prepare: func(g *given) { g.chain() }},
		"answerChainLease":  {prepare: func(g *given) { g.lease(); g.body = object{"hand_over": true} }, status: http.StatusNoContent},
		"releaseChainLease": {prepare: func(g *given) { g.lease() }, status: http.StatusNoContent},
		"listChainSaves":    {prepare: func(g *given) { g.saved() }},
		"getChainSave":      {prepare: func(g *given) { g.saved() }},
		"labelChainSave": {prepare: func(g *given) {
			g.saved()
			g.body = object{"label": "before the freeze"}
		}},
		"restoreChainSave": {prepare: func(g *given) { g.ifMatch(g.saved().Revision) }},
		"publishChain": {prepare: func(g *given) {
			draft(g)
			g.body = object{"message": "first"}
		}, status: http.StatusCreated},
		"startPublication": {prepare: func(g *given) {
			draft(g)
			g.body = object{"message": "first"}
		}, status: http.StatusAccepted, settle: func(g *given) { g.Chains.Wait() }},
		"listPublications":        {prepare: func(g *given) { g.publication() }},
		"getPublication":          {prepare: func(g *given) { g.publication() }},
		"streamPublication":       {prepare: func(g *given) { g.publication() }},
		"listChainVersions":       {prepare: func(g *given) { g.published() }},
		"getChainVersion":         {prepare: func(g *given) { g.published() }},
		"getChainVersionDocument": {prepare: func(g *given) { g.published() }},
		"compareChain": {prepare: func(g *given) {
			g.published()
			g.query = "from=1&to=draft"
		}},
	}
}

// template keeps the chain of Stock as a template.
func (g *given) template() templates.View {
	g.t.Helper()
	c := g.chain()
	v := must[templates.View](g)(g.API.Templates.Create(g.t.Context(), g.owner(), g.stock(), templates.In{
		Key: "mine", Name: "Mine", From: templates.From{Chain: c.Key},
	}))
	g.params["template_key"] = v.Key
	return v
}

func (g *given) deletedChain() {
	g.t.Helper()
	c := g.chain()
	if err := g.Chains.Delete(g.t.Context(), g.owner(), g.stock(), c.Key); err != nil {
		g.t.Fatal(err)
	}
	g.params["chain_id"] = c.ID
}

// publication makes an attempt to publish that has come to its end.
func (g *given) publication() {
	g.t.Helper()
	c := g.chain()
	p := must[chains.Publication](g)(g.Chains.StartPublication(g.t.Context(), g.owner(), g.stock(), c.Key, c.Revision, ""))
	g.Chains.Wait()
	g.params["publication_id"] = p.ID
}

// lease makes a chain whose draft the caller edits.
func (g *given) lease() {
	g.t.Helper()
	who, _ := g.signedIn()
	l := must[chains.Lease](g)(g.Chains.TakeLease(g.t.Context(), who, g.stock(), g.chain().Key, false))
	g.header.Set("Lease", l.LeaseID)
}

// saved makes a chain whose draft can go back to a revision.
func (g *given) saved() chains.View {
	g.t.Helper()
	c := g.chain()
	g.params["revision"] = "1"
	return c
}

// thingCases are of scripts, secrets and the audit log.
func thingCases() map[string]routeCase {
	return map[string]routeCase{
		"listScripts": {prepare: func(g *given) { g.script() }},
		"createScript": {prepare: func(g *given) {
			g.body = object{"key": "check", "name": "Check", "language": "shell", "source": "echo 1\n"}
		}, status: http.StatusCreated},
		"getScript": {prepare: func(g *given) { g.script() }},
		"renameScript": {prepare: func(g *given) {
			g.ifMatch(g.script().Revision)
			g.body = object{"name": "Check again"}
		}},
		"deleteScript":       {prepare: func(g *given) { g.script() }, status: http.StatusNoContent},
		"listScriptVersions": {prepare: func(g *given) { g.script() }},
		"addScriptVersion": {prepare: func(g *given) {
			g.ifMatch(g.script().Revision)
			g.body = object{"source": "echo 2\n", "message": "second"}
		}},
		"getScriptVersion": {prepare: func(g *given) {
			g.script()
			g.params["version"] = "1"
		}},
		"compareScript": {prepare: func(g *given) {
			g.script()
			g.query = "from=1&to=1"
		}},
		"listScriptUses":     {prepare: func(g *given) { g.script() }},
		"listDeletedScripts": {prepare: func(g *given) { g.deletedScript() }},
		"restoreScript":      {prepare: func(g *given) { g.deletedScript() }},
		"listSecrets":        {prepare: func(g *given) { g.secret() }},
		"createSecret": {prepare: func(g *given) {
			g.body = object{"key": "token", "value": "correct horse", "hosts": []string{"ci.example.org"}}
		}, status: http.StatusCreated},
		"listSecretUses": {prepare: func(g *given) { g.secret() }},
		"getSecret":      {prepare: func(g *given) { g.secret() }},
		"editSecret": {prepare: func(g *given) {
			g.ifMatch(g.secret().Revision)
			g.body = object{"description": "of the build"}
		}},
		"replaceSecret": {prepare: func(g *given) {
			g.ifMatch(g.secret().Revision)
			g.body = object{"value": "battery staple"}
		}},
		"deleteSecret": {prepare: func(g *given) { g.ifMatch(g.secret().Revision) }, status: http.StatusNoContent},
		"listAudit":    {prepare: func(g *given) { g.script() }},
		"listParts":    {prepare: func(*given) {}},
		"exportAudit":  {prepare: func(g *given) { g.script() }},
		"verifyAudit": {
			prepare: func(g *given) { g.params["org_id"] = string(g.Org(servertest.Acme)) },
			allowed: rbac.Auditor, at: servertest.Acme,
		},
	}
}

func (g *given) deletedScript() {
	g.t.Helper()
	s := g.script()
	if err := g.Scripts.Delete(g.t.Context(), g.owner(), g.stock(), s.Key); err != nil {
		g.t.Fatal(err)
	}
	g.params["script_id"] = s.ID
}
