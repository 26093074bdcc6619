package templates_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/api/apitest"
	"catenary/server/chains"
	"catenary/server/environments"
	"catenary/server/scripts"
	"catenary/server/servertest"
	"catenary/server/templates"
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
		templates: &templates.Service{Auth: s.Auth, Scripts: s.Scripts, Chains: s.Chains},
	}
}

func (w *world) use(t *testing.T, template string, c templates.Choices) chains.Saved {
	t.Helper()
	saved, err := w.templates.Use(ctx, w.designer, w.org, template, c)
	if err != nil {
		t.Fatal(err)
	}
	return saved
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
	for _, key := range []string{"shell", "python"} {
		_, err := w.Environments.Create(ctx, w.Actor(rbac.Admin, servertest.Stock), w.org, environments.New{
			Key: key, Name: key, Entry: []string{"sh"}, Source: environments.Source{Kind: image.Docker, Reference: "acme/" + key + ":1"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, template := range templates.All() {
		for _, l := range []templates.Language{templates.English, templates.Chinese} {
			made := w.use(t, template.Key, templates.Choices{Key: template.Key + "-" + string(l), Name: "A", Language: l})
			for _, p := range made.Problems {
				t.Errorf("%s in %s: %+v", template.Key, l, p)
			}
		}
	}
}

func TestUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.use(t, "hello", templates.Choices{Key: "greet", Name: "问候 \"A\": - #", Language: templates.Chinese})
	if made.Key != "greet" || made.Name != "问候 \"A\": - #" {
		t.Errorf("made %q, %q", made.Key, made.Name)
	}
	for _, p := range made.Problems {
		t.Errorf("the draft has a problem: %+v", p)
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
	made := w.use(t, "stock-release", templates.Choices{Key: "release", Name: "Release", Environments: map[string]string{"shell": "alpine"}})
	for _, environment := range []string{`"alpine"`, `"python"`} {
		if !slices.ContainsFunc(made.Problems, func(p chain.Problem) bool {
			return p.Code == "chain.reference_missing" && strings.Contains(p.Detail.Detail, environment)
		}) {
			t.Errorf("problems = %+v; want one of %s", made.Problems, environment)
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
		"a viewer":                {viewer, "hello", templates.Choices{Key: "a", Name: "A"}, "auth.forbidden", ""},
		"an unknown template":     {w.designer, "nothing", templates.Choices{Key: "a", Name: "A"}, "template.unknown", ""},
		"a template by its path":  {w.designer, "../documents/hello", templates.Choices{Key: "a", Name: "A"}, "template.unknown", ""},
		"another language":        {w.designer, "hello", templates.Choices{Key: "a", Name: "A", Language: "fr"}, "template.choice", "/language"},
		"an environment too many": {w.designer, "hello", templates.Choices{Key: "a", Name: "A", Environments: map[string]string{"x": "y"}}, "template.choice", "/environments/x"},
		"a key that is none":      {w.designer, "hello", templates.Choices{Key: "A b", Name: "A"}, "name.key", "/key"},
		"no name":                 {w.designer, "hello", templates.Choices{Key: "a", Name: " "}, "name.empty", "/name"},
		"a key that is taken":     {w.designer, "stock-release", templates.Choices{Key: "there", Name: "A"}, "chain.key_taken", "/key"},
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
