package run_test

import (
	"testing"

	"catenary/chain"
	"catenary/runtime/run"
)

func TestKeysDifferWhereEffectsDo(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for i, k := range []string{
		run.Key("r", "", "a", 1, ""),
		run.Key("r", "", "a", 2, ""),
		run.Key("r", "", "a", 1, chain.TaskPart),
		run.Key("r", "", "a", 1, chain.PipelinePart),
		run.Key("r", "a", "", 1, ""),
		run.Key("ra", "", "", 1, ""),
		run.Key("r", "loop[1]", "a", 1, ""),
		run.Key("r", "loop[11]", "a", 1, ""),
	} {
		if len(k) != 64 {
			t.Errorf("key %d is %q", i, k)
		}
		if first, ok := seen[k]; ok {
			t.Errorf("keys %d and %d are the same", first, i)
		}
		seen[k] = i
	}
	// Keys are kept by others: this one must never change.
	if got, want := run.Key("r", "", "a", 1, ""), keyOfRA1; got != want {
		t.Errorf("Key = %s, want %s", got, want)
	}
}

const keyOfRA1 = "975f2bd37cd26057361240c9e4506423ac8f024c9b47a0aa15aa615a0ec74961"
