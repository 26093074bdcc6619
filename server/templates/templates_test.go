package templates_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/api/apitest"
	"catenary/server/approvals"
	"catenary/server/chains"
	"catenary/server/environments"
	"catenary/server/releases"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/switches"
	"catenary/server/templates"
	"catenary/server/triggers"
)

var ctx = context.Background()

type world struct {
	*apitest.Server
	templates *templates.Service
	designer  rbac.Actor
	org       rbac.OrgID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := apitest.New(t)
	return &world{
		Server: s, org: s.Org(servertest.Stock), designer: s.Actor(rbac.Designer, servertest.Stock),
		templates: s.API.Templates,
	}
}

func (w *world) use(t *testing.T, template string, c templates.Choices) templates.Made {
	t.Helper()
	made, err := w.templates.Use(ctx, w.designer, w.org, template, c)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// problems are those of all drafts.
func problems(made templates.Made) (all []chain.Problem) {
	for _, c := range made.Chains {
		all = append(all, c.Problems...)
	}
	return all
}

// equip makes what the templates need under the names that they give it, and
// lets the designer do all that some of them take.
func (w *world) equip(t *testing.T) {
	t.Helper()
	w.designer = w.Actor(rbac.Admin, servertest.Stock)
	for _, key := range []string{"shell", "python", "builder"} {
		_, err := w.Environments.Create(ctx, w.designer, w.org, environments.New{
			Key: key, Name: key, Entry: []string{"sh"}, Source: environments.Source{Kind: image.Docker, Reference: "acme/" + key + ":1"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"registry-password", "publish-token", "stock-token"} {
		if _, err := w.Secrets.Create(ctx, w.designer, w.org, secrets.New{Key: key, Value: secrets.NewValue([]byte("correct horse"))}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.Switches.Create(ctx, w.designer, w.org, switches.New{
		Key: "stock-mode", Name: "Mode", Type: switches.Enum, Options: []string{"old", "new"}, Value: json.RawMessage(`"old"`),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("error = %v; want %s", err, code)
	}
	return f
}

func TestEveryTemplateSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.equip(t)
	for _, template := range templates.All() {
		for _, l := range []templates.Language{templates.English, templates.Chinese} {
			c := templates.Choices{Key: template.Key + "-" + string(l), Name: "A", Language: l}
			made := w.use(t, template.Key, c)
			for _, p := range problems(made) {
				t.Errorf("%s in %s: %+v", template.Key, l, p)
			}
			if len(made.Chains) != len(template.Chains) || (made.Trigger != nil) != (template.Webhook != nil) {
				t.Errorf("%s made %d chains and the trigger %+v", template.Key, len(made.Chains), made.Trigger)
			}
		}
	}
}

func TestUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.use(t, "hello", templates.Choices{Key: "greet", Name: "问候 \"A\": - #", Language: templates.Chinese})
	if c := made.Chains[0]; c.Key != "greet" || c.Name != "问候 \"A\": - #" || c.Version != 0 {
		t.Errorf("made %q, %q", c.Key, c.Name)
	}
	for _, p := range problems(made) {
		t.Errorf("the draft has a problem: %+v", p)
	}
}

// Every template that draws chains can be looked at without a choice, and that
// makes nothing.
func TestSketch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, template := range templates.All() {
		sketched, err := w.templates.Sketch(ctx, w.designer, w.org, template.Key, templates.Chinese)
		if len(template.Chains) == 0 {
			if !fault.HasCode(err, "template.unknown") {
				t.Errorf("%s, which draws no chain: %v", template.Key, err)
			}
			continue
		}
		if err != nil || len(sketched) != len(template.Chains) || len(sketched[0].Nodes) == 0 {
			t.Errorf("%s: %d chains, %v", template.Key, len(sketched), err)
		}
		if _, err := w.Chains.Get(ctx, w.designer, w.org, template.Key); !fault.HasCode(err, "chain.unknown") {
			t.Errorf("%s: a look left a chain behind: %v", template.Key, err)
		}
	}
}

func TestWhatIsChosenStandsInTheChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.use(t, "request", templates.Choices{Key: "buy", Name: "Buy", People: map[string]approvals.By{
		"approvers": {Group: "board"}, "requesters": {Member: "a@example.org"},
	}})
	save, err := w.Chains.Draft(ctx, w.designer, w.org, made.Chains[0].Key, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"group":"board"`, `"member":"a@example.org"`} {
		if !strings.Contains(save.Document, want) {
			t.Errorf("the draft has no %s: %s", want, save.Document)
		}
	}
}

func TestWebhookIsMadeAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := templates.Choices{Key: "image", Name: "Image", Values: map[string]string{"registry": "registry.example.org/stock"}}
	if _, err := w.templates.Use(ctx, w.designer, w.org, "image-from-git", c); !fault.HasCode(err, "auth.forbidden") {
		t.Errorf("whoever may write no trigger makes one: %v", err)
	}
	if _, err := w.Chains.Get(ctx, w.designer, w.org, "image"); !fault.HasCode(err, "chain.unknown") {
		t.Errorf("a refused use left a chain behind: %v", err)
	}
	w.equip(t)
	made := w.use(t, "image-from-git", c)
	if tr := made.Trigger; tr == nil || tr.Chain != "image" || tr.Spec.Webhook.Scheme != triggers.GitHub || !slices.Equal(tr.Spec.Webhook.Events, []string{"push"}) {
		t.Errorf("the trigger is %+v", made.Trigger)
	}
}

// A release is drawn up of the chains as soon as they are published, and has its
// phases, its gate, its people, its inputs and its rollbacks from the template.
func TestReleaseIsDrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.equip(t)
	c := templates.Choices{Key: "move", Name: "Move the stock"}
	draw := templates.Choices{
		Key: "move", Name: "Release 12", Values: map[string]string{"pieces": "30"},
		People: map[string]approvals.By{"deciders": {Role: "owner"}},
	}
	w.use(t, "stock-phases", c)
	_, err := w.templates.Draw(ctx, w.designer, w.org, "stock-phases", draw)
	if f := wantCode(t, err, "release.chain"); f.Details[0].Pointer != "/phases/0/chain" {
		t.Errorf("of drafts: %+v", f)
	}
	draw.Key = "ready"
	for _, part := range []string{"prepare", "switch", "reopen", "close"} { // what they do is not asked for
		text := strings.ReplaceAll(standIn, "KEY", "ready-"+part)
		saved, err := w.Chains.Create(ctx, w.designer, w.org, chains.Input{Data: []byte(text), Encoding: chain.EncodingYAML})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Chains.Publish(ctx, w.designer, w.org, saved.Key, saved.Revision, ""); err != nil {
			t.Fatal(err)
		}
	}
	v, err := w.templates.Draw(ctx, w.designer, w.org, "stock-phases", draw)
	if err != nil {
		t.Fatal(err)
	}
	phases := v.Plan.Phases
	if v.State != releases.Draft || v.Name != "Release 12" || len(phases) != 3 || phases[1].Chain.Key != "ready-switch" || phases[1].Chain.Version != 1 ||
		string(phases[1].Input) != `{"to":"new","pieces":"30"}` || phases[1].Gates[0].Approval.Levels[0].By[0].Role != "owner" ||
		v.Plan.Review.Levels[0].By[0].Role != "approver" || phases[2].Rollback.Chain.Key != "ready-close" {
		t.Errorf("the release is %+v", v)
	}
	draw.Values["colour"] = "red"
	_, err = w.templates.Draw(ctx, w.designer, w.org, "stock-phases", draw)
	wantCode(t, err, "template.choice")
	_, err = w.templates.Draw(ctx, w.designer, w.org, "hello", templates.Choices{Key: "a", Name: "A"})
	wantCode(t, err, "template.unknown")
	_, err = w.templates.Draw(ctx, w.Actor(rbac.Viewer, servertest.Stock), w.org, "stock-phases", draw)
	wantCode(t, err, "auth.forbidden")
}

const standIn = `{format: catenary/v1, kind: Chain, key: KEY, name: KEY, edges: [{from: a, to: b}],
  nodes: [{id: a, kind: wait, wait: {for: 1s}}, {id: b, kind: wait, wait: {for: 1s}}]}`

func TestPublishGoesAsFarAsItCan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.use(t, "hello", templates.Choices{Key: "greet", Name: "Greet", Publish: true})
	if c := made.Chains[0]; c.Refused != nil || c.Version != 1 {
		t.Errorf("version %d, %v", c.Version, c.Refused)
	}
	made = w.use(t, "four-step-publish", templates.Choices{Key: "shop", Name: "Shop", Publish: true})
	if c := made.Chains[0]; !fault.HasCode(c.Refused, "chain.invalid") || c.Version != 0 || made.Chains[1].Refused != nil {
		t.Errorf("without an environment: version %d, %v, and then %v", c.Version, c.Refused, made.Chains[1].Refused)
	}
}

func TestUseMakesScriptsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := w.Scripts.Create(ctx, w.designer, w.org, scripts.New{Key: "ship", Name: "Ship", Language: "shell", Source: "echo own"}); err != nil {
		t.Fatal(err)
	}
	w.use(t, "stock-release", templates.Choices{Key: "first", Name: "First"})
	w.use(t, "stock-release", templates.Choices{Key: "second", Name: "Second"})
	for key, version := range map[string]int64{"check-package": 1, "reserve-stock": 1, "return-stock": 1, "first-ship": 1, "second-ship": 1, "ship": 1} {
		s, err := w.Scripts.Get(ctx, w.designer, w.org, key)
		if err != nil || s.Version != version {
			t.Errorf("script %s: version %d, %v", key, s.Version, err)
		}
	}
}

func TestUseWithoutAChoiceSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.use(t, "stock-release", templates.Choices{Key: "release", Name: "Release", Values: map[string]string{"shell": "alpine"}})
	for _, environment := range []string{`"alpine"`, `"python"`} {
		if !slices.ContainsFunc(problems(made), func(p chain.Problem) bool {
			return p.Code == "chain.reference_missing" && strings.Contains(p.Detail.Detail, environment)
		}) {
			t.Errorf("problems = %+v; want one of %s", problems(made), environment)
		}
	}
}

func TestUseRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(t, "hello", templates.Choices{Key: "there", Name: "There"})
	viewer := w.Actor(rbac.Viewer, servertest.Stock)
	for name, c := range map[string]struct {
		who      rbac.Actor
		template string
		choices  templates.Choices
		code     string
		pointer  string
	}{
		"a viewer":               {viewer, "hello", templates.Choices{Key: "a", Name: "A"}, "auth.forbidden", ""},
		"an unknown template":    {w.designer, "nothing", templates.Choices{Key: "a", Name: "A"}, "template.unknown", ""},
		"a template by its path": {w.designer, "../documents/hello", templates.Choices{Key: "a", Name: "A"}, "template.unknown", ""},
		"another language":       {w.designer, "hello", templates.Choices{Key: "a", Name: "A", Language: "fr"}, "template.choice", "/language"},
		"a value too many":       {w.designer, "hello", templates.Choices{Key: "a", Name: "A", Values: map[string]string{"x": "y"}}, "template.choice", "/values/x"},
		"a value that is no key": {w.designer, "build-test-push", templates.Choices{Key: "a", Name: "A", Values: map[string]string{"shell": "a b"}}, "name.key", "/values/shell"},
		"an expression":          {w.designer, "image-from-git", templates.Choices{Key: "a", Name: "A", Values: map[string]string{"registry": "${{ x }}"}}, "template.choice", "/values/registry"},
		"people as a value":      {w.designer, "request", templates.Choices{Key: "a", Name: "A", Values: map[string]string{"approvers": "y"}}, "template.choice", "/values/approvers"},
		"nobody":                 {w.designer, "request", templates.Choices{Key: "a", Name: "A", People: map[string]approvals.By{"approvers": {}}}, "template.choice", "/people/approvers"},
		"people too many":        {w.designer, "hello", templates.Choices{Key: "a", Name: "A", People: map[string]approvals.By{"x": {Role: "owner"}}}, "template.choice", "/people/x"},
		"to be published":        {w.Actor(rbac.Viewer, servertest.Stock), "hello", templates.Choices{Key: "a", Name: "A", Publish: true}, "auth.forbidden", ""},
		"a key that is none":     {w.designer, "hello", templates.Choices{Key: "A b", Name: "A"}, "name.key", "/key"},
		"no name":                {w.designer, "hello", templates.Choices{Key: "a", Name: " "}, "name.empty", "/name"},
		"a key that is taken":    {w.designer, "stock-release", templates.Choices{Key: "there", Name: "A"}, "chain.key_taken", "/key"},
	} {
		_, err := w.templates.Use(ctx, c.who, w.org, c.template, c.choices)
		f := wantCode(t, err, c.code)
		if c.pointer != "" && (len(f.Details) == 0 || f.Details[0].Pointer != c.pointer) {
			t.Errorf("%s: details = %+v; want %s", name, f.Details, c.pointer)
		}
	}
	if _, err := w.Scripts.Get(ctx, w.designer, w.org, "ship"); !fault.HasCode(err, "script.unknown") {
		t.Errorf("a refused use left a script behind: %v", err)
	}
}
