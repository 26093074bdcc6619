package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	// linkForm is a link or a picture of Markdown; what it leads to is in the
	// first group.
	linkForm = regexp.MustCompile(`\]\(<?([^)\s>]+)>?\)`)
	// quoted is what Markdown takes as it is: code in a line.
	quoted = regexp.MustCompile("`[^`]*`")
)

// TestLinksLeadSomewhere: every relative link of a document leads to a file or
// folder, and to a heading in it if it names one.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	const root = ".."
	links := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".md":
			return nil
		}
		for _, line := range prose(t, path) {
			for _, found := range linkForm.FindAllStringSubmatch(quoted.ReplaceAllString(line, ""), -1) {
				if strings.Contains(found[1], "://") || strings.HasPrefix(found[1], "mailto:") || strings.HasPrefix(found[1], "/") {
					continue
				}
				links++
				leads(t, path, found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if links < 20 {
		t.Fatalf("only %d links found: the search is broken", links)
	}
}

// leads reports a link in the document that leads nowhere.
func leads(t *testing.T, document, link string) {
	t.Helper()
	file, heading, _ := strings.Cut(link, "#")
	target := document
	if file != "" {
		target = filepath.Join(filepath.Dir(document), filepath.FromSlash(file))
	}
	info, err := os.Stat(target)
	if err != nil {
		t.Errorf("%s: nothing is at %s", document, link)
		return
	}
	if heading == "" || info.IsDir() || filepath.Ext(target) != ".md" {
		return
	}
	for _, line := range prose(t, target) {
		if title := strings.TrimLeft(line, "#"); title != line && anchor(title) == heading {
			return
		}
	}
	t.Errorf("%s: %s has no heading #%s", document, target, heading)
}

// prose is a document's lines without its blocks of code.
func prose(t *testing.T, path string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	code := false
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
		} else if !code {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
	}
	return lines
}

// anchor is the name that forges give a heading.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(title))
}
