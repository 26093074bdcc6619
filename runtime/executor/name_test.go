package executor_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catenary/runtime/executor"
)

var legal = regexp.MustCompile(`^[a-z][a-z0-9-]{0,61}[a-z0-9]$`)

func TestANameIsLegalWhateverItIsMadeOf(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		name := executor.Name(text.Draw(t, "run"), text.Draw(t, "scope"), text.Draw(t, "node"), text.Draw(t, "half"), rapid.Int().Draw(t, "attempt"))
		if !legal.MatchString(name) {
			t.Fatalf("the name is %q", name)
		}
	})
}

func TestDifferentTaskRunsHaveDifferentNames(t *testing.T) {
	t.Parallel()
	run := "01ARZ3NDEKTSV4RRFFQ69G5FAV"
	names := map[string]bool{
		executor.Name(run, "", "build", "", 1):                  true,
		executor.Name(run, "", "build", "", 2):                  true,
		executor.Name(run, "", "build", "task", 1):              true,
		executor.Name(run, "each/0", "build", "", 1):            true,
		executor.Name(run, "each/1", "build", "", 1):            true,
		executor.Name(run, "each", "0build", "", 1):             true,
		executor.Name(run, "", "bu-ild", "", 1):                 true,
		executor.Name(run, "", "bu_ild", "", 1):                 true,
		executor.Name(strings.ToLower(run), "", "build", "", 1): true,
	}
	if len(names) != 9 {
		t.Errorf("only %d names: %v", len(names), names)
	}
	if name := executor.Name("run", "a", "b", "c", 3); name != "ctn-run-b-qardbbkpaa5hy3-3" {
		t.Errorf("a task run that was begun before an update has another name after it: %s", name)
	}
	if name := executor.Name(run, "", "build", "", 1); !strings.HasPrefix(name, "ctn-01arz3ndektsv4rrffq69g5fav-build-") || !strings.HasSuffix(name, "-1") {
		t.Errorf("nobody recognises %s", name)
	}
}
