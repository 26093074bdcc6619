package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// stockSystem is what the template stock-phases talks to: articles, how many
// pieces there are of each, and snapshots of that.
type stockSystem struct {
	*httptest.Server
	mu        sync.Mutex
	articles  []string
	pieces    map[string]int
	snapshots map[string]map[string]int
	// fails are places that answer with a failure; half of a load is done then.
	fails map[string]bool
	// calls are the keys that changes were asked for with, by what and run.
	calls map[string]map[string]int
	// recorded is told when a release has come to its record.
	recorded func()
}

func newStockSystem(t *testing.T) *stockSystem {
	t.Helper()
	s := &stockSystem{
		articles: []string{"A-1", "A-2", "A-3"}, pieces: map[string]int{"A-1": 7}, snapshots: map[string]map[string]int{},
		fails: map[string]bool{}, calls: map[string]map[string]int{}, recorded: func() {},
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *stockSystem) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer correct horse" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/snapshots/") && !strings.HasSuffix(r.URL.Path, "/restored") {
		s.recorded()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := func(body any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
	place, id, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
	if r.Method == http.MethodPut {
		key := r.Method + " " + r.URL.Path
		if s.calls[key] == nil {
			s.calls[key] = map[string]int{}
		}
		s.calls[key][r.Header.Get("Idempotency-Key")]++
	}
	switch id, restored := strings.CutSuffix(id, "/restored"); {
	case restored:
		s.pieces = copied(s.snapshots[id])
	case place == "articles":
		answer(map[string]any{"articles": s.articles})
	case place == "snapshots" && !s.fails["snapshots"]:
		if s.snapshots[id] == nil { // the same again keeps the first
			s.snapshots[id] = copied(s.pieces)
		}
		answer(map[string]any{"articles": s.articles})
	case place == "stock":
		var load []struct {
			Article string
			Pieces  int
		}
		if err := json.NewDecoder(r.Body).Decode(&load); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		for i, l := range load {
			if s.fails["stock"] && i == 1 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			s.pieces[l.Article] = l.Pieces
		}
	case place == "check" && !s.fails["check"]:
		sum := 0
		for _, n := range s.pieces {
			sum += n
		}
		if fmt.Sprint(sum) != r.URL.Query().Get("pieces") {
			w.WriteHeader(http.StatusConflict)
		}
	default:
		w.WriteHeader(http.StatusInternalServerError)
	}
}

func copied(m map[string]int) map[string]int {
	out := map[string]int{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// stock is what there is now.
func (s *stockSystem) stock() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, _ := json.Marshal(s.pieces) // sorts the articles
	return string(text)
}

// set makes places fail, or all work.
func (s *stockSystem) set(fails ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails, s.articles = map[string]bool{}, []string{"A-1", "A-2", "A-3"}
	for _, f := range fails {
		if s.fails[f] = true; f == "articles" {
			s.articles = []string{"A_1"}
		}
	}
}

// once says that each change was asked for under one key.
func (s *stockSystem) once(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for what, keys := range s.calls {
		if strings.HasSuffix(what, "/stock") {
			continue // by each release
		}
		if len(keys) != 1 || keys[""] > 0 {
			t.Errorf("%s was asked for with %d keys", what, len(keys))
		}
	}
}

// stockWorld is a server with the chains of the template stock-phases, what they
// need, and somebody who approves.
type stockWorld struct {
	*mortal
	system   *stockSystem
	shop     *shop
	approver *user
	sent     int // orders
}

func newStockWorld(t *testing.T) (*stockWorld, string) {
	t.Helper()
	data := t.TempDir()
	w := &stockWorld{system: newStockSystem(t), shop: newShop(t)}
	w.mortal = newMortal(t, data, "")
	w.environment("exit 0")
	owner := w.user()
	owner.must(http.StatusCreated, "POST", "/session", map[string]string{"email": "owner@example.org", "password": password})
	w.approver = owner.invite(w.tenant, "approver", "approver@example.org")
	for _, key := range []string{"orders", "returns"} {
		w.publish(key, "nodes:\n  - {id: a, kind: http, http: {method: POST, url: \""+w.shop.URL+"\", body: \"${{ input }}\"}}\n"+
			"  - {id: b, kind: script, script: {body: 'return 1'}}\nedges: [{from: a, to: b}]\n")
	}
	w.owner.must(http.StatusCreated, "POST", w.at("switches"), map[string]any{
		"key": "stock-mode", "name": "Mode", "type": "enum", "options": []string{"old", "new"}, "value": "old",
	})
	w.owner.must(http.StatusCreated, "POST", w.at("secrets"), map[string]string{"key": "stock-token", "value": "correct horse"})
	made := w.owner.must(http.StatusCreated, "POST", w.at("templates/stock-phases/chains"), map[string]any{
		"key": "move", "name": "Move the stock", "values": map[string]string{"stock": w.system.URL}, "publish": true,
	})
	for i := range 4 {
		if made.field(t, fmt.Sprintf("chains.%d.chain.version", i)) != "1" {
			t.Fatalf("the chains were not published: %s", made.Body)
		}
	}
	return w, data
}

func (w *stockWorld) at(path string) string { return "/orgs/" + w.tenant + "/" + path }

// draw draws a release up.
func (w *stockWorld) draw(name string) string {
	w.t.Helper()
	return w.owner.must(http.StatusCreated, "POST", w.at("templates/stock-phases/releases"), map[string]any{
		"key": "move", "name": name, "values": map[string]string{"pieces": "10"},
	}).field(w.t, "id")
}

// push does what people do next for a release, as far as the server lives, and
// says where the release stands; "" if nobody knows.
func (w *stockWorld) push(id string) string {
	w.t.Helper()
	path := w.at("releases/" + id)
	a, err := w.owner.try("GET", path, nil)
	if err != nil || a.Status != http.StatusOK {
		return ""
	}
	state := a.field(w.t, "state")
	switch state {
	case "draft":
		_, _ = w.owner.try("POST", path+"/submit", nil, "If-Match", a.Header.Get("ETag"))
	case "approved":
		_, _ = w.owner.try("POST", path+"/execute", nil)
	case "in_review", "executing":
		w.approve()
	}
	return state
}

// approve says yes to all that waits for it.
func (w *stockWorld) approve() {
	w.t.Helper()
	w.approver.url = w.url
	list, err := w.approver.try("GET", "/me/inbox?source=approval", nil)
	if err != nil || list.Status != http.StatusOK {
		return
	}
	var waiting struct {
		Items []struct {
			SourceID string `json:"source_id"`
			Digest   string `json:"digest"`
		} `json:"items"`
	}
	if err := json.Unmarshal(list.Body, &waiting); err != nil {
		w.t.Fatal(err)
	}
	for _, one := range waiting.Items {
		_, _ = w.approver.try("POST", w.at("approvals/"+one.SourceID+"/decisions"), map[string]string{"verdict": "approve", "digest": one.Digest})
	}
}

// over carries a release to its end, and reads it.
func (w *stockWorld) over(id string) answer {
	w.t.Helper()
	until(w.t, "the release is over", func() bool {
		return slices.Contains([]string{"succeeded", "failed", "rolled_back", "rejected", "expired"}, w.push(id))
	})
	return w.owner.must(http.StatusOK, "GET", w.at("releases/"+id), nil)
}

// order sends one order and says that it was accepted.
func (w *stockWorld) order() bool {
	a, err := w.owner.try("POST", w.at("chains/orders/runs"), map[string]any{"input": map[string]any{"order": "o", "n": w.sent}}, "Idempotency-Key", fmt.Sprintf("order-%d", w.sent))
	if err != nil || a.Status != http.StatusAccepted {
		return false
	}
	w.sent++
	return true
}

// mode is the value of the switch and how often it was set.
func (w *stockWorld) mode() (value string, changes []string) {
	w.t.Helper()
	value = w.owner.must(http.StatusOK, "GET", w.at("switches/stock-mode"), nil).field(w.t, "value")
	var history struct {
		Items []struct {
			From  any `json:"from"`
			Value any `json:"to"`
		} `json:"items"`
	}
	if err := json.Unmarshal(w.owner.must(http.StatusOK, "GET", w.at("switches/stock-mode/history?limit=200"), nil).Body, &history); err != nil {
		w.t.Fatal(err)
	}
	for _, h := range history.Items {
		changes = append(changes, fmt.Sprint(h.From, " → ", h.Value))
	}
	slices.Reverse(changes)
	return value, changes
}

// hold is how a chain is held: open, or held and by which order.
func (w *stockWorld) hold(key string) string {
	w.t.Helper()
	a := w.owner.must(http.StatusOK, "GET", w.at("chains/"+key+"/hold"), nil)
	var h struct {
		State   string `json:"state"`
		OrderBy string `json:"order_by"`
	}
	if err := json.Unmarshal(a.Body, &h); err != nil {
		w.t.Fatal(err)
	}
	return strings.TrimSpace(h.State + " " + h.OrderBy)
}

// inOrder waits until all orders that were sent have arrived, and says that they
// came once each and in their order.
func (w *stockWorld) inOrder() {
	w.t.Helper()
	until(w.t, "all orders have arrived", func() bool { return w.shop.arrived() >= w.sent })
	w.shop.mu.Lock()
	defer w.shop.mu.Unlock()
	for n, turn := range w.shop.turns["o"] {
		if n != turn {
			w.t.Fatalf("the orders came as %v", w.shop.turns["o"])
		}
	}
}
