package store_test

import (
	"testing"

	"catenary/rbac"
	"catenary/server/forms"
	"catenary/server/servertest"
)

func TestFilesOfForms(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := t.Context()
		acme, umbra := w.Tenant(servertest.Acme), w.Tenant(servertest.Umbra)
		for id, tenant := range map[string]rbac.TenantID{"f1": acme, "f2": acme, "f3": umbra} {
			org := w.Org(servertest.Acme)
			if tenant == umbra {
				org = w.Org(servertest.Umbra)
			}
			if err := w.Store.InsertForm(ctx, forms.Form{Tenant: tenant, ID: id, Org: org, Ask: id, Run: id, Schema: "{}", WhoText: "[]", State: forms.Waiting}); err != nil {
				t.Fatal(err)
			}
		}
		add := func(tenant rbac.TenantID, form string, of rbac.SubjectID, id string) {
			t.Helper()
			err := w.Store.InsertFormFile(ctx, forms.File{
				Tenant: tenant, ID: id, Form: form, Subject: of, Name: "收据.pdf", Size: 3, Digest: "sha256:" + id, MediaType: "application/pdf", CreatedAt: 1,
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		add(acme, "f1", "a", "1")
		add(acme, "f1", "a", "2")
		add(acme, "f1", "b", "3")
		add(acme, "f2", "a", "4")
		add(umbra, "f3", "a", "5")
		has := func(form string, of rbac.SubjectID, want ...string) {
			t.Helper()
			files, err := w.Store.FormFiles(ctx, acme, form, of)
			if err != nil || len(files) != len(want) {
				t.Fatalf("%s of %s: %+v, %v", form, of, files, err)
			}
			for i, id := range want {
				if f := files[i]; f.ID != id || f.Name != "收据.pdf" || f.Size != 3 || f.Digest != "sha256:"+id || f.MediaType != "application/pdf" {
					t.Errorf("%s of %s: %+v", form, of, f)
				}
			}
		}
		has("f1", "a", "1", "2")
		has("f3", "a")
		for what, c := range map[string]struct {
			tenant rbac.TenantID
			form   string
			of     rbac.SubjectID
		}{"of another tenant": {umbra, "f1", "a"}, "of somebody else": {acme, "f1", "b"}, "of another form": {acme, "f2", "a"}} {
			if done, err := w.Store.DeleteFormFile(ctx, c.tenant, c.form, c.of, "1"); done || err != nil {
				t.Errorf("%s: %v, %v", what, done, err)
			}
		}
		if done, err := w.Store.DeleteFormFile(ctx, acme, "f1", "a", "1"); !done || err != nil {
			t.Errorf("his own: %v, %v", done, err)
		}
		has("f1", "a", "2")
		left, err := w.Store.Unreferred(ctx, acme, []string{"sha256:1", "sha256:2", "sha256:5"})
		if err != nil || len(left) != 2 || left[0] != "sha256:1" || left[1] != "sha256:5" {
			t.Errorf("needed no more: %v, %v", left, err)
		}
		if done, err := w.Store.SettleForm(ctx, forms.Form{Tenant: acme, ID: "f1", State: forms.Canceled, SettledAt: 2}); !done || err != nil {
			t.Fatalf("%v, %v", done, err)
		}
		has("f1", "a")
		has("f1", "b")
		has("f2", "a", "4")
	})
}
