package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/engines"
	"catenary/server/store"
)

// publishPoints are the places at which the server is killed while it publishes,
// each in a chain and an environment of its own. What stands behind the first is
// where it is killed again while it undoes that at its next start.
var publishPoints = [][]string{
	{"publish_begun:1"},
	{"pipeline_begun:1"},
	{"image_begun:1"},
	{"image_uploading:1", "pipeline_gone:1"},
	{"image_uploaded:1"},
	{"image_kept:1"},
	{"pipeline_made:1"},
	{"pipeline_kept:1"},
	{"pipeline_made:2", "pipeline_gone:1", "pipeline_gone:2", "publish_undone:1"},
	{"pipeline_kept:2"},
	{"publish_made:1", "pipeline_gone:2"},
	{"publish_commit:1", "publish_undone:1"},
	{"published:1"},
}

// maker is an engine outside that makes pipelines, one for one key.
type maker struct {
	*httptest.Server
	mu   sync.Mutex
	made map[string]bool
}

func newMaker(t *testing.T) *maker {
	m := &maker{made: map[string]bool{}}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if r.Method == http.MethodDelete {
			delete(m.made, r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
			return
		}
		var asked struct{ Key string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		m.made[asked.Key] = true
		fmt.Fprintf(w, `{"id": %q}`, asked.Key)
	}))
	t.Cleanup(m.Close)
	return m
}

func (m *maker) has() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.made)
}

// register makes the engine known under the key far.
func (m *maker) register(on *mortal) {
	on.owner.must(http.StatusCreated, "POST", "/orgs/"+on.tenant+"/engines", map[string]any{
		"key": "far", "name": "Far", "adapter": "http", "settings": map[string]any{"url": m.URL, "positions": []any{map[string]any{
			"key":    "build",
			"create": map[string]any{"method": "POST", "path": "pipelines", "body": map[string]string{"key": "{key}"}, "id": "/id", "idempotent": true},
			"delete": map[string]any{"method": "DELETE", "path": "pipelines/{pipeline}"},
			"start":  map[string]any{"method": "POST", "path": "jobs", "id": "/id"},
			"status": map[string]any{"path": "jobs/{execution}", "state": "/state", "states": map[string]string{"ok": "succeeded"}},
		}}},
	})
}

// draft makes a chain whose nodes need a pipeline of each engine and an image.
func (m *mortal) draft(key, environment string) answer {
	return m.owner.must(http.StatusCreated, "POST", "/orgs/"+m.tenant+"/chains", fmt.Appendf(nil, `format: catenary/v1
kind: Chain
key: %[1]s
name: %[1]s
nodes:
  - id: near
    kind: work
    execution: parallel
    task: {script: pack, environment: %[2]s}
    pipeline: {engine: builtin, position: pipeline.run, parameters: {steps: [{name: go, environment: %[2]s, commands: ['exit 0']}]}}
  - {id: far, kind: work, pipeline: {engine: far, position: build}}
edges: [{from: near, to: far}]
`, key, environment), "Content-Type", "application/yaml")
}

// dies waits until the server is gone.
func (m *mortal) dies(at string) {
	m.t.Helper()
	until(m.t, "the server comes to "+at, func() bool {
		select {
		case <-m.done:
			return true
		default:
			return false
		}
	})
}

// The server is killed at each named point of a publication's way, and again
// while it undoes that. Once it is back, the chain is a draft again, or published
// whole; nothing is left at the engines of what was undone; the chain is published
// at the first try, and the registry has its image once.
func TestKilledAtEachPointOfAPublication(t *testing.T) {
	t.Parallel()
	watchContainers(t) // or there is no engine
	far, data := newMaker(t), t.TempDir()
	m := newMortal(t, data, "")
	org := "/orgs/" + m.tenant
	far.register(m)
	m.environment("exit 0\n")
	for i, points := range publishPoints {
		key := fmt.Sprintf("chain-%d", i)
		m.owner.must(http.StatusCreated, "POST", org+"/environments", map[string]any{
			"key": key, "name": key, "entry": []string{"sh"},
			"source": map[string]string{"kind": "docker", "reference": os.Getenv("TEST_IMAGE_SHELL")},
		})
		revision := m.draft(key, key).Header.Get("ETag")
		versions := org + "/chains/" + key + "/versions"
		m.kill()
		if !m.boot(data, points[0]) {
			t.Fatalf("it came to %s without being asked to publish", points[0])
		}
		if a, err := m.owner.try("POST", versions, map[string]string{"message": "x"}, "If-Match", revision); err == nil {
			t.Fatalf("a server that is to die at %s answered %d: %s", points[0], a.Status, a.Body)
		}
		m.dies(points[0])
		for _, at := range points[1:] {
			if m.boot(data, at) {
				m.dies(at)
			}
		}
		m.boot(data, "")
		whole := points[0] == "published:1"
		if has := m.owner.must(http.StatusOK, "GET", org+"/chains/"+key, nil).field(t, "version") != "0"; has != whole {
			t.Errorf("killed at %v, the chain has a version: %v", points, has)
		}
		if left := far.has(); !whole && left != i {
			t.Errorf("killed at %v, there are %d pipelines for %d versions", points, left, i)
		}
		if !whole {
			m.owner.must(http.StatusCreated, "POST", versions, map[string]string{"message": "x"}, "If-Match", revision)
		}
	}
	if far.has() != len(publishPoints) {
		t.Errorf("there are %d pipelines for %d versions", far.has(), len(publishPoints))
	}
	published := map[string][]string{} // publications by how they ended
	for i := range publishPoints {
		list := m.owner.must(http.StatusOK, "GET", org+fmt.Sprintf("/chains/chain-%d/publications", i), nil)
		var all struct{ Items []struct{ ID, State string } }
		if err := json.Unmarshal(list.Body, &all); err != nil {
			t.Fatal(err)
		}
		for _, p := range all.Items {
			published[p.State] = append(published[p.State], p.ID)
		}
	}
	if ok, failed := len(published["succeeded"]), len(published["failed"]); len(published) != 2 || ok != len(publishPoints) || failed != ok-1 {
		t.Errorf("publications ended as %v", published)
	}
	m.stop()
	m.checkPipelines(published)
	once(t, data, len(publishPoints))
}

// checkPipelines says whether publications that succeeded have their pipelines,
// and those that failed have none.
func (m *mortal) checkPipelines(publications map[string][]string) {
	m.t.Helper()
	s, err := store.Open(m.t.Context(), store.Options{Dir: m.data, Existing: true, Now: clock.Wall})
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for state, ids := range publications {
		for _, id := range ids {
			rows, err := s.PipelinesOfPublication(m.t.Context(), rbac.TenantID(m.tenant), id)
			if err != nil {
				m.t.Fatal(err)
			}
			want := 0
			if state == "succeeded" {
				want = 2
			}
			if len(rows) != want {
				m.t.Errorf("a publication that %s has %d pipelines, not %d", state, len(rows), want)
			}
			for _, row := range rows {
				if row.State != engines.Created || row.Version != 1 {
					m.t.Errorf("a pipeline of version %d is %s", row.Version, row.State)
				}
			}
		}
	}
}

// once says whether the registry of a data directory has one image in each of so
// many repositories, and nothing is under way there.
func once(t *testing.T, data string, repositories int) {
	t.Helper()
	found := func(dir, pattern string) int {
		t.Helper()
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		return len(paths)
	}
	all := filepath.Join(data, "registry", "docker", "registry", "v2", "repositories")
	for _, what := range []string{"*/*/_manifests/revisions/sha256/*", "*/*/_manifests/tags/*"} {
		if n := found(all, what); n != repositories {
			t.Errorf("the registry has %d of %s for %d environments", n, what, repositories)
		}
	}
	if n := found(data, "images/*"); n != 0 {
		t.Errorf("%d images are still under way", n)
	}
}
