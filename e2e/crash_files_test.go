package e2e

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// The server is killed in the middle of a file that somebody gives to a form, and
// again when all of it is on disk and the form does not have it yet. Neither counts:
// the form has no file until one is answered for, and that one is the run's.
func TestKilledWhileAFileIsGiven(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	m := newMortal(t, data, "")
	owner := m.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	m.publish("ask", `nodes:
  - id: fill
    kind: form
    form: {by: [{role: owner}], schema: {type: object, required: [note], properties: {note: {type: string, format: file}}}}
  - {id: after, kind: script, script: {body: return nodes.fill.output}}
edges: [{from: fill, to: after}]
`)
	run, _ := m.begin("ask")
	var at string
	until(t, "the form waits", func() bool {
		list := owner.must(http.StatusOK, "GET", "/me/inbox?source=form", nil)
		if strings.Contains(string(list.Body), `"items":[]`) {
			return false
		}
		at = "/orgs/" + m.tenant + "/forms/" + list.field(t, "items.0.source_id")
		return true
	})
	empty := func() {
		t.Helper()
		owner.url = m.url
		if form := owner.must(http.StatusOK, "GET", at, nil); !strings.Contains(string(form.Body), `"files":[]`) {
			t.Errorf("the form has a file: %s", form.Body)
		}
	}
	const add = "/files?field=/note&name=note.txt"
	octets := []string{"Content-Type", "application/octet-stream"}

	line, err := net.Dial("tcp", strings.TrimPrefix(m.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = line.Close() }()
	_, err = fmt.Fprintf(line, "POST /api/v1%s%s HTTP/1.1\r\nHost: x\r\nCookie: %s=%s\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n%s",
		at, add, owner.cookie.Name, owner.cookie.Value, strings.Repeat("half ", 100_000))
	if err != nil {
		t.Fatal(err)
	}
	m.signal(syscall.SIGKILL)
	m.boot(data, "file:1")
	empty()

	if a, err := owner.try("POST", at+add, []byte("all of it"), octets...); err == nil {
		t.Errorf("a server that died answered %d: %s", a.Status, a.Body)
	}
	until(t, "the server dies with the file on disk", func() bool {
		select {
		case <-m.done:
			return true
		default:
			return false
		}
	})
	m.boot(data, "")
	empty()

	file := owner.must(http.StatusCreated, "POST", at+add, []byte("all of it"), octets...).field(t, "id")
	owner.must(http.StatusOK, "POST", at+"/answer", map[string]any{"data": map[string]string{"note": file}})
	m.settled()
	list := m.owner.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/runs/"+run+"/artefacts", nil)
	if strings.Count(string(list.Body), `"name"`) != 1 || list.field(t, "items.0.name") != "note.txt" {
		t.Errorf("the run has %s", list.Body)
	}
	if got := m.owner.must(http.StatusOK, "GET", "/orgs/"+m.tenant+"/runs/"+run+"/artefacts/content?node=fill&name=note.txt", nil); string(got.Body) != "all of it" {
		t.Errorf("the file holds %q", got.Body)
	}
}
