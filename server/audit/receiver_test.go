package audit_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"catenary/server/audit"
)

func TestPostSendsHeads(t *testing.T) {
	t.Parallel()
	var got []audit.Head
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		switch {
		case user != "catenary" || password != "hidden-password":
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
		default:
			var h audit.Head
			if err := json.NewDecoder(r.Body).Decode(&h); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%s %v, %v", r.Method, r.Header, err)
			}
			got = append(got, h)
			w.WriteHeader(http.StatusAccepted)
		}
	}))
	defer server.Close()
	transport := server.Client().Transport
	with := strings.Replace(server.URL, "https://", "https://catenary:hidden-password@", 1)
	head := audit.Head{Tenant: "t", Seq: 3, Hash: "h", At: 1, Key: "k", Signature: "s"}
	if err := audit.NewPost(with+"/heads", transport).Send(t.Context(), head); err != nil || len(got) != 1 || got[0] != head {
		t.Errorf("Send = %v, received %+v", err, got)
	}
	for _, address := range []string{with + "/moved", server.URL, "https://catenary:hidden-password@127.0.0.1:1/", "https://catenary:hidden-password@\x7f/"} {
		if err := audit.NewPost(address, transport).Send(t.Context(), head); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("Send to %q = %v", address, err)
		}
	}
	if len(got) != 1 {
		t.Errorf("received %+v", got)
	}
}
