package image_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/registry"
	"github.com/docker/docker/client"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	. "catenary/runtime/image" //nolint:revive // the tests read as the package's users do
	builtin "catenary/runtime/image/registry"
)

// world is a place to put images in, with a way to look at and to cut what
// goes to the registry.
type world struct {
	t      *testing.T
	images *Images
	target Target
	pull   builtin.Account
	proxy  *proxy
}

func newWorld(t *testing.T) *world {
	t.Helper()
	r := &builtin.Registry{Dir: t.TempDir(), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler), Now: clock.Wall}
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	w := newWorldOn(t, "http://"+r.Address())
	w.target.Registry.User, w.target.Registry.Password = r.Push().User, r.Push().Password
	w.pull = r.Pull()
	return w
}

// newWorldOn uses a registry that is there already.
func newWorldOn(t *testing.T, address string) *world {
	t.Helper()
	p := newProxy(t, address)
	to, err := ParseRegistry(p.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	to.Transport = &http.Transport{DisableKeepAlives: true}
	return &world{
		t: t, proxy: p, images: &Images{Dir: t.TempDir(), Limits: DefaultLimits()},
		target: Target{Registry: to, Repository: "test/" + strings.ToLower(strings.NewReplacer("/", "-", "_", "-", ",", "-").Replace(t.Name()))},
	}
}

// withEngine gives the world the real container engine.
func (w *world) withEngine() *world {
	w.t.Helper()
	if os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(w.t, "docker", "set DOCKER_HOST")
	}
	e, err := NewEngine()
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = e.Close() })
	w.images.Engine = e
	return w
}

func testImage(t *testing.T, variable string) string {
	t.Helper()
	if os.Getenv(variable) == "" {
		testkit.Missing(t, "docker", "set "+variable)
	}
	return os.Getenv(variable)
}

func (w *world) ensure(s Source) (Image, error) {
	return w.images.Ensure(w.t.Context(), s, w.target, func(Progress) {})
}

func (w *world) mustEnsure(s Source) Image {
	w.t.Helper()
	img, err := w.ensure(s)
	if err != nil {
		w.t.Fatal(err)
	}
	return img
}

// run pulls an image by its digest as the executor does, and removes it again.
func (w *world) pulled(img Image) {
	w.t.Helper()
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	auth, err := registry.EncodeAuthConfig(registry.AuthConfig{Username: w.pull.User, Password: string(w.pull.Password.Reveal())})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx := context.Background()
	out, err := c.ImagePull(ctx, img.Reference, image.PullOptions{RegistryAuth: auth})
	if err != nil {
		w.t.Fatal(err)
	}
	said, err := io.ReadAll(out)
	if err != nil || strings.Contains(string(said), `"error"`) {
		w.t.Fatalf("pull: %v, %s", err, said)
	}
	info, err := c.ImageInspect(ctx, img.Reference)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := c.ImageRemove(ctx, img.Reference, image.RemoveOptions{}); err != nil {
		w.t.Error(err)
	}
	if got := strings.Join(info.RepoDigests, " "); !strings.Contains(got, img.Digest) {
		w.t.Errorf("pulled %s, want %s", got, img.Digest)
	}
}

// proxy stands before a registry, counts and can be cut.
type proxy struct {
	server *httptest.Server
	// manifests and blobs are how many of each were put.
	manifests, blobs atomic.Int64
	// cutAfter cuts every request once so many bytes of blobs came by; 0 never.
	cutAfter atomic.Int64

	mu    sync.Mutex
	bytes int64
}

func newProxy(t *testing.T, address string) *proxy {
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{}
	forward := httputil.NewSingleHostReverseProxy(to)
	forward.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	forward.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	p.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if p.isCut(0) {
			panic(http.ErrAbortHandler)
		}
		switch {
		case r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/manifests/"):
			p.manifests.Add(1)
		case r.Method == http.MethodPatch:
			p.blobs.Add(1)
			r.Body = &cutting{r.Body, p}
		}
		forward.ServeHTTP(rw, r)
	}))
	p.server.Config.ErrorLog = forward.ErrorLog
	t.Cleanup(p.server.Close)
	return p
}

func (p *proxy) isCut(more int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes += more
	limit := p.cutAfter.Load()
	return limit > 0 && p.bytes >= limit
}

func (p *proxy) mend() {
	p.cutAfter.Store(0)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes = 0
}

type cutting struct {
	io.ReadCloser
	proxy *proxy
}

func (c *cutting) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	if c.proxy.isCut(int64(n)) {
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Fatalf("error = %v, want %s", err, code)
	}
}
