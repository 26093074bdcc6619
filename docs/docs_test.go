package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"catenary/docs"
)

// codes finds in the program's source what is, or could be, the code of a
// problem.
type codes struct {
	// used are those that a fault or a detail surely gets, with a place.
	used map[string]string
	// texts are all string literals.
	texts map[string]bool
	// takes are the functions that have a parameter named code, and its index.
	takes map[string]int
	files *token.FileSet
}

var codeForm = regexp.MustCompile(`^[a-z]+(\.[a-z][a-z_]*)*$`)

func TestEveryProblemHasAPage(t *testing.T) {
	t.Parallel()
	found := readSource(t, "..")
	pages := map[string]bool{}
	entries, err := docs.Problems.ReadDir("problems")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		code := strings.TrimSuffix(e.Name(), ".md")
		pages[code] = true
		if !found.texts[code] {
			t.Errorf("no Go file has the code %q: its page is left over", code)
		}
		text, err := docs.Problems.ReadFile("problems/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# ") || !strings.Contains(string(text), "\n\n") {
			t.Errorf("%s: want a title and a text", e.Name())
		}
	}
	if len(found.used) < 20 {
		t.Fatalf("only %d codes found: the search is broken", len(found.used))
	}
	for _, code := range slices.Sorted(maps.Keys(found.used)) {
		if !codeForm.MatchString(code) {
			t.Errorf("%s: code %q is not of words between dots", found.used[code], code)
		}
		if !pages[code] {
			t.Errorf("%s: code %q has no page docs/problems/%s.md", found.used[code], code, code)
		}
	}
}

func readSource(t *testing.T, root string) codes {
	t.Helper()
	c := codes{used: map[string]string{}, texts: map[string]bool{}, takes: map[string]int{}, files: token.NewFileSet()}
	var files []*ast.File
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(c.files, path, nil, parser.SkipObjectResolution)
		if err == nil {
			files = append(files, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		ast.Inspect(f, c.signature)
	}
	for _, f := range files {
		ast.Inspect(f, c.use)
	}
	return c
}

// signature notes which functions take a code.
func (c codes) signature(n ast.Node) bool {
	f, ok := n.(*ast.FuncDecl)
	if !ok {
		return true
	}
	at := 0
	for _, p := range f.Type.Params.List {
		for _, name := range p.Names {
			if name.Name == "code" {
				if kind, ok := p.Type.(*ast.Ident); ok && kind.Name == "string" {
					c.takes[f.Name.Name] = at
				}
			}
			at++
		}
	}
	return true
}

// use notes the literals that are codes.
func (c codes) use(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil {
			c.texts[text] = true
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if at, takes := c.takes[name]; takes && at < len(n.Args) {
			c.note(n.Args[at])
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			c.note(n.Value)
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i < len(n.Values) && (strings.HasPrefix(name.Name, "code") || strings.HasPrefix(name.Name, "Code")) {
				c.note(n.Values[i])
			}
		}
	}
	return true
}

// note takes a dotted literal, or "internal", as a code.
func (c codes) note(e ast.Expr) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil || !strings.Contains(text, ".") && text != "internal" {
		return
	}
	c.used[text] = c.files.Position(lit.Pos()).String()
}
