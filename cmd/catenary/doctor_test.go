package main

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catenary/internal/testkit"
	"catenary/server/config"
)

// diagnoses reads what doctor found, by part.
func diagnoses(t *testing.T, r result) map[string]diagnosis {
	t.Helper()
	var out struct{ Findings []diagnosis }
	if err := json.Unmarshal([]byte(r.out), &out); err != nil {
		t.Fatalf("%v: %s%s", err, r.out, r.err)
	}
	all := map[string]diagnosis{}
	for _, d := range out.Findings {
		all[d.Part] = d
	}
	return all
}

func TestDoctorBeforeTheFirstStart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	// Nobody listens there, so that this needs no container engine.
	dead := []string{"DOCKER_HOST=tcp://127.0.0.1:1"}
	r := command(t, "", dead, "doctor", "--data", dir, "--listen", "127.0.0.1:0", "-o", "json")
	if r.code != exitFailed {
		t.Errorf("exit code %d: %s", r.code, r.err)
	}
	all := diagnoses(t, r)
	for part, want := range map[string]string{
		"server": "ok", "database": "warn", "docker engine": "fail", "registry": "ok", "clock": "ok", "glue": "ok", "outbound": "ok",
	} {
		if d := all[part]; string(d.Level) != want || d.Text == "" || want != "ok" && d.Advice == "" {
			t.Errorf("%s: %+v, want %s", part, d, want)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("it made the data directory: %v", err)
	}
	text := command(t, "", dead, "doctor", "--data", dir, "--listen", "127.0.0.1:0")
	if !strings.Contains(text.out, "fail docker engine: ") || !strings.Contains(text.out, "ok   glue: ") || !strings.Contains(text.err, "1 of ") {
		t.Errorf("as text: %s%s", text.out, text.err)
	}
}

func TestDoctorBesideTheDatabase(t *testing.T) {
	t.Parallel()
	if os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST")
	}
	dir := t.TempDir()
	catenary(t, "migrate", "up", "--data", dir).wants(t, exitOK)
	r := command(t, "", []string{"DOCKER_HOST=" + os.Getenv("DOCKER_HOST")}, "doctor", "--data", dir, "--listen", "127.0.0.1:0", "-o", "json")
	if r.code != exitOK {
		t.Errorf("exit code %d: %s", r.code, r.err)
	}
	all := diagnoses(t, r)
	for _, part := range []string{"database", "schema", "clock", "docker engine"} {
		if d := all[part]; d.Level != "ok" {
			t.Errorf("%s: %+v", part, d)
		}
	}
}

func TestDoctorTellsWhatIsOpen(t *testing.T) {
	t.Parallel()
	for networks, want := range map[string]string{"": "ok", "10.1.0.0/16": "ok", "127.0.0.0/8": "warn", "0.0.0.0/0": "warn", "169.254.169.254/32": "warn"} {
		var o config.Outbound
		if networks != "" {
			o.Allow = []netip.Prefix{netip.MustParsePrefix(networks)}
		}
		if d := checkOutbound(o); string(d.Level) != want || !strings.Contains(d.Text, networks) {
			t.Errorf("%s: %+v", networks, d)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if all := checkDisk(dir); all[0].Level != "fail" {
			t.Errorf("%s: %+v", dir, all)
		}
	}
}
