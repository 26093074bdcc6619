package audit

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPost(t *testing.T) {
	t.Parallel()
	want := Head{Tenant: "t", Seq: 7, Hash: "h", At: 1, Key: "k", Signature: "s"}
	got := make(chan Head, 1)
	web := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var h Head
		if err := json.NewDecoder(r.Body).Decode(&h); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %v: %v", r.Method, r.Header, err)
		}
		switch r.URL.Path {
		case "/no":
			w.WriteHeader(http.StatusForbidden)
		case "/away":
			http.Redirect(w, r, "/heads", http.StatusTemporaryRedirect)
		default:
			got <- h
		}
	}))
	t.Cleanup(web.Close)
	to := func(address string) *Post {
		p := NewPost(address)
		p.client.Transport = web.Client().Transport
		return p
	}
	if err := to(web.URL+"/heads").Send(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if h := <-got; h != want {
		t.Errorf("received %+v", h)
	}
	for _, address := range []string{web.URL + "/no", web.URL + "/away", "https://127.0.0.1:1/hunter22", "https://%zz/hunter22"} {
		if err := to(address).Send(t.Context(), want); err == nil || strings.Contains(err.Error(), "hunter22") {
			t.Errorf("Send to %s = %v", address, err)
		}
	}
}
