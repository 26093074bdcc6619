package image_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	. "catenary/runtime/image" //nolint:revive // the tests read as the package's users do
)

func TestATagOfTheEngineIsPinnedAndPulledByItsDigest(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"TEST_IMAGE_SHELL", "TEST_IMAGE_PYTHON"} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).withEngine()
			s := Source{Kind: Docker, Reference: testImage(t, variable)}
			var phases []Phase
			var mu sync.Mutex
			var last Progress
			img, err := w.images.Ensure(t.Context(), s, w.target, func(p Progress) {
				mu.Lock()
				defer mu.Unlock()
				if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
					phases = append(phases, p.Phase)
				}
				last = p
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(phases) != 4 || phases[3] != Uploading || last.Done == 0 || last.Done != last.Total || last.Layer != last.Layers {
				t.Errorf("phases %v, last %+v", phases, last)
			}
			if img.Platform != "linux/amd64" || img.Size == 0 || img.Source == "" {
				t.Errorf("image %+v", img)
			}
			w.pulled(img)
			again := w.mustEnsure(s)
			if again != img || w.proxy.manifests.Load() != 1 {
				t.Errorf("again %+v; %d manifests put", again, w.proxy.manifests.Load())
			}
		})
	}
}

func TestTwoAtOnceUploadOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := archived(t, saved(t, nil))
	images, errs := make([]Image, 8), make([]error, 8)
	var wg sync.WaitGroup
	for i := range images {
		wg.Go(func() { images[i], errs[i] = w.ensure(s) })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil || images[i] != images[0] {
			t.Errorf("%d: %+v, %v", i, images[i], err)
		}
	}
	if n := w.proxy.manifests.Load(); n != 1 {
		t.Errorf("%d manifests were put", n)
	}
}

func TestWrongCredentialsNeverUpload(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*world){
		"a wrong password": func(w *world) { w.target.Registry.Password = secret.New([]byte("wrong")) },
		"nobody":           func(w *world) { w.target.Registry.User, w.target.Registry.Password = "", secret.Value{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			spoil(w)
			_, err := w.ensure(archived(t, saved(t, nil)))
			wantCode(t, err, "image.registry_refused")
			if w.proxy.manifests.Load()+w.proxy.blobs.Load() != 0 {
				t.Error("something was sent")
			}
		})
	}
	t.Run("the reader", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.target.Registry.User, w.target.Registry.Password = w.pull.User, w.pull.Password
		_, err := w.ensure(archived(t, saved(t, nil)))
		wantCode(t, err, "image.registry_refused")
		if w.proxy.manifests.Load() != 0 {
			t.Error("a manifest was put")
		}
	})
}

func TestWhatIsNoRegistryIsNotTakenForAnEmptyOne(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]string{
		http.StatusNotFound: "image.registry_rejected", http.StatusForbidden: "image.registry_refused",
		http.StatusServiceUnavailable: "image.registry_unavailable", http.StatusTooManyRequests: "image.registry_unavailable",
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			var sent atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet && r.Method != http.MethodHead {
					sent.Add(1)
				}
				w.WriteHeader(status)
			}))
			t.Cleanup(server.Close)
			w := newWorldOn(t, server.URL)
			_, err := w.ensure(archived(t, saved(t, nil)))
			wantCode(t, err, code)
			if sent.Load() != 0 {
				t.Error("something was sent")
			}
		})
	}
}

func TestARegistryThatGoesDownInTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t).withEngine()
	s := Source{Kind: Docker, Reference: testImage(t, "TEST_IMAGE_SHELL")}
	w.proxy.cutAfter.Store(100_000)
	_, err := w.ensure(s)
	wantCode(t, err, "image.registry_unavailable")
	if w.proxy.blobs.Load() == 0 || w.proxy.manifests.Load() != 0 {
		t.Fatalf("%d blobs and %d manifests: this was not the middle", w.proxy.blobs.Load(), w.proxy.manifests.Load())
	}
	w.proxy.mend()
	w.pulled(w.mustEnsure(s))
	w.proxy.cutAfter.Store(1)
	w.proxy.isCut(1)
	_, err = w.ensure(s)
	wantCode(t, err, "image.registry_unavailable")
}

func TestADriftedSourceIsNotFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t).withEngine()
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	tag := "catenary-drift:" + strings.ToLower(rand.Text())
	point := func(at string) {
		t.Helper()
		if err := c.ImageTag(context.Background(), at, tag); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _, _ = c.ImageRemove(context.Background(), tag, image.RemoveOptions{}) })
	point(testImage(t, "TEST_IMAGE_SHELL"))
	s := Source{Kind: Docker, Reference: tag}
	first := w.mustEnsure(s)
	point(testImage(t, "TEST_IMAGE_PYTHON"))
	s.Want = first.Source
	_, err = w.ensure(s)
	wantCode(t, err, "image.drifted")
	current, err := w.images.Current(t.Context(), s)
	if err != nil || current == first.Source {
		t.Errorf("current %s, %v", current, err)
	}
	if w.proxy.manifests.Load() != 1 {
		t.Error("the drifted image was uploaded")
	}
	s.Want = current
	if second := w.mustEnsure(s); second.Digest == first.Digest {
		t.Error("the accepted image is the old one")
	}
	if _, found, err := w.images.Find(t.Context(), w.target, first.Digest); err != nil || !found {
		t.Errorf("the old image is gone: %v", err)
	}
}

func TestImagesOfRegistriesAreCopied(t *testing.T) {
	t.Parallel()
	from, to := newWorld(t), newWorld(t)
	oci, digest := layout(t, nil)
	first := from.mustEnsure(archived(t, oci))
	source := Source{Kind: Remote, Reference: first.Reference, From: from.target.Registry}
	second := to.mustEnsure(source)
	if second.Digest != digest || second.Digest != first.Digest {
		t.Errorf("copied %s, want %s", second.Digest, first.Digest)
	}
	source.From.Password = secret.New([]byte("wrong"))
	_, err := to.ensure(source)
	wantCode(t, err, "image.registry_refused")
	source.From = from.target.Registry
	source.Reference = strings.Replace(first.Reference, digest, "sha256:"+strings.Repeat("0", 64), 1)
	_, err = to.ensure(source)
	wantCode(t, err, "image.source_missing")
}

// The registry that the machine has is an outside one.
func TestAnOutsideRegistry(t *testing.T) {
	t.Parallel()
	address := os.Getenv("TEST_REGISTRY")
	if address == "" {
		testkit.Missing(t, "registry", "set TEST_REGISTRY")
	}
	w := newWorldOn(t, "http://"+address).withEngine()
	w.target.Repository = "catenary-test/" + strings.ToLower(rand.Text())
	s := Source{Kind: Docker, Reference: testImage(t, "TEST_IMAGE_SHELL")}
	img := w.mustEnsure(s)
	if again := w.mustEnsure(s); again != img || w.proxy.manifests.Load() != 1 {
		t.Errorf("again %+v; %d manifests", again, w.proxy.manifests.Load())
	}
	w.pulled(img)
}

func TestImagesOfTheEngineAreNamedAndNotGuessed(t *testing.T) {
	t.Parallel()
	w := newWorld(t).withEngine()
	named := testImage(t, "TEST_IMAGE_SHELL")
	id, err := w.images.Current(t.Context(), Source{Kind: Docker, Reference: named})
	if err != nil {
		t.Fatal(err)
	}
	hex := strings.TrimPrefix(id, "sha256:")
	for _, guess := range []string{"", id, hex, hex[:12], hex[:4], named + "@" + id, "no-such:1", "../x", "a b", named + "/.."} {
		if got, err := w.images.Current(t.Context(), Source{Kind: Docker, Reference: guess}); !fault.HasCode(err, "image.source_missing") {
			t.Errorf("%q is %s, %v", guess, got, err)
		}
	}
	w.images.Engine.Hidden = func(string) bool { return true }
	_, err = w.ensure(Source{Kind: Docker, Reference: named})
	wantCode(t, err, "image.source_missing")
}
