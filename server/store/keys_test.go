package store_test

import (
	"bytes"
	"context"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/identity"
	"catenary/server/resources"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/store/storetest"
	"catenary/server/triggers"
)

// Whatever is sealed anywhere is sealed anew by a rotation of data keys.
func TestEverySealedPlaceTakesPartInARotation(t *testing.T) {
	t.Parallel()
	servertest.Each(t, func(t *testing.T, w *servertest.World) {
		ctx := context.Background()
		s := w.Store
		sealer, _, err := secrets.Start(ctx, s, secrets.KeySettings{Dir: t.TempDir()}, w.NewID, w.Clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		keep := map[string]func(tenant, row string, sealed []byte) error{
			secrets.PurposeSecret: func(tenant, row string, sealed []byte) error {
				key, err := secrets.KeyOf(sealed)
				if err != nil {
					return err
				}
				return s.InsertSecret(ctx, secrets.SealedSecret{
					Secret:  secrets.Secret{Tenant: w.Tenant(servertest.Acme), ID: row, Org: w.Org(servertest.Acme), Key: "k-" + tenant, Version: 1, Revision: 1},
					DataKey: key, Sealed: sealed,
				})
			},
			secrets.PurposeTOTP: func(_, row string, sealed []byte) error {
				err := s.InsertPerson(ctx, identity.Person{ID: row, Email: row + "@example.org", Name: "x"})
				if err != nil {
					return err
				}
				_, err = s.SetPendingTOTP(ctx, row, 0, sealed)
				return err
			},
			triggers.PurposeKey: func(tenant, row string, sealed []byte) error {
				key, err := secrets.KeyOf(sealed)
				if err != nil {
					return err
				}
				t := triggers.Trigger{Tenant: rbac.TenantID(tenant), ID: w.NewID(), Org: w.Org(servertest.Acme), Key: "k", Kind: triggers.WebhookKind}
				if err := s.InsertTrigger(ctx, t); err != nil {
					return err
				}
				return s.InsertTriggerKey(ctx, triggers.Key{Tenant: t.Tenant, ID: row, Trigger: t.ID, DataKey: key, Sealed: sealed})
			},
			resources.PurposeInstance: func(_, row string, sealed []byte) error {
				return s.InsertInstance(ctx, resources.Instance{ID: row, Sealed: sealed})
			},
			audit.PurposeKey: func(_, row string, sealed []byte) error {
				return s.InsertAuditKey(ctx, audit.KeyRow{ID: row, Public: "p", Sealed: sealed})
			},
		}
		places := s.SealedPlaces()
		if len(places) != len(keep) {
			t.Errorf("there are %v; a new place needs its case here", places)
		}
		for _, purpose := range places {
			tenant, row := "", w.NewID()
			if purpose == secrets.PurposeSecret || purpose == triggers.PurposeKey {
				tenant = string(w.Tenant(servertest.Acme))
			}
			sealed, err := sealer.Seal(ctx, tenant, purpose, row, 1, secrets.NewValue([]byte("a value of "+purpose)))
			if err != nil {
				t.Fatal(err)
			}
			if err := keep[purpose](tenant, row, sealed); err != nil {
				t.Fatalf("%s: %v", purpose, err)
			}
			if purpose == secrets.PurposeTOTP { // one more, in use
				person := w.NewID()
				other, err := sealer.Seal(ctx, tenant, purpose, person, 1, secrets.NewValue([]byte("a value of "+purpose)))
				if err != nil {
					t.Fatal(err)
				}
				if err := keep[purpose](tenant, person, other); err != nil {
					t.Fatal(err)
				}
				if done, err := s.ConfirmTOTP(ctx, person, 1, 1); !done || err != nil {
					t.Fatalf("ConfirmTOTP = %v, %v", done, err)
				}
			}
		}
		if r, err := sealer.RotateDataKeys(ctx); err != nil || r.Resealed != len(places)+1 {
			t.Fatalf("RotateDataKeys = %+v, %v", r, err)
		}
		for _, purpose := range places {
			rows, err := s.SealedRows(ctx, purpose, "", "", 10)
			if err != nil || len(rows) == 0 {
				t.Fatalf("%s: %d rows, %v", purpose, len(rows), err)
			}
			for _, row := range rows {
				active, _, err := s.ActiveDataKey(ctx, row.Tenant)
				if err != nil {
					t.Fatal(err)
				}
				if key, err := secrets.KeyOf(row.Sealed); err != nil || key != active.ID {
					t.Errorf("%s is sealed with %s, %v", purpose, key, err)
				}
				v, err := sealer.Open(ctx, row.Tenant, purpose, row.ID, row.Version, row.Sealed)
				if err != nil || string(v.Reveal()) != "a value of "+purpose {
					t.Errorf("%s: %q, %v", purpose, v.Reveal(), err)
				}
			}
		}
	})
}

func TestDataKeys(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		ctx, newID := context.Background(), id.NewMaker(clock.Wall).New
		key := func(tenant string) secrets.DataKey {
			return secrets.DataKey{Tenant: tenant, ID: newID(), Wrapped: secrets.Wrapped{KEK: "k", Bytes: []byte("w")}, CreatedAt: 1}
		}
		first, second, other := key("a"), key("a"), key("b")
		for _, k := range []secrets.DataKey{first, second, other} { // the second comes too late
			if err := s.InsertDataKey(ctx, k); err != nil {
				t.Fatal(err)
			}
		}
		if got, found, err := s.ActiveDataKey(ctx, "a"); !found || err != nil || got.ID != first.ID {
			t.Errorf("ActiveDataKey = %+v, %v, %v", got, found, err)
		}
		if _, found, err := s.ActiveDataKey(ctx, "c"); found || err != nil {
			t.Errorf("of nobody: %v, %v", found, err)
		}
		if _, found, err := s.DataKey(ctx, "b", first.ID); found || err != nil {
			t.Errorf("of another tenant: %v, %v", found, err)
		}
		if err := s.DeleteDataKey(ctx, "a", first.ID); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := s.DataKey(ctx, "a", first.ID); !found {
			t.Error("a key in use was deleted")
		}
		if err := s.RewrapDataKey(ctx, first, secrets.Wrapped{KEK: "k2", Bytes: []byte("w2")}); err != nil {
			t.Fatal(err)
		}
		if err := s.RewrapDataKey(ctx, first, secrets.Wrapped{KEK: "k3", Bytes: []byte("w3")}); err != nil {
			t.Fatal(err)
		}
		if got, _, err := s.DataKey(ctx, "a", first.ID); err != nil || got.KEK != "k2" || !bytes.Equal(got.Bytes, []byte("w2")) {
			t.Errorf("wrapped twice from one state: %+v, %v", got, err)
		}
		if err := s.RetireDataKey(ctx, "a", 7); err != nil {
			t.Fatal(err)
		}
		if err := s.InsertDataKey(ctx, second); err != nil {
			t.Fatal(err)
		}
		if got, found, err := s.ActiveDataKey(ctx, "a"); !found || err != nil || got.ID != second.ID {
			t.Errorf("after the first was retired: %+v, %v, %v", got, found, err)
		}
		if keys, err := s.DataKeys(ctx, "a", first.ID, 9); err != nil || len(keys) != 2 || keys[0].ID != second.ID || keys[1].ID != other.ID {
			t.Errorf("DataKeys = %+v, %v", keys, err)
		}
		if err := s.DeleteDataKey(ctx, "a", first.ID); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := s.DataKey(ctx, "a", first.ID); found {
			t.Error("a retired key is still there")
		}
	})
}
