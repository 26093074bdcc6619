package chains_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/chains"
	"catenary/server/orgs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/switches"
)

// world is a servertest.World with chains and scripts.
type world struct {
	*servertest.World
	t       *testing.T
	chains  *chains.Service
	scripts *scripts.Service
	// designer works in Stock, other is a second one whose role comes from above.
	designer, other rbac.Actor
	org             rbac.OrgID
}

func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	servertest.Each(t, func(t *testing.T, w *servertest.World) { test(t, newWorld(t, w)) })
}

func newWorld(t *testing.T, w *servertest.World) *world {
	return &world{
		World: w, t: t, org: w.Org(servertest.Stock),
		designer: w.Actor(rbac.Designer, servertest.Stock), other: w.Actor(rbac.Admin, servertest.Retail),
		chains:  &chains.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, Kinds: kinds{}, NewID: w.NewID, Now: w.Clock.Now},
		scripts: &scripts.Service{Store: w.Store, Auth: w.Auth, Audit: w.Audit, NewID: w.NewID, Now: w.Clock.Now},
	}
}

// kinds are note, which says nothing, and uses, whose configuration names what
// it refers to: {script: key}, {chain: key, version: n}, {switch: key, set: true}.
type kinds struct{}

func (kinds) Kind(name chain.KindName) (chain.Kind, bool) {
	return noted{}, name == "note" || name == "uses"
}

type noted struct{}

func (noted) Check(b *chain.Body) chain.Findings {
	if b.Kind != "uses" {
		return chain.Findings{}
	}
	var config struct {
		Script, Chain, Secret, Switch chain.Ref
		Version                       int64
		Set                           bool
	}
	if err := json.Unmarshal(b.Config, &config); err != nil {
		return chain.Findings{Problems: []chain.Problem{chain.NewProblem(chain.Error, "/uses", "test.config", "bad")}}
	}
	var found chain.Findings
	for _, ref := range []chain.Reference{
		{Kind: chain.ScriptRef, Key: config.Script, Pointer: "/uses/script"},
		{Kind: chain.ChainRef, Key: config.Chain, Version: config.Version, Pointer: "/uses/chain"},
		{Kind: chain.SecretRef, Key: config.Secret, Pointer: "/uses/secret"},
		{Kind: chain.SwitchRef, Key: config.Switch, Set: config.Set, Pointer: "/uses/switch"},
	} {
		if ref.Key != "" {
			found.References = append(found.References, ref)
		}
	}
	return found
}

// doc is a chain of two nodes; the second refers to what uses says.
func doc(key, name, uses string) chains.Input {
	second := "kind: note"
	if uses != "" {
		second = "kind: uses, uses: {" + uses + "}"
	}
	return yaml(`format: catenary/v1
kind: Chain
key: ` + key + `
name: ` + strconv.Quote(name) + `
nodes:
  - {id: first, kind: note}
  - {id: second, ` + second + `}
edges:
  - {from: first, to: second}
`)
}

func yaml(text string) chains.Input {
	return chains.Input{Data: []byte(text), Encoding: chain.EncodingYAML}
}

var ctx = context.Background()

func (w *world) create(in chains.Input) chains.Saved {
	w.t.Helper()
	saved, err := w.chains.Create(ctx, w.designer, w.org, in)
	w.must(err)
	return saved
}

func (w *world) save(key string, revision int64, in chains.Input) chains.Saved {
	w.t.Helper()
	saved, err := w.chains.SaveDraft(ctx, w.designer, w.org, key, chains.Base{Revision: revision}, in)
	w.must(err)
	return saved
}

func (w *world) publish(key string, revision int64) chains.Version {
	w.t.Helper()
	v, err := w.chains.Publish(ctx, w.designer, w.org, key, revision, "")
	w.must(err)
	return v
}

func (w *world) script(org rbac.OrgID, key, source string) scripts.View {
	w.t.Helper()
	view, err := w.scripts.Create(ctx, w.other, org, scripts.New{Key: key, Name: key, Language: "shell", Source: source})
	w.must(err)
	return view
}

// share lets an org below use a thing of an org above.
func (w *world) share(kind orgs.Kind, id string, owner, to rbac.OrgID, subtree bool, permissions ...rbac.Permission) {
	w.t.Helper()
	if len(permissions) == 0 {
		permissions = orgs.UsePermissions(kind)
	}
	w.must(w.Store.InsertShare(ctx, orgs.Share{
		Tenant: w.designer.Tenant, ID: w.NewID(), Kind: kind, Resource: id, Owner: owner, To: to, Subtree: subtree,
		Permissions: permissions, CreatedAt: 1, CreatedBy: w.other.Subject,
	}))
}

// secret makes a secret of an org, with a value that nothing can open.
func (w *world) secret(org rbac.OrgID, key string) string {
	w.t.Helper()
	tenant, id := w.designer.Tenant, w.NewID()
	w.must(w.Store.InsertDataKey(ctx, secrets.DataKey{Tenant: string(tenant), ID: id, CreatedAt: 1, Wrapped: secrets.Wrapped{KEK: "k", Bytes: []byte{1}}}))
	active, _, err := w.Store.ActiveDataKey(ctx, string(tenant))
	w.must(err)
	w.must(w.Store.InsertSecret(ctx, secrets.SealedSecret{
		Secret:  secrets.Secret{Tenant: tenant, ID: id, Org: org, Key: key, Version: 1, Revision: 1, UpdatedBy: w.other.Subject},
		DataKey: active.ID, Sealed: []byte{1},
	}))
	return id
}

// turn makes a switch of an org.
func (w *world) turn(org rbac.OrgID, key string) string {
	w.t.Helper()
	id := w.NewID()
	w.must(w.Store.InsertSwitch(ctx, switches.Switch{
		Tenant: w.designer.Tenant, ID: id, Org: org, Key: key, Name: key, Type: switches.Boolean, Value: "false", Revision: 1,
		CreatedAt: 1, CreatedBy: w.other.Subject, ChangedAt: 1, UpdatedAt: 1, UpdatedBy: w.other.Subject,
	}))
	return id
}

func (w *world) draft(key string, revision int64) chains.Save {
	w.t.Helper()
	save, err := w.chains.Draft(ctx, w.designer, w.org, key, revision)
	w.must(err)
	return save
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// wantCode checks that an error is a fault with this code.
func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("error = %v; want %s", err, code)
	}
	return f
}

// wantHidden checks that an error tells no more than that there is nothing.
func wantHidden(t *testing.T, err error) {
	t.Helper()
	if !fault.Is(err, fault.NotFound) {
		t.Fatalf("error = %v; want a NotFound", err)
	}
}

func codes(problems []chain.Problem) string {
	list := make([]string, len(problems))
	for i, p := range problems {
		list[i] = p.Code + "@" + p.Pointer
	}
	return strings.Join(list, " ")
}

func everything() page.Request { return page.Request{Limit: page.MaxLimit} }
