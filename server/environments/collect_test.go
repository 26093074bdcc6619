package environments_test

import (
	"testing"
	"time"

	"catenary/chain"
	"catenary/runtime/image"
	"catenary/server/chains"
	"catenary/server/environments"
)

// versionWith publishes a version of a chain that pins an image.
func (w *world) versionWith(key string, e environments.View, digest string) {
	w.t.Helper()
	at := w.Clock.Now().UnixMicro()
	c := chains.Chain{
		Tenant: e.Tenant, ID: w.NewID(), Org: w.org, Key: key, Name: key, Revision: 1, Checksum: "x",
		CreatedAt: at, CreatedBy: w.admin.Subject, UpdatedAt: at, UpdatedBy: w.admin.Subject,
	}
	w.must(w.Store.InsertChain(ctx, c))
	w.must(w.Store.InsertChainVersion(ctx, chains.Version{
		Tenant: e.Tenant, Chain: c.ID, Version: 1, Revision: 1, Digest: "x", Checksum: "x", CreatedAt: at, CreatedBy: w.admin.Subject,
		Pins: chains.Pins{chain.EnvironmentRef: {e.Key: {ID: e.ID, Digest: digest}}}, Document: "{}",
	}))
}

func TestWhatIsPinnedIsKeptAndInUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		img, err := w.ensure(e.ID)
		w.must(err)
		other := w.create(w.admin, w.org, "other", shellImage(t))
		_, err = w.ensure(other.ID)
		w.must(err)
		w.versionWith("uses-it", e, img.Digest)
		wantCode(t, w.environments.Delete(ctx, w.admin, w.org, "shell"), "environment.in_use")
		uses, err := w.environments.Uses(ctx, w.admin, w.org, "shell", everything())
		if err != nil || len(uses.Items) != 1 || uses.Items[0].Key != "uses-it" {
			t.Errorf("uses %+v, %v", uses, err)
		}
		// Another source: nothing but the version names the old image.
		_, err = w.environments.Update(ctx, w.admin, w.org, "shell", 1, func(n *environments.New) { n.Source.Reference = "another:1" })
		w.must(err)
		w.must(w.environments.Delete(ctx, w.admin, w.org, "other"))
		w.Clock.Add(40 * 24 * time.Hour)
		_, err = w.environments.Collect(ctx)
		w.must(err)
		if kept, err := w.environments.Image(ctx, e.Tenant, e.ID, img.Digest); err != nil || kept.Digest != img.Digest {
			t.Errorf("what a version pins: %+v, %v", kept, err)
		}
		wantCode(t, second(w.environments.Image(ctx, e.Tenant, other.ID, img.Digest)), "image.unknown")
	})
}

func TestWhatTenantsPulledIsNoSourceForOthers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		e := w.create(w.admin, w.org, "shell", shellImage(t))
		img, err := w.ensure(e.ID)
		w.must(err)
		w.environments.Images.Engine.Hidden = func(reference string) bool { return image.IsIn(reference, w.registry.Address()) }
		thief := w.create(w.admin, w.org, "thief", img.Reference)
		_, err = w.ensure(thief.ID)
		wantCode(t, err, "image.source_missing")
	})
}
