package registry_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"catenary/internal/testkit"
	"catenary/runtime/image/registry"
)

// world is a registry whose files can be made old.
type world struct {
	*registry.Registry
	t     *testing.T
	clock *testkit.Clock
}

func newWorld(t *testing.T, dir string) *world {
	t.Helper()
	clock := testkit.NewClock()
	clock.Add(time.Since(clock.Now())) // files have the machine's time
	w := &world{t: t, clock: clock, Registry: &registry.Registry{
		Dir: dir, Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}}
	w.must(w.Start(t.Context()))
	t.Cleanup(w.Stop)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) options(a registry.Account) []remote.Option {
	return []remote.Option{
		remote.WithAuth(&authn.Basic{Username: a.User, Password: string(a.Password.Reveal())}),
		remote.WithTransport(&http.Transport{DisableKeepAlives: true}),
	}
}

func (w *world) reference(text string) name.Reference {
	w.t.Helper()
	ref, err := name.ParseReference(w.Address() + "/" + text)
	w.must(err)
	return ref
}

// push puts a new image of two layers under a tag.
func (w *world) push(tag string) v1.Image {
	w.t.Helper()
	img, err := random.Image(1000, 2)
	w.must(err)
	w.must(remote.Write(w.reference(tag), img, w.options(w.Push())...))
	return img
}

func (w *world) has(repository string, img v1.Image) bool {
	w.t.Helper()
	digest, err := img.Digest()
	w.must(err)
	got, err := remote.Image(w.reference(repository+"@"+digest.String()), w.options(w.Pull())...)
	if err != nil {
		return false
	}
	layers, err := got.Layers()
	w.must(err)
	for _, l := range layers {
		body, err := l.Compressed()
		if err != nil {
			return false
		}
		_, err = io.Copy(io.Discard, body)
		_ = body.Close()
		if err != nil {
			return false
		}
	}
	return true
}

const grace = time.Hour

// collect collects long after all that happened so far.
func (w *world) collect(keep func(repository, digest string) bool) registry.Freed {
	w.t.Helper()
	w.clock.Add(2 * grace)
	freed, err := w.Collect(w.t.Context(), keep, grace)
	w.must(err)
	return freed
}

func keeping(t *testing.T, images ...v1.Image) func(string, string) bool {
	kept := map[string]bool{}
	for _, img := range images {
		digest, err := img.Digest()
		if err != nil {
			t.Fatal(err)
		}
		kept[digest.String()] = true
	}
	return func(_, digest string) bool { return kept[digest] }
}

func TestNobodyGetsInWithoutAnAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	w.push("a:1")
	ask := func(method, path, user, password string) int {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, "http://"+w.Address()+path, strings.NewReader(""))
		w.must(err)
		if user != "" {
			req.SetBasicAuth(user, password)
		}
		resp, err := (&http.Client{}).Do(req)
		w.must(err)
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode == http.StatusUnauthorized && !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), "Basic ") {
			t.Errorf("%s %s: no challenge", method, path)
		}
		return resp.StatusCode
	}
	push, pull := w.Push(), w.Pull()
	pushed, pulled := string(push.Password.Reveal()), string(pull.Password.Reveal())
	for _, path := range []string{"/v2/", "/v2/_catalog", "/v2/a/manifests/1", "/v2/a/tags/list", "/", "/debug/vars"} {
		for _, who := range [][2]string{{"", ""}, {push.User, ""}, {push.User, pulled}, {pull.User, pushed}, {"admin", "admin"}, {push.User, strings.ToLower(pushed)}} {
			if got := ask(http.MethodGet, path, who[0], who[1]); got != http.StatusUnauthorized {
				t.Errorf("%s as %q: %d", path, who[0], got)
			}
		}
	}
	if got := ask(http.MethodGet, "/v2/a/manifests/1", pull.User, pulled); got != http.StatusOK {
		t.Errorf("the reader reads: %d", got)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if got := ask(method, "/v2/a/manifests/1", pull.User, pulled); got != http.StatusForbidden {
			t.Errorf("the reader may %s: %d", method, got)
		}
	}
}

func TestImagesAndAddressOutliveARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := newWorld(t, dir)
	img, at := first.push("a/b:1"), first.Address()
	password := string(first.Push().Password.Reveal())
	first.Stop()
	first.Stop()
	second := newWorld(t, dir)
	if second.Address() != at {
		t.Errorf("now at %s, before at %s", second.Address(), at)
	}
	if !second.has("a/b", img) {
		t.Error("the image is gone")
	}
	if string(second.Push().Password.Reveal()) == password {
		t.Error("the password is the old one")
	}
	if err := second.Start(t.Context()); err == nil {
		t.Error("it starts twice")
	}
}

func TestCollectKeepsWhatIsInUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	kept, gone := w.push("a:kept"), w.push("a:gone")
	elsewhere := w.push("b:kept")
	if freed := w.collect(func(string, string) bool { return true }); freed != (registry.Freed{}) {
		t.Errorf("freed %+v of what is kept", freed)
	}
	freed := w.collect(keeping(t, kept, elsewhere))
	if freed.Manifests != 1 || freed.Blobs != 4 || freed.Bytes == 0 { // manifest, configuration, two layers
		t.Errorf("freed %+v", freed)
	}
	if !w.has("a", kept) || !w.has("b", elsewhere) || w.has("a", gone) {
		t.Error("not what is kept is there")
	}
	if freed := w.collect(keeping(t, kept, elsewhere)); freed != (registry.Freed{}) {
		t.Errorf("once more: %+v", freed)
	}
	w.must(remote.Write(w.reference("a:gone"), gone, w.options(w.Push())...))
	if !w.has("a", gone) {
		t.Error("what was collected cannot be put again")
	}
}

func TestCollectKeepsLayersThatAnotherImageHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	img := w.push("a:1")
	w.must(remote.Write(w.reference("b:1"), img, w.options(w.Push())...))
	w.collect(func(repository, _ string) bool { return repository == "b" })
	if !w.has("b", img) || w.has("a", img) {
		t.Error("want the image in b and not in a")
	}
}

func TestCollectLeavesPushesUnderWayAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	none := func(string, string) bool { return false }
	old := w.push("a:old")
	w.clock.Add(2 * grace)
	// A push that was told that layers are there names them in its manifest later.
	layers, err := old.Layers()
	w.must(err)
	w.must(remote.WriteLayer(w.reference("a:old").Context(), layers[0], w.options(w.Push())...))
	young, err := random.Layer(500, "application/vnd.docker.image.rootfs.diff.tar.gzip")
	w.must(err)
	w.must(remote.WriteLayer(w.reference("a:old").Context(), young, w.options(w.Push())...))
	freed, err := w.Collect(t.Context(), none, grace)
	w.must(err)
	if freed.Manifests != 1 || freed.Blobs != 3 { // all of old but the layer that was asked for
		t.Errorf("freed %+v", freed)
	}
	digest, err := layers[0].Digest()
	w.must(err)
	if _, err := remote.Layer(w.reference("a:old").Context().Digest(digest.String()), w.options(w.Pull())...); err != nil {
		t.Error(err)
	}
	// Nothing is known of what was used before the start.
	fresh := newWorld(t, t.TempDir())
	img := fresh.push("a:1")
	fresh.clock.Add(grace / 2)
	if freed, err := fresh.Collect(t.Context(), none, grace); err != nil || freed != (registry.Freed{}) || !fresh.has("a", img) {
		t.Errorf("freed %+v, %v", freed, err)
	}
}

func TestCollectBesidePushes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	collected := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			if _, err := w.Collect(ctx, func(string, string) bool { return false }, time.Minute); err != nil && !errors.Is(err, context.Canceled) {
				collected <- err
				return
			}
		}
		collected <- nil
	}()
	w.clock.Add(time.Second)
	images := make([]v1.Image, 10)
	for i := range images {
		images[i] = w.push("a:1")
	}
	cancel()
	w.must(<-collected)
	for i, img := range images {
		if !w.has("a", img) {
			t.Errorf("image %d is damaged", i)
		}
	}
}

func TestCollectOfAnEmptyRegistry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	if freed := w.collect(func(string, string) bool { return false }); freed != (registry.Freed{}) {
		t.Errorf("freed %+v", freed)
	}
}

func TestUploadsThatEndedHalfWayAreCollected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, t.TempDir())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+w.Address()+"/v2/a/blobs/uploads/", nil)
	w.must(err)
	req.SetBasicAuth(w.Push().User, string(w.Push().Password.Reveal()))
	resp, err := (&http.Client{}).Do(req)
	w.must(err)
	_ = resp.Body.Close()
	uploads := func() int {
		found, err := filepath.Glob(filepath.Join(w.Dir, "docker/registry/v2/repositories/a/_uploads/*"))
		w.must(err)
		return len(found)
	}
	if uploads() != 1 {
		t.Fatal("the upload has not begun")
	}
	w.collect(func(string, string) bool { return false })
	if uploads() != 0 {
		t.Error("the upload is still there")
	}
}

func TestTheDirectoryIsTheOwners(t *testing.T) {
	t.Parallel()
	w := newWorld(t, filepath.Join(t.TempDir(), "registry"))
	info, err := os.Stat(w.Dir)
	w.must(err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v", info.Mode())
	}
}
