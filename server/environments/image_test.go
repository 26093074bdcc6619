package environments_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/environments"
	"catenary/server/servertest"
)

func TestEnsureImagePinsWhatTheRegistryHas(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		img, err := w.ensure(e.ID)
		w.must(err)
		if !strings.HasPrefix(img.Digest, "sha256:") || img.Platform != "linux/amd64" || img.Size == 0 ||
			img.Reference != w.registry.Address()+"/"+img.Repository+"@"+img.Digest {
			t.Errorf("image %+v", img)
		}
		again, err := w.ensure(e.ID)
		if err != nil || again.Digest != img.Digest || w.registry.manifests.Load() != 1 {
			t.Errorf("again %+v, %v; %d manifests", again, err, w.registry.manifests.Load())
		}
		status, err := w.environments.ImageStatus(ctx, w.designer, w.org, "shell")
		if err != nil || status.State != environments.ImagePresent || status.Image.Digest != img.Digest ||
			status.Drift == nil || status.Drift.Drifted || status.Drift.Current != img.Source {
			t.Errorf("status %+v, %v", status, err)
		}
		task, err := w.environments.Image(ctx, w.admin.Tenant, e.ID, img.Digest)
		if err != nil || task.Reference != img.Reference {
			t.Errorf("for a task %+v, %v", task, err)
		}
		user, password, err := w.environments.Credentials(ctx, img.Reference)
		if err != nil || user != w.registry.Pull().User || !password.Equal(w.registry.Pull().Password) {
			t.Errorf("credentials of %s, %v", user, err)
		}
		for _, foreign := range []string{
			"", "x", strings.Replace(img.Reference, w.registry.Address(), "127.0.0.1:1", 1), img.Reference + "0", "docker.io/library/x@" + img.Digest,
		} {
			if _, _, err := w.environments.Credentials(ctx, foreign); err == nil {
				t.Errorf("credentials for %q", foreign)
			}
		}
		if _, err := w.environments.Image(ctx, w.Tenant(servertest.Umbra), e.ID, img.Digest); err == nil {
			t.Error("another tenant gets the image")
		}
	})
}

func TestTwoPublishersUploadOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		other := w.server("second")
		images, errs := make([]environments.Image, 8), make([]error, 8)
		var wg sync.WaitGroup
		for i := range images {
			s := w.environments
			if i%2 == 1 {
				s = other
			}
			wg.Go(func() { images[i], errs[i] = s.EnsureImage(ctx, w.admin.Tenant, e.ID, quiet) })
		}
		wg.Wait()
		for i, err := range errs {
			if err != nil || images[i].Digest != images[0].Digest {
				t.Errorf("%d: %+v, %v", i, images[i], err)
			}
		}
		if n := w.registry.manifests.Load(); n != 1 {
			t.Errorf("%d manifests were put", n)
		}
	})
}

func TestAnUploadOfADeadProcessIsTakenUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		// What a process leaves that was killed: a claim, and nobody who works on it.
		claimed, err := w.Store.ClaimPush(ctx, environments.Push{
			Tenant: w.admin.Tenant, Environment: e.ID, SourceRevision: 1, State: environments.Pushing, Owner: "dead",
			LeaseUntil: w.Clock.Now().Add(15 * time.Second).UnixMicro(), Phase: image.Uploading,
			StartedAt: w.Clock.Now().UnixMicro(), UpdatedAt: w.Clock.Now().UnixMicro(),
		})
		if err != nil || !claimed {
			t.Fatal(claimed, err)
		}
		if n, err := w.environments.Resume(ctx); err != nil || n != 0 {
			t.Errorf("taken up while the claim lasts: %d, %v", n, err)
		}
		w.Clock.Add(16 * time.Second)
		if n, err := w.environments.Resume(ctx); err != nil || n != 1 {
			t.Fatalf("taken up: %d, %v", n, err)
		}
		if _, err := w.ensure(e.ID); err != nil || w.registry.manifests.Load() != 1 {
			t.Errorf("%v; %d manifests", err, w.registry.manifests.Load())
		}
	})
}

func TestAProcessThatStopsGivesItsUploadUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		gate := make(chan struct{})
		w.registry.held.Store(&gate)
		_, err := w.environments.AskImage(ctx, w.admin, w.org, "shell", "")
		w.must(err)
		<-w.registry.arrived // in the middle of a layer
		status, err := w.environments.ImageStatus(ctx, w.admin, w.org, "shell")
		if err != nil || status.State != environments.ImageUploading {
			t.Errorf("meanwhile %+v, %v", status, err)
		}
		w.environments.Stop()
		close(gate)
		w.registry.held.Store(nil)
		next := w.server("next")
		if n, err := next.Resume(ctx); err != nil || n != 1 {
			t.Fatalf("taken up %d, %v", n, err)
		}
		img, err := next.EnsureImage(ctx, w.admin.Tenant, e.ID, quiet)
		if err != nil || img.Digest == "" {
			t.Errorf("%+v, %v", img, err)
		}
		if w.registry.manifests.Load() != 1 {
			t.Errorf("%d manifests", w.registry.manifests.Load())
		}
		wantCode(t, second(w.environments.AskImage(ctx, w.admin, w.org, "shell", "")), "server.stopping")
	})
}

func TestAnUploadTellsThatItHasChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(w.admin, w.org, "shell", shellImage(t))
	changed, leave, err := w.environments.WatchImage(ctx, w.designer, w.org, "shell")
	w.must(err)
	defer leave()
	_, err = w.environments.AskImage(ctx, w.admin, w.org, "shell", "")
	w.must(err)
	for {
		<-changed
		status, err := w.environments.ImageProgress(ctx, w.designer, w.org, "shell")
		w.must(err)
		if status.Drift != nil {
			t.Error("the source is asked while the image is on its way")
		}
		if status.State == environments.ImagePresent {
			break
		}
		if status.State != environments.ImageUploading {
			t.Fatalf("status %+v", status)
		}
	}
	_, _, err = w.environments.WatchImage(ctx, w.Actor(rbac.Viewer, servertest.Umbra), w.org, "shell")
	wantCode(t, err, "resource.unknown")
	_, _, err = w.environments.WatchImage(ctx, w.designer, w.org, "nothing")
	wantCode(t, err, "environment.unknown")
}

func TestARegistryThatIsDownPinsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		w.registry.closed.Store(true)
		_, err := w.ensure(e.ID)
		wantCode(t, err, "image.registry_unavailable")
		status, err := w.environments.ImageStatus(ctx, w.admin, w.org, "shell")
		if err != nil || status.State != environments.ImageFailed || status.Image != nil || status.Push.Code != "image.registry_unavailable" {
			t.Errorf("status %+v, %v", status, err)
		}
		w.registry.closed.Store(false)
		img, err := w.ensure(e.ID)
		w.must(err)
		w.registry.closed.Store(true) // what is pinned is not taken on trust
		wantCode(t, second(w.ensure(e.ID)), "image.registry_unavailable")
		status, err = w.environments.ImageStatus(ctx, w.admin, w.org, "shell")
		if err != nil || status.Image == nil || status.Image.Digest != img.Digest {
			t.Errorf("the present image stays: %+v, %v", status, err)
		}
	})
}

func TestAnotherSourceIsAnotherImage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	e := w.create(w.admin, w.org, "shell", shellImage(t))
	first, err := w.ensure(e.ID)
	w.must(err)
	changed, err := w.environments.Update(ctx, w.admin, w.org, "shell", 1, func(n *environments.New) { n.Source.Reference = "no-such:image" })
	if err != nil || changed.Image != "" {
		t.Fatalf("changed %+v, %v", changed, err)
	}
	_, err = w.ensure(e.ID)
	wantCode(t, err, "image.source_missing")
	if img, err := w.environments.Image(ctx, w.admin.Tenant, e.ID, first.Digest); err != nil || img.Reference != first.Reference {
		t.Errorf("what is pinned stays: %+v, %v", img, err)
	}
}

func TestDeletedEnvironmentsKeepWhatIsPinned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	e := w.create(w.admin, w.org, "shell", shellImage(t))
	img, err := w.ensure(e.ID)
	w.must(err)
	w.must(w.environments.Delete(ctx, w.admin, w.org, "shell"))
	if got, err := w.environments.Image(ctx, w.admin.Tenant, e.ID, img.Digest); err != nil || got.Digest != img.Digest {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := w.environments.ForTask(ctx, w.admin.Tenant, e.ID); err != nil || got.DeletedAt == 0 || got.Entry[0] != "sh" {
		t.Errorf("%+v, %v", got, err)
	}
	wantCode(t, second(w.ensure(e.ID)), "environment.unknown")
	w.Clock.Add(31 * 24 * time.Hour)
	_, err = w.environments.Collect(ctx)
	w.must(err)
	wantCode(t, second(w.environments.Image(ctx, w.admin.Tenant, e.ID, img.Digest)), "image.unknown")
}
