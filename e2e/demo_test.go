package e2e

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"catenary/internal/testkit"
)

// demo loads the demo into the server and returns what it printed and what it
// keeps for later.
func (s *server) demo() (printed string, access map[string]string) {
	s.t.Helper()
	for _, image := range []string{"catenary/shell:1", "catenary/python:3"} {
		if err := exec.Command("docker", "image", "inspect", image).Run(); err != nil {
			testkit.Missing(s.t, "docker", `eval "$(tools/services up docker images)"`)
		}
	}
	code, out, errs := command(s.t, nil, "", "demo", "--data", s.data)
	if code != 0 {
		s.t.Fatalf("demo = %d\n%s%s", code, out, errs)
	}
	file := filepath.Join(s.data, "demo.env")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		s.t.Errorf("the demo's access is not for its owner alone: %v, %v", info, err)
	}
	access = map[string]string{}
	for line := range strings.Lines(read(s.t, file)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		access[name] = strings.Trim(value, "'")
	}
	return out, access
}

// The demo runs to its end, a second time too, and then makes nothing again.
// What the README's tour says works as it stands there.
func TestDemoAndTour(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	first, access := s.demo()
	for _, want := range []string{"org          acme/retail/stock", "chain        stock-release", "deliver:1/ship  succeeded", access["PASSWORD"]} {
		if !strings.Contains(first, want) {
			t.Errorf("the demo does not print %q:\n%s", want, first)
		}
	}
	second, same := s.demo()
	if strings.Contains(second, "\nscript") || strings.HasPrefix(second, "org") || same["TOKEN"] != access["TOKEN"] {
		t.Errorf("the second time was not a mere run:\n%s", second)
	}

	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, target := range map[string]string{"data": s.data, "docs": filepath.Join(root, "docs"), "bin/catenary": binary} {
		at := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, at); err != nil {
			t.Fatal(err)
		}
	}
	out := tour(t, folder, read(t, filepath.Join(root, "README.md")))
	from := 0
	for _, want := range []string{
		`"state":"succeeded"`, `"package":"A-7.tar"`,
		`"state":"failed"`, "A-901 has risk 9",
		"event: start", "event: end", `"delivered":["north","east","west"]`,
		"A-8.tar: 12 tests passed, risk 0",
		`"state":"undone"`,
		"stock-release", "succeeded",
		"acme/retail/shop", "published", `{"accepted":true}`, "nothing", "is different",
	} {
		at := strings.Index(out[from:], want)
		if at < 0 {
			t.Fatalf("the tour does not print %s after what was before it:\n%s", want, out)
		}
		from += at
	}
}

// tour carries out all that the README says a shell should do; the first
// command that fails ends it.
func tour(t *testing.T, folder, readme string) string {
	t.Helper()
	script := "set -eu -o pipefail\n"
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(readme, -1) {
		script += block[1]
	}
	if !strings.Contains(script, "/events/stream") || !strings.Contains(script, "Prefer: wait=30") {
		t.Fatalf("this is not the tour:\n%s", script)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+t.TempDir(), "CATENARY_TOKEN=")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("the tour ended with %v:\n%s", err, &out)
	}
	return out.String()
}

// A server that is killed while the demo's chain runs brings the run to its end
// when it is started again.
func TestDemoSurvivesKill(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := start(t, data)
	_, access := s.demo()
	runs := "/orgs/" + access["ORG"]
	u := &user{t: t, url: s.url, token: access["TOKEN"]}
	for _, node := range []string{"build", "reserve", "deliver"} {
		run := u.must(http.StatusAccepted, "POST", runs+"/chains/stock-release/runs", map[string]any{"input": map[string]string{"sku": "A-2"}}).field(t, "id")
		until(t, node+" is at work", func() bool {
			a := u.do("GET", runs+"/runs/"+run+"/steps/"+node, nil)
			return a.Status == http.StatusOK && a.field(t, "state") == "processing"
		})
		s.kill()
		s = start(t, data)
		u.url = s.url
		until(t, "the run is over", func() bool {
			a := u.must(http.StatusOK, "GET", runs+"/runs/"+run, nil)
			state := a.field(t, "state")
			if state == "failed" || state == "canceled" {
				t.Fatalf("killed while %s was at work: %s", node, a.Body)
			}
			return state == "succeeded"
		})
	}
}
