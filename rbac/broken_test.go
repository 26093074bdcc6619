package rbac

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"catenary/internal/fault"
)

func smallTree(t *testing.T) *tree {
	t.Helper()
	tree, err := newTree(Facts{
		Tenant: "acme", Version: 1,
		Orgs:     []OrgFact{{ID: "acme"}, {ID: "stock", Parent: "acme"}},
		Subjects: []SubjectFact{{ID: "ann", Kind: User, Active: true}},
		Grants:   []GrantFact{{Subject: "ann", Role: Owner, Org: "acme"}},
	}, newVocabulary(), func() int64 { return time.Now().UnixMicro() })
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestAnErrorOfTheEnforcerIsANo gives the tree enforcers that would say yes to
// everything if they did not fail or panic on the way.
func TestAnErrorOfTheEnforcerIsANo(t *testing.T) {
	t.Parallel()
	const works = "one that works"
	tests := map[string]func(...any) (any, error){
		"an error":      func(...any) (any, error) { return true, errors.New("broken") },
		"a panic":       func(...any) (any, error) { panic("broken") },
		"no truth":      func(...any) (any, error) { return "true", nil },
		"nothing":       func(...any) (any, error) { return nil, nil },
		"other numbers": func(args ...any) (any, error) { return two(args[:1], has) },
		"other types":   func(...any) (any, error) { return two([]any{1, 2}, has) },
		works:           func(...any) (any, error) { return true, nil },
	}
	for name, holds := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := smallTree(t)
			m, err := model.NewModelFromString(modelText)
			if err != nil {
				t.Fatal(err)
			}
			e, err := casbin.NewEnforcer(m)
			if err != nil {
				t.Fatal(err)
			}
			e.AddFunction("has", func(...any) (any, error) { return true, nil })
			e.AddFunction("within", func(...any) (any, error) { return true, nil })
			e.AddFunction("holds", holds)
			if _, err := e.AddPolicy("role:owner", " org:view ", "allow"); err != nil {
				t.Fatal(err)
			}
			tree.enforcer = e
			var log bytes.Buffer
			a := New(Config{Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))})
			a.tenants.get("acme").tree = tree
			err = a.Can(t.Context(), Actor{Subject: "ann", Kind: User, Tenant: "acme", Scope: "*"}, OrgView, Resource{OrgID: "acme"})
			if name == works {
				if err != nil {
					t.Errorf("Can = %v", err)
				}
				return
			}
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("Can = %v", err)
			}
			if !strings.Contains(log.String(), "was refused") {
				t.Errorf("log: %q", log.String())
			}
		})
	}
}

func TestHoldsTakesTextOnly(t *testing.T) {
	t.Parallel()
	tree := smallTree(t)
	if ok, err := tree.holdsArgs("u:ann", "role:owner", "stock"); ok != true || err != nil {
		t.Errorf("holds = %v, %v", ok, err)
	}
	for _, args := range [][]any{nil, {"u:ann", "role:owner"}, {"u:ann", "role:owner", OrgID("stock")}, {1, 2, 3}, {"u:ann", "role:owner", "stock", ""}} {
		if ok, err := tree.holdsArgs(args...); ok == true || err == nil {
			t.Errorf("holds(%v) = %v, %v", args, ok, err)
		}
	}
	for _, args := range [][3]string{{"ann", "role:owner", "stock"}, {"sa:ann", "role:owner", "stock"}, {"u:ann", "owner", "stock"}, {"u:ann", "role:", ""}, {"", "", ""}} {
		if tree.holds(args[0], args[1], args[2]) {
			t.Errorf("holds(%v)", args)
		}
	}
}

// TestCasbinsOwnRoleManagersAreGone: what the matcher does not call says no,
// whatever the lines are.
func TestCasbinsOwnRoleManagersAreGone(t *testing.T) {
	t.Parallel()
	tree := smallTree(t)
	for _, kind := range []string{lineGrant, lineParent, lineMember, lineOwner} {
		l, ok := tree.enforcer.GetNamedRoleManager(kind).(links)
		if !ok || l.kind != kind || l.tree != tree {
			t.Fatalf("%s is managed by %#v", kind, l)
		}
		if tree.enforcer.GetModel()["g"][kind].RM != tree.enforcer.GetNamedRoleManager(kind) {
			t.Errorf("%s: the model goes on with another role manager", kind)
		}
		if has, err := l.HasLink("u:ann", "role:owner", "acme"); has || err == nil {
			t.Errorf("%s: HasLink = %v, %v", kind, has, err)
		}
	}
	for _, name := range []string{"keyMatch", "EnforceWithMatcher", "g("} {
		if strings.Contains(modelText, name) {
			t.Errorf("the model says %s", name)
		}
	}
}

// TestLinksAreHeldToTheTree gives the role managers lines that contradict what
// is there already.
func TestLinksAreHeldToTheTree(t *testing.T) {
	t.Parallel()
	tree := smallTree(t)
	grants, parents := links{tree, lineGrant}, links{tree, lineParent}
	tests := []struct {
		name string
		err  error
		want error
	}{
		{"a second parent", parents.AddLink("stock", "acme"), errParent},
		{"a second root", parents.AddLink("stock", noParent), errParent},
		{"the root under an org", parents.AddLink("acme", "stock"), errParent},
		{"a link that is not there", parents.DeleteLink("stock", noParent), errNoLink},
		{"the root's link to another", parents.DeleteLink("acme", "stock"), errNoLink},
		{"a grant that ends otherwise", grants.DeleteLink("u:ann", "role:owner", "acme", "5"), errNoLink},
		{"a grant that is there", grants.AddLink("u:ann", "role:owner", "acme", "5"), errTwice},
		{"a grant without an end", grants.AddLink("u:ann", "role:admin", "acme"), errNoLink},
		{"a grant to a name without a kind", grants.AddLink("ann", "role:admin", "acme", "0"), errUnknown},
		{"the owner of a system role", links{tree, lineOwner}.AddLink("role:owner", "acme"), errUnknown},
		{"a member of a member", links{tree, lineMember}.AddLink("u:ann", "u:ann"), errGroup},
		{"a line of no kind", links{tree, "g5"}.AddLink("u:ann", "u:ann"), errUnneeded},
	}
	for _, tt := range tests {
		if !errors.Is(tt.err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, tt.err, tt.want)
		}
	}
	if !tree.holds("u:ann", "role:owner", "stock") {
		t.Error("what was refused has changed something")
	}
}

func TestAPanicWhileChangingTheTreeIsAnError(t *testing.T) {
	t.Parallel()
	tree := smallTree(t)
	tree.enforcer = nil
	err := tree.apply([]VersionedChange{{Version: 2, Ops: []Change{{Org: &OrgFact{ID: "new", Parent: "acme"}}}}})
	if err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("apply = %v", err)
	}
	if err := smallTree(t).apply([]VersionedChange{{Version: 3}}); !errors.Is(err, errChange) {
		t.Errorf("apply with a gap = %v", err)
	}
}
