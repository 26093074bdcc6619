package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/store"
)

const (
	oneThing = `{"name":"one"}`
	header   = "Idempotency-Key"
)

// committing makes POST /things write something.
func (e *edge) committing() {
	e.work = func(ctx context.Context) error {
		return e.Store.InTx(ctx, func(context.Context) error { return nil })
	}
}

func TestARepeatGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.committing()
	first := e.makeThing(oneThing, header, "k1")
	want(t, first, http.StatusCreated, "")
	if first.Header().Get("Idempotency-Replayed") != "" {
		t.Error("the first answer says that it is a repeat")
	}
	e.now.Add(23 * time.Hour)
	again := e.makeThing(oneThing, header, "k1")
	want(t, again, http.StatusCreated, "")
	if again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("repeat = %s, %v", again.Body, again.Header())
	}
	for _, name := range []string{"ETag", "Location", "Content-Type"} {
		if again.Header().Get(name) != first.Header().Get(name) || again.Header().Get(name) == "" {
			t.Errorf("%s = %q, want %q", name, again.Header().Get(name), first.Header().Get(name))
		}
	}
	if again.Header().Get("X-Request-Id") == first.Header().Get("X-Request-Id") {
		t.Error("the repeat has the id of the first request")
	}
	if n := e.made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
	e.now.Add(2 * time.Hour)
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusCreated, "")
	if n := e.made.Load(); n != 2 {
		t.Errorf("after a day: made %d times, want 2", n)
	}
}

func TestAKeyBelongsToOneRequest(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.committing()
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusCreated, "")
	other := strings.Replace(thingsPath, "01JD", "01JE", 1)
	tests := map[string]ask{
		"other body":    {method: http.MethodPost, path: thingsPath, body: `{"name":"two"}`, token: "good"},
		"other spacing": {method: http.MethodPost, path: thingsPath, body: ` {"name":"one"}`, token: "good"},
		"other address": {method: http.MethodPost, path: other, body: oneThing, token: "good"},
		"other route":   {method: http.MethodPost, path: "/api/v1/secret", token: "good"},
	}
	for name, q := range tests {
		q.header = headers(header, "k1")
		if w := e.send(q); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "idempotency.mismatch") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	session := ask{method: http.MethodPost, path: thingsPath, body: oneThing, header: headers(header, "k1", "Cookie", "__Host-catenary=good")}
	want(t, e.send(session), http.StatusUnprocessableEntity, "idempotency.mismatch")
	if n := e.made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
	want(t, e.send(ask{method: http.MethodPost, path: thingsPath, body: oneThing, token: "bob", header: headers(header, "k1")}), http.StatusCreated, "")
	if n := e.made.Load(); n != 2 {
		t.Errorf("made %d times: another subject's key counts", n)
	}
}

func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for name, h := range map[string][]string{
		"empty": {header, ""}, "blank inside": {header, "a b"}, "control": {header, "a\x01"}, "not ASCII": {header, "ü"},
		"too long": {header, strings.Repeat("k", 256)}, "two": {header, "a", header, "b"},
	} {
		if w := e.makeThing(oneThing, h...); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "idempotency.key") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	want(t, e.makeThing(oneThing, header, strings.Repeat("k", 255)), http.StatusCreated, "")
}

func TestARefusalFreesTheKey(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.work = func(context.Context) error { return fault.New(fault.Conflict, "chain.taken", "it is there") }
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusConflict, "chain.taken")
	e.work = func(context.Context) error { panic("before the commit") }
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusInternalServerError, "internal")
	want(t, e.makeThing(`{}`, header, "k1"), http.StatusUnprocessableEntity, "request.required")
	e.committing()
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusCreated, "")
}

func TestTheAnswerIsLostAfterTheCommit(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.work = func(ctx context.Context) error {
		if err := e.Store.InTx(ctx, func(context.Context) error { return nil }); err != nil {
			return err
		}
		panic("the process ends here")
	}
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusInternalServerError, "internal")
	w := e.makeThing(oneThing, header, "k1")
	want(t, w, http.StatusConflict, "idempotency.running")
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if err := e.Store.SettleIdempotency(context.Background()); err != nil { // the next process starts
		t.Fatal(err)
	}
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusConflict, "idempotency.answer_lost")
	e.now.Add(abandonedAfter)
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusConflict, "idempotency.answer_lost")
	if n := e.made.Load(); n != 1 {
		t.Errorf("made %d times", n)
	}
}

// held is a POST /things that stands still inside its handler.
type held struct {
	answered chan struct{}
	answer   *httptest.ResponseRecorder
	leave    func()
}

// hold sends the first request with the key k1, and returns when it is inside
// its handler. Nothing can wait for it for ever: if it never gets there the test
// ends at once, and however the test ends, it leaves.
func (e *edge) hold() *held {
	e.t.Helper()
	inside, leave := make(chan struct{}), make(chan struct{})
	h := &held{answered: make(chan struct{}), leave: sync.OnceFunc(func() { close(leave) })}
	first := sync.OnceFunc(func() {
		close(inside)
		<-leave
	})
	e.work = func(ctx context.Context) error {
		if e.made.Load() == 1 {
			first()
		}
		return e.Store.InTx(ctx, func(context.Context) error { return nil })
	}
	e.t.Cleanup(func() {
		h.leave()
		<-h.answered
	})
	go func() {
		defer close(h.answered)
		h.answer = e.makeThing(oneThing, header, "k1")
	}()
	select {
	case <-inside:
	case <-h.answered:
		e.t.Fatalf("the first request did not reach its handler: %v", h.answer)
	}
	return h
}

// ends lets the request go on and gives its answer.
func (h *held) ends() *httptest.ResponseRecorder {
	h.leave()
	<-h.answered
	return h.answer
}

func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	first := e.hold()
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusConflict, "idempotency.running")
	want(t, first.ends(), http.StatusCreated, "")
	again := e.makeThing(oneThing, header, "k1")
	want(t, again, http.StatusCreated, "")
	if again.Header().Get("Idempotency-Replayed") != "true" || e.made.Load() != 1 {
		t.Errorf("made %d times", e.made.Load())
	}
}

// A process that is slow, not dead, finds at its commit that another attempt
// has taken over: of the two one commits.
func TestALateCommitIsRefused(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	first := e.hold()
	e.now.Add(abandonedAfter)
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusCreated, "")
	want(t, first.ends(), http.StatusConflict, "idempotency.running")
	again := e.makeThing(oneThing, header, "k1")
	want(t, again, http.StatusCreated, "")
	if again.Header().Get("Idempotency-Replayed") != "true" {
		t.Error("the second attempt's answer is gone")
	}
}

func TestWhatADeadProcessBeganIsTakenOver(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.committing()
	want(t, e.makeThing(oneThing, header, "k1"), http.StatusCreated, "") // only to see its row
	row, _, err := e.Store.ClaimIdempotency(context.Background(), store.Idempotency{
		Tenant: "t1", Subject: "alice", Key: hashed("k1"), Owner: "x", EndsAt: clock.Micros(e.now.Now()) + 1, CreatedAt: clock.Micros(e.now.Now()),
	}, e.now.Now())
	if err != nil {
		t.Fatal(err)
	}
	dead := row
	dead.Key, dead.Owner = hashed("k2"), "dead/1"
	dead.Digest = "not that of this request"
	if _, claimed, err := e.Store.ClaimIdempotency(context.Background(), dead, e.now.Now()); !claimed || err != nil {
		t.Fatal(claimed, err)
	}
	e.now.Add(abandonedAfter)
	want(t, e.makeThing(oneThing, header, "k2"), http.StatusUnprocessableEntity, "idempotency.mismatch")
	if strings.Contains(row.Key+row.Digest, "k1") || row.Digest == "" {
		t.Errorf("row = %+v", row)
	}
}

func TestSecretsAreNotKept(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	show := ask{method: http.MethodPost, path: "/api/v1/secret", token: "good", header: headers(header, "k1")}
	want(t, e.send(show), http.StatusOK, "")
	w := e.send(show)
	want(t, w, http.StatusConflict, "idempotency.secret_once")
	if strings.Contains(w.Body.String(), "hunter2") {
		t.Error("the secret is shown twice")
	}
}

func TestNobodysKeyIsIgnored(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	for range 2 {
		w := e.send(ask{method: http.MethodPost, path: "/api/v1/enter", header: headers(header, "k1")})
		want(t, w, http.StatusNoContent, "")
		if w.Header().Get("Idempotency-Replayed") != "" {
			t.Error("a public route keeps answers")
		}
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.committing()
	for _, key := range []string{"k1", "k2"} {
		want(t, e.makeThing(oneThing, header, key), http.StatusCreated, "")
	}
	if n, err := e.Sweep(context.Background()); n != 0 || err != nil {
		t.Fatalf("Sweep = %d, %v", n, err)
	}
	e.now.Add(keptFor)
	if n, err := e.Sweep(context.Background()); n != 2 || err != nil {
		t.Fatalf("Sweep = %d, %v", n, err)
	}
}
