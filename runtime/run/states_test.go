package run_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/runtime/run"
)

const statesPage = "../../docs/states.md"

// afterTables is the first heading that people wrote.
const afterTables = "\n## Scopes\n"

// The tables are written by UPDATE_GOLDEN=1 go test ./runtime/run
func TestThePageOfStatesShowsTheTables(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# States\n\nThe moves that are allowed, as `runtime/run/moves.go` has them; a test keeps this page the same. " +
		"A final state changes no more by itself; only an undo leads on.\n")
	b.WriteString("\n## Of a run\n\n| state | final | may become |\n|---|---|---|\n")
	for _, s := range run.States() {
		row(&b, s, s.Final(), run.Moves(s))
	}
	b.WriteString("\n## Of a step\n\n| state | final | may become |\n|---|---|---|\n")
	for _, s := range run.StepStates() {
		row(&b, s, s.Final(), run.StepMoves(s))
	}
	b.WriteString("\nA run is `waiting` while every step that has begun waits for something outside. " +
		"`timed out` is no state but a failure with the code `timeout`.\n")
	page, err := os.ReadFile(statesPage)
	if err != nil {
		t.Fatal(err)
	}
	tables, words, ok := strings.Cut(string(page), afterTables)
	if !ok {
		t.Fatalf("docs/states.md has no heading %q", afterTables)
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		tables = b.String()
		if err := os.WriteFile(statesPage, []byte(tables+afterTables+words), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(b.String(), tables); diff != "" {
		t.Errorf("docs/states.md (-tables +page):\n%s", diff)
	}
}

func row[S ~string](b *strings.Builder, state S, final bool, moves []S) {
	yes := ""
	if final {
		yes = "yes"
	}
	words := make([]string, len(moves))
	for i, m := range moves {
		words[i] = "`" + string(m) + "`"
	}
	fmt.Fprintf(b, "| `%s` | %s | %s |\n", state, yes, strings.Join(words, ", "))
}

func TestFinalStatesAreLeftOnlyByAnUndo(t *testing.T) {
	t.Parallel()
	for _, s := range run.States() {
		for _, to := range run.Moves(s) {
			if s.Final() && to != run.Undoing {
				t.Errorf("%s may become %s", s, to)
			}
		}
		if !s.Final() && len(run.Moves(s)) == 0 {
			t.Errorf("%s leads nowhere", s)
		}
	}
	for _, s := range run.StepStates() {
		for _, to := range run.StepMoves(s) {
			if s.Final() && to != run.StepUndone {
				t.Errorf("%s may become %s", s, to)
			}
		}
		if !s.Final() && len(run.StepMoves(s)) == 0 {
			t.Errorf("%s leads nowhere", s)
		}
	}
}
