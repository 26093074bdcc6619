package api

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestWhereARequestComesFrom(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		name      string
		proxies   []netip.Prefix
		from      string
		forwarded []string
		want      string
	}{
		{"direct", nil, "198.51.100.7:1234", nil, "198.51.100.7"},
		{"direct, header forged", nil, "198.51.100.7:1234", []string{"1.2.3.4"}, "198.51.100.7"},
		{"own host, header forged", nil, "127.0.0.1:1234", []string{"1.2.3.4"}, "127.0.0.1"},
		{"private network, header forged", nil, "10.0.0.1:1234", []string{"1.2.3.4"}, "10.0.0.1"},
		{"past the proxies, header forged", proxies, "198.51.100.7:1234", []string{"1.2.3.4"}, "198.51.100.7"},
		{"own host is no proxy unless listed", proxies, "127.0.0.1:1234", []string{"1.2.3.4"}, "127.0.0.1"},
		{"through a proxy", proxies, "10.0.0.1:1234", []string{"198.51.100.7"}, "198.51.100.7"},
		{"through a proxy over IPv6", proxies, "[fd00::1]:1234", []string{"2001:db8::7"}, "2001:db8::7"},
		{"through two proxies", proxies, "10.0.0.1:1234", []string{"198.51.100.7, 10.0.0.2"}, "198.51.100.7"},
		{"forged before the proxy", proxies, "10.0.0.1:1234", []string{"1.2.3.4, 198.51.100.7"}, "198.51.100.7"},
		{"forged in a header of its own", proxies, "10.0.0.1:1234", []string{"1.2.3.4", "198.51.100.7"}, "198.51.100.7"},
		{"forged as a proxy", proxies, "10.0.0.1:1234", []string{"10.9.9.9, 198.51.100.7"}, "198.51.100.7"},
		{"rubbish", proxies, "10.0.0.1:1234", []string{"198.51.100.7, nonsense"}, "10.0.0.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t, func(a *API) { a.Proxies = tt.proxies })
			header := http.Header{"X-Forwarded-For": tt.forwarded, "X-Real-Ip": {"9.9.9.9"}, "Forwarded": {"for=9.9.9.9"}}
			w := e.send(ask{method: http.MethodGet, path: "/api/v1/origin", from: tt.from, header: header})
			want(t, w, http.StatusOK, "")
			var got struct {
				Address   string `json:"address"`
				RequestID string `json:"request_id"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if got.Address != tt.want || got.RequestID != w.Header().Get("X-Request-Id") || len(got.RequestID) != 26 {
				t.Errorf("got %+v, want %s", got, tt.want)
			}
		})
	}
}

func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	e := newEdge(t, func(a *API) {
		a.PublicURL = "https://catenary.example.org/start"
		a.CORSOrigins = []string{"https://tools.example.net"}
	})
	cookie, bearer := []string{"Cookie", "__Host-catenary=good"}, []string{"Authorization", "Bearer good"}
	tests := []struct {
		name   string
		who    []string
		header []string
		ok     bool
	}{
		{"no browser", cookie, nil, true},
		{"same origin", cookie, []string{"Sec-Fetch-Site", "same-origin", "Origin", "https://example.com"}, true},
		{"typed in", cookie, []string{"Sec-Fetch-Site", "none"}, true},
		{"other site", cookie, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		{"other site without Origin", cookie, []string{"Sec-Fetch-Site", "cross-site"}, false},
		{"other host of the site", cookie, []string{"Sec-Fetch-Site", "same-site", "Origin", "https://blog.example.com"}, false},
		{"opaque origin", cookie, []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, false},
		{"other site with a token", bearer, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		{"old browser, same host", cookie, []string{"Origin", "https://example.com"}, true},
		{"old browser, other site", cookie, []string{"Origin", "https://evil.example"}, false},
		{"public address behind a proxy", cookie, []string{"Origin", "https://catenary.example.org"}, true},
		{"public address by http", cookie, []string{"Origin", "http://catenary.example.org"}, false},
		{"listed origin with a token", bearer, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://tools.example.net"}, true},
		{"listed origin with a cookie", cookie, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://tools.example.net"}, false},
	}
	for _, tt := range tests { //nolint:paralleltest // they count one server's work
		t.Run(tt.name, func(t *testing.T) {
			before := e.made.Load()
			w := e.send(ask{method: http.MethodPost, path: thingsPath, body: `{"name":"a"}`, header: headers(append(tt.header, tt.who...)...)})
			if tt.ok {
				want(t, w, http.StatusCreated, "")
				return
			}
			want(t, w, http.StatusForbidden, "request.cross_origin")
			if e.made.Load() != before {
				t.Error("the handler ran")
			}
		})
	}
	w := e.send(ask{method: http.MethodPost, path: "/api/v1/enter", header: headers("Sec-Fetch-Site", "cross-site")})
	want(t, w, http.StatusForbidden, "request.cross_origin")
	w = e.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good", header: headers("Sec-Fetch-Site", "cross-site")})
	want(t, w, http.StatusOK, "")
}

func TestCORS(t *testing.T) {
	t.Parallel()
	preflight := func(e *edge, origin string) http.Header {
		return e.send(ask{method: http.MethodOptions, path: thingsPath, header: headers(
			"Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization")}).Header()
	}
	off := newEdge(t)
	for name := range preflight(off, "https://tools.example.net") {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("%s is sent though no origin is listed", name)
		}
	}
	on := newEdge(t, func(a *API) { a.CORSOrigins = []string{"https://tools.example.net"} })
	h := preflight(on, "https://tools.example.net")
	if h.Get("Access-Control-Allow-Origin") != "https://tools.example.net" || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "Idempotency-Key") {
		t.Errorf("listed origin: %v", h)
	}
	if h.Get("Access-Control-Allow-Credentials") != "" {
		t.Error("cookies of other origins are let in")
	}
	if h := preflight(on, "https://evil.example"); h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("other origin: %v", h)
	}
	w := on.send(ask{method: http.MethodGet, path: "/api/v1/things", token: "good", header: headers("Origin", "https://tools.example.net")})
	if exposed := w.Header().Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "ETag") {
		t.Errorf("exposed = %q", exposed)
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	t.Parallel()
	a := newEdge(t).API
	a.PublicURL = "catenary.example.org"
	if _, err := a.crossOrigin(); err == nil {
		t.Error("a public URL without a scheme was taken")
	}
}
