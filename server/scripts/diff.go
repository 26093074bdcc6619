package scripts

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// maxDiffLines is how many lines the hunks of a diff have at most.
const maxDiffLines = 10_000

// Diff is how one source differs from another: as text in the unified form,
// and as hunks for a program that draws it.
type Diff struct {
	From, To int64
	Unified  string
	Hunks    []Hunk
	// Truncated: there are more lines than the hunks have; Unified has all.
	Truncated bool
}

// Hunk is a run of lines that differ, with a few around them that do not.
type Hunk struct {
	OldStart, OldLines int
	NewStart, NewLines int
	Lines              []Line
}

// LineKind says what became of a line.
type LineKind string

// The kinds of line.
const (
	Same    LineKind = "same"
	Added   LineKind = "added"
	Removed LineKind = "removed"
)

// Line is one line of a hunk. Old and New are its numbers, 0 where it is not.
type Line struct {
	Kind     LineKind
	Old, New int
	Text     string
}

// compare compares two versions. Its cost is n log n in the number of lines,
// whatever stands in them.
func compare(key string, older, newer Version) (Diff, error) {
	out := Diff{From: older.Version, To: newer.Version}
	unified := diff.Diff(
		fmt.Sprintf("%s@%d", key, older.Version), []byte(older.Source),
		fmt.Sprintf("%s@%d", key, newer.Version), []byte(newer.Source))
	out.Unified = string(unified)
	var err error
	out.Hunks, out.Truncated, err = hunks(out.Unified)
	return out, err
}

// hunks reads the unified form.
func hunks(unified string) (out []Hunk, truncated bool, err error) {
	var h *Hunk
	oldLine, newLine, count := 0, 0, 0
	for line := range strings.Lines(unified) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "@@ ") {
			out = append(out, Hunk{})
			h = &out[len(out)-1]
			if _, err := fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &h.OldStart, &h.OldLines, &h.NewStart, &h.NewLines); err != nil {
				return nil, false, fmt.Errorf("read diff %.40q: %w", line, err)
			}
			oldLine, newLine = h.OldStart, h.NewStart
			continue
		}
		if h == nil || line == "" { // the names of the files
			continue
		}
		if count++; count > maxDiffLines {
			return out, true, nil
		}
		l := Line{Text: line[1:]}
		switch line[0] {
		case '+':
			l.Kind, l.New = Added, newLine
			newLine++
		case '-':
			l.Kind, l.Old = Removed, oldLine
			oldLine++
		case ' ':
			l.Kind, l.Old, l.New = Same, oldLine, newLine
			oldLine++
			newLine++
		default: // "\ No newline at end of file"
			continue
		}
		h.Lines = append(h.Lines, l)
	}
	return out, false, nil
}
