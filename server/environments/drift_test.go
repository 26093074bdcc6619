package environments_test

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	dockerimage "github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"

	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/runtime/image"
	"catenary/server/environments"
	"catenary/server/secrets"
	"catenary/server/servertest"
)

func TestDriftIsShownAndFollowedOnlyWhenAccepted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	w.must(err)
	t.Cleanup(func() { _ = c.Close() })
	tag := "catenary-drift:" + strings.ToLower(rand.Text())
	t.Cleanup(func() { _, _ = c.ImageRemove(context.Background(), tag, dockerimage.RemoveOptions{}) })
	w.must(c.ImageTag(ctx, shellImage(t), tag))
	e := w.create(w.admin, w.org, "shell", tag)
	first, err := w.ensure(e.ID)
	w.must(err)
	w.must(c.ImageTag(ctx, os.Getenv("TEST_IMAGE_PYTHON"), tag))
	status, err := w.environments.ImageStatus(ctx, w.admin, w.org, "shell")
	if err != nil || status.State != environments.ImagePresent || !status.Drift.Drifted || status.Drift.Pinned != first.Source {
		t.Fatalf("status %+v, %v", status, err)
	}
	if same, err := w.ensure(e.ID); err != nil || same.Digest != first.Digest {
		t.Errorf("publishing follows: %+v, %v", same, err)
	}
	ask := func(accept string) environments.Status {
		t.Helper()
		_, err := w.environments.AskImage(ctx, w.admin, w.org, "shell", accept)
		w.must(err)
		for {
			s, err := w.environments.ImageStatus(ctx, w.admin, w.org, "shell")
			w.must(err)
			if s.State != environments.ImageUploading {
				return s
			}
		}
	}
	if s := ask(""); s.State != environments.ImagePresent || s.Image.Digest != first.Digest {
		t.Errorf("asking follows: %+v", s)
	}
	if s := ask("sha256:" + strings.Repeat("0", 64)); s.State != environments.ImageFailed || s.Push.Code != "image.drifted" || s.Image.Digest != first.Digest {
		t.Errorf("another digest is accepted: %+v", s)
	}
	after := ask(status.Drift.Current)
	if after.State != environments.ImagePresent || after.Image.Digest == first.Digest || after.Drift.Drifted {
		t.Errorf("accepted: %+v", after)
	}
	if old, err := w.environments.Image(ctx, w.admin.Tenant, e.ID, first.Digest); err != nil || old.Reference != first.Reference {
		t.Errorf("the old one stays pinned: %+v, %v", old, err)
	}
}

func TestImagesGoToTheRegistryOfTheNearestOrg(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	retail, near := newCounted(t), newCounted(t)
	set := func(org string, at *counted, secret string) {
		t.Helper()
		_, err := w.environments.SetRegistry(ctx, w.admin, w.Org(org), 0, environments.Registry{
			URL: "http://" + at.Address() + "/team", Username: at.Registry.Push().User, Secret: secret,
		})
		w.must(err)
	}
	w.admin = w.Actor("admin", servertest.Retail)
	password := func(key string, at *counted, hosts ...string) {
		t.Helper()
		_, err := w.secrets.Create(ctx, w.admin, w.Org(servertest.Retail), secrets.New{
			Key: key, Value: at.Registry.Push().Password, Bindings: secrets.Bindings{Hosts: hosts},
		})
		w.must(err)
	}
	password("far", retail)
	set(servertest.Retail, retail, "far")
	e := w.create(w.admin, w.org, "shell", shellImage(t))
	img, err := w.ensure(e.ID)
	w.must(err)
	if retail.manifests.Load() != 1 || w.registry.manifests.Load() != 0 || !strings.HasPrefix(img.Reference, retail.Address()+"/team/") {
		t.Errorf("image %+v", img)
	}
	user, secret, err := w.environments.Credentials(ctx, img.Reference)
	if err != nil || user != retail.Registry.Push().User || !secret.Equal(retail.Registry.Push().Password) {
		t.Errorf("credentials of %s, %v", user, err)
	}
	// A nearer registry takes it over, from the same source.
	set(servertest.Stock, near, "near")
	_, err = w.ensure(e.ID)
	wantCode(t, err, "secret.unknown")
	_, err = w.secrets.Create(ctx, w.admin, w.org, secrets.New{
		Key: "near", Value: near.Registry.Push().Password, Bindings: secrets.Bindings{Hosts: []string{"elsewhere.example.org"}},
	})
	w.must(err)
	_, err = w.ensure(e.ID)
	wantCode(t, err, "image.secret_bound")
	if near.manifests.Load() != 0 {
		t.Error("something was sent")
	}
	_, err = w.secrets.Edit(ctx, w.admin, w.org, "near", 1, secrets.Edit{Hosts: &secrets.Names{near.Address()}})
	w.must(err)
	moved, err := w.ensure(e.ID)
	w.must(err)
	if moved.Digest != img.Digest || near.manifests.Load() != 1 || !strings.HasPrefix(moved.Reference, near.Address()) {
		t.Errorf("moved %+v", moved)
	}
	row, err := w.environments.GetRegistry(ctx, w.admin, w.org)
	w.must(err)
	_, err = w.environments.SetRegistry(ctx, w.admin, w.org, 0, environments.Registry{URL: "https://registry.example.org"})
	wantCode(t, err, "registry.exists")
	_, err = w.environments.SetRegistry(ctx, w.admin, w.org, 9, environments.Registry{URL: "https://registry.example.org"})
	wantCode(t, err, "registry.stale")
	w.must(w.environments.DeleteRegistry(ctx, w.admin, w.org, row.Revision))
	wantCode(t, second(w.environments.Image(ctx, w.admin.Tenant, e.ID, img.Digest)), "registry.unset")
	if back, err := w.ensure(e.ID); err != nil || !strings.HasPrefix(back.Reference, retail.Address()) || retail.manifests.Load() != 1 {
		t.Errorf("back %+v, %v", back, err)
	}
	for _, address := range []string{"", "ftp://x", "https://user:pass@x", "https://x?y", "https://x y", "x"} {
		_, err := w.environments.SetRegistry(ctx, w.admin, w.Org(servertest.Picking), 0, environments.Registry{URL: address})
		if !fault.HasCode(err, "image.registry_address") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAnImageInARegistryIsASource(t *testing.T) {
	t.Parallel()
	if os.Getenv("TEST_REGISTRY") == "" {
		testkit.Missing(t, "registry", "set TEST_REGISTRY")
	}
	w := newWorld(t, servertest.SQLite(t))
	outside, err := image.ParseRegistry("http://" + os.Getenv("TEST_REGISTRY"))
	w.must(err)
	outside.Transport = w.environments.Inside
	first, err := w.environments.Images.Ensure(ctx, image.Source{Kind: image.Docker, Reference: shellImage(t)},
		image.Target{Registry: outside, Repository: "catenary-test/" + strings.ToLower(rand.Text())}, quiet)
	w.must(err)
	in := fromEngine("shell", first.Reference)
	in.Source.Kind = image.Remote
	e, err := w.environments.Create(ctx, w.admin, w.org, in)
	w.must(err)
	img, err := w.ensure(e.ID)
	if err != nil || img.Digest != first.Digest || w.registry.manifests.Load() != 1 {
		t.Errorf("%+v, %v", img, err)
	}
}
