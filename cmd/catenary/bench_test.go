package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"catenary/cmd/catenary/bench"
)

func TestBenchMeasuresAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "bench.json")
	r := command(t, "", []string{"TMPDIR=" + dir}, "bench", "--only", "W3,W4", "--duration", "100ms", "--out", out)
	r.wants(t, exitOK)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var report bench.Report
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	if report.Machine.Cores < 1 || report.Machine.Database != "SQLite" || len(report.Figures) != 3 {
		t.Fatalf("report: %s", text)
	}
	if f := report.Figures[0]; f.Work != "W3" || f.Value <= 0 || f.Goal != 10 {
		t.Errorf("W3: %+v", f)
	}
	if f := report.Figures[2]; f.Work != "W4" || f.Skipped == "" {
		t.Errorf("W4 without an image: %+v", f)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "catenary-bench-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBenchRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--only", "W9"}, {"--connections", "0"}, {"--duration", "0s"}, {"--server", "http://127.0.0.1:1", "--history", "5"},
	} {
		catenary(t, append([]string{"bench"}, args...)...).wants(t, exitUsage)
	}
}
