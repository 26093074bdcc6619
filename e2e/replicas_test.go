package e2e

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// Two servers on one PostgreSQL: what one changes of rights acts on the very
// next request to the other.
func TestMoveActsOnBothServers(t *testing.T) {
	t.Parallel()
	_, _, more := shared(t)
	settings := file(t, "catenary.yaml", more)
	one := start(t, t.TempDir(), "--config", settings)
	owner := one.setUp()
	two := start(t, t.TempDir(), "--config", settings)

	acme := owner.must(http.StatusOK, "GET", "/orgs", nil).field(t, "items.0.id")
	retail, wholesale := owner.child(acme, "retail"), owner.child(acme, "wholesale")
	stock := owner.child(retail, "stock")
	viewer := owner.invite(retail, "viewer", "viewer@example.org")
	viewer.url = two.url

	for i := range 20 {
		viewer.must(http.StatusOK, "GET", "/orgs/"+stock+"/chains", nil)
		owner.must(http.StatusOK, "POST", "/orgs/"+stock+"/move", map[string]string{"parent_id": wholesale})
		if a := viewer.do("GET", "/orgs/"+stock+"/chains", nil); a.Status != http.StatusNotFound {
			t.Fatalf("after move %d the other server answered %d", i, a.Status)
		}
		owner.must(http.StatusOK, "POST", "/orgs/"+stock+"/move", map[string]string{"parent_id": retail})
	}
}

// Two servers share the folders of files: a run's file that one was given is
// fetched from the other, and a file that begins to arrive at one goes on there.
func TestFilesOfBothServers(t *testing.T) {
	t.Parallel()
	_, _, more := shared(t)
	files := t.TempDir()
	more += "files: {artefacts: " + files + "/artefacts, uploads: " + files + "/uploads}\n"
	one := newMortal(t, t.TempDir(), more)
	two := one.twin(t.TempDir())
	owner := one.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	one.publish("ask", `nodes:
  - id: fill
    kind: form
    form: {by: [{role: owner}], schema: {type: object, required: [note], properties: {note: {type: string, format: file}}}}
  - {id: after, kind: script, script: {body: return nodes.fill.output}}
edges: [{from: fill, to: after}]
`)
	run, _ := one.begin("ask")
	var form string
	until(t, "the form waits", func() bool {
		list := owner.must(http.StatusOK, "GET", "/me/inbox?source=form", nil)
		if strings.Contains(string(list.Body), `"items":[]`) {
			return false
		}
		form = "/orgs/" + one.tenant + "/forms/" + list.field(t, "items.0.source_id")
		return true
	})
	given := owner.must(http.StatusCreated, "POST", form+"/files?field=/note&name=note.txt", []byte("all of it"), "Content-Type", "application/octet-stream").field(t, "id")
	owner.must(http.StatusOK, "POST", form+"/answer", map[string]any{"data": map[string]string{"note": given}})
	one.settled()
	got := two.owner.must(http.StatusOK, "GET", "/orgs/"+one.tenant+"/runs/"+run+"/artefacts/content?node=fill&name=note.txt", nil)
	if string(got.Body) != "all of it" {
		t.Errorf("the other server's file holds %q", got.Body)
	}

	uploads := "/orgs/" + one.tenant + "/uploads"
	id := one.owner.must(http.StatusCreated, "POST", uploads, map[string]any{"size": 9}).field(t, "id")
	for i, m := range []*mortal{one, two} {
		part := []string{"all ", "of it"}[i]
		m.owner.must(http.StatusOK, "PATCH", uploads+"/"+id, []byte(part), "Content-Type", "application/offset+octet-stream", "Upload-Offset", []string{"0", "4"}[i])
	}
	if text, err := os.ReadFile(files + "/uploads/" + id); err != nil || string(text) != "all of it" {
		t.Errorf("the uploaded file holds %q: %v", text, err)
	}
}
