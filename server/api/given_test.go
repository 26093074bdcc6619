package api_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/rbac"
	"catenary/server/api/apitest"
	"catenary/server/chains"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

// given is a server with whatever one route needs, and the request to it: the
// route's case fills it in.
type given struct {
	*apitest.Server
	t testing.TB
	// params are those of the address; org_id is Stock unless the case says
	// another.
	params map[string]string
	query  string
	// body is sent as JSON, or as it is if it is a text.
	body     any
	kind     string // content type of a text
	header   http.Header
	session  string // of the caller, where the case needs a certain one
	visitors visitors
}

// object is a body.
type object = map[string]any

func newGiven(t testing.TB, c routeCase) *given {
	t.Helper()
	if c.fresh {
		return &given{Server: apitest.Empty(t), t: t, params: map[string]string{}, header: http.Header{}}
	}
	s := apitest.New(t)
	return &given{Server: s, t: t, params: map[string]string{"org_id": string(s.Org(servertest.Stock))}, header: http.Header{}}
}

// call is the request to an operation.
func (g *given) call(o apitest.Operation) apitest.Call {
	g.t.Helper()
	path := o.Path
	for name, value := range g.params {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if strings.Contains(path, "{") {
		g.t.Fatalf("the case of %s leaves %s open", o.ID, path)
	}
	if g.query != "" {
		path += "?" + g.query
	}
	return apitest.Call{Method: o.Method, Path: path, Body: g.text(), Type: g.kind, Header: g.header.Clone()}
}

func (g *given) text() string {
	g.t.Helper()
	switch body := g.body.(type) {
	case nil:
		return ""
	case string:
		return body
	default:
		return g.encode(body)
	}
}

func (g *given) encode(v any) string {
	g.t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		g.t.Fatal(err)
	}
	return string(data)
}

// ifMatch sends the ETag of a revision.
func (g *given) ifMatch(revision int64) {
	g.header.Set("If-Match", `"`+strconv.FormatInt(revision, 10)+`"`)
}

func (g *given) stock() rbac.OrgID { return g.Org(servertest.Stock) }

// owner is who makes what cases need.
func (g *given) owner() rbac.Actor { return g.Actor(rbac.Owner, servertest.Acme) }

// must gives a value that was made for a case.
func must[T any](g *given) func(T, error) T {
	return func(v T, err error) T {
		g.t.Helper()
		if err != nil {
			g.t.Fatal(err)
		}
		return v
	}
}

// id is the id of a subject of Stock.
func (g *given) id(role rbac.RoleID) string { return string(g.Subject(role, servertest.Stock)) }

// document is a chain that can be published.
func document(key string) object {
	return object{
		"format": "catenary/v1", "kind": "Chain", "key": key, "name": "Stock release",
		"nodes": []object{
			{"id": "a", "kind": "wait", "wait": object{"for": "1s"}},
			{"id": "b", "kind": "wait", "wait": object{"for": "2s"}},
		},
		"edges": []object{{"from": "a", "to": "b"}},
	}
}

// chain makes a chain of Stock and puts its key into the address.
func (g *given) chain() chains.View {
	g.t.Helper()
	data, err := json.Marshal(document("release"))
	saved := must[chains.Saved](g)(g.Chains.Create(g.t.Context(), g.owner(), g.stock(), chains.Input{Data: data, Encoding: chain.EncodingJSON}))
	if err != nil {
		g.t.Fatal(err)
	}
	g.params["chain_key"] = saved.Key
	return saved.View
}

// drawable publishes the chains of the template of releases four-step-publish.
func (g *given) drawable() {
	g.t.Helper()
	for _, key := range []string{"shop-publish", "shop-back"} {
		data, err := json.Marshal(document(key))
		if err != nil {
			g.t.Fatal(err)
		}
		c := must[chains.Saved](g)(g.Chains.Create(g.t.Context(), g.owner(), g.stock(), chains.Input{Data: data, Encoding: chain.EncodingJSON}))
		must[chains.Version](g)(g.Chains.Publish(g.t.Context(), g.owner(), g.stock(), c.Key, c.Revision, "first"))
	}
}

// published makes a chain with one version.
func (g *given) published() chains.View {
	g.t.Helper()
	c := g.chain()
	v := must[chains.Version](g)(g.Chains.Publish(g.t.Context(), g.owner(), g.stock(), c.Key, c.Revision, "first"))
	g.params["version"] = strconv.FormatInt(v.Version, 10)
	return c
}

func (g *given) script() scripts.View {
	g.t.Helper()
	v := must[scripts.View](g)(g.Scripts.Create(g.t.Context(), g.owner(), g.stock(), scripts.New{
		Key: "check", Name: "Check", Language: "shell", Source: "echo 1\n",
	}))
	g.params["script_key"] = v.Key
	return v
}

func (g *given) secret() secrets.View {
	g.t.Helper()
	v := must[secrets.View](g)(g.Secrets.Create(g.t.Context(), g.owner(), g.stock(), secrets.New{
		Key: "token", Value: secrets.NewValue([]byte("correct horse")),
	}))
	g.params["secret_key"] = v.Key
	return v
}

func (g *given) account() identity.Account {
	g.t.Helper()
	a := must[identity.Account](g)(g.Identity.CreateAccount(g.t.Context(), g.owner(), g.stock(), "ci", "CI"))
	g.params["account_id"] = string(a.ID)
	return a
}

func (g *given) group() orgs.GroupView {
	g.t.Helper()
	v := must[orgs.GroupView](g)(g.Orgs.CreateGroup(g.t.Context(), g.owner(), g.stock(), "team", "Team"))
	g.params["group_id"] = string(v.ID)
	return v
}

func (g *given) role() orgs.RoleView {
	g.t.Helper()
	v := must[orgs.RoleView](g)(g.Orgs.CreateRole(g.t.Context(), g.owner(), g.stock(), orgs.NewRole{
		Key: "drawer", Name: "Drawer", Effect: rbac.Allow, Permissions: []rbac.Permission{rbac.OrgView, rbac.ChainView},
	}))
	g.params["role_id"] = string(v.ID)
	return v
}

func (g *given) grant() orgs.GrantView {
	g.t.Helper()
	v := must[orgs.GrantView](g)(g.Orgs.Grant(g.t.Context(), g.owner(), g.stock(), orgs.NewGrant{
		Subject: g.Subject(rbac.Viewer, servertest.Stock), Role: rbac.Approver,
	}))
	g.params["grant_id"] = v.ID
	return v
}

// invited makes a member of Stock who has not come yet.
func (g *given) invited() identity.Invitation {
	g.t.Helper()
	i := must[identity.Invitation](g)(g.Identity.Invite(g.t.Context(), g.owner(), g.stock(), "new@example.org", "Somebody New"))
	g.params["member_id"] = string(i.Member.ID)
	return i
}

// signedIn is a member of Stock with a session, and what the session's cookie
// holds is what the request is sent with.
func (g *given) signedIn() (rbac.Actor, identity.Session) {
	g.t.Helper()
	g.session = g.SignIn(rbac.Designer, servertest.Stock)
	who, session, err := g.Identity.BySession(g.t.Context(), g.session)
	if err != nil {
		g.t.Fatal(err)
	}
	return who, session
}
