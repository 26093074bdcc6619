package e2e

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"testing"

	"catenary/server/store/storetest"
)

// Two servers on one PostgreSQL: what one changes of rights acts on the very
// next request to the other.
func TestMoveActsOnBothServers(t *testing.T) {
	t.Parallel()
	database := storetest.PostgresURL(t)
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		t.Fatal(err)
	}
	settings := file(t, "catenary.yaml", "database: "+database+"\nkeys:\n  key: "+base64.StdEncoding.EncodeToString(key)+"\n")
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
