package docker_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"catenary/internal/testkit"
	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
)

// hiding is an engine that lists a container which cannot be inspected, as while
// it makes one. inspected is told of each attempt.
func hiding(t *testing.T, name string, inspected chan<- struct{}) *docker.Executor {
	t.Helper()
	path, local := strings.CutPrefix(engine(t).DaemonHost(), "unix://")
	if !local {
		testkit.Missing(t, "docker", "the engine is not behind a socket of this machine")
	}
	through := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: "engine"})
	through.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/containers/"+name+"/json") {
			select {
			case inspected <- struct{}{}:
			default:
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"message":"No such container: ` + name + `"}`))
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	x, err := docker.New(docker.Config{Host: "tcp://" + server.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// A container that is just being made must not be listed as one of nobody: who
// takes away what belongs to no run would take it away.
func TestListLeavesOutWhatIsBeingMade(t *testing.T) {
	t.Parallel()
	s := spec(t, "true")
	direct := newExecutor(t)
	removeLater(t, direct, s.ID)
	if err := direct.Submit(within(t), s); err != nil {
		t.Fatal(err)
	}
	inspected := make(chan struct{})
	x := hiding(t, s.ID, inspected)
	ctx, cancel := context.WithCancel(within(t))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = x.Submit(ctx, s)
	}()
	for range 2 { // it knows that the name is taken, and waits
		select {
		case <-inspected:
		case <-time.After(30 * time.Second):
			t.Fatal("the container is not looked for")
		}
	}
	if early, err := x.Observe(ctx, s.ID); err != nil || early.State != executor.Preparing {
		t.Errorf("it is %+v, %v", early, err)
	}
	all, err := x.List(ctx, s.Owner)
	if err != nil || len(all) != 0 {
		t.Errorf("the list is %+v, %v", all, err)
	}
	cancel()
	<-ended
}
