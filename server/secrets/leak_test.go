package secrets_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"catenary/internal/page"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/secrets"
	"catenary/server/servertest"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// The value has all that encodings change.
const known = "kn0wn/v+alue? of \"a\" <secret>\nsecond line of it"

func TestAKnownSecretIsFoundNowhere(t *testing.T) {
	t.Parallel()
	clock := testkit.NewClock()
	storetest.EachRaw(t, clock.Now, func(t *testing.T, raw storetest.Raw) {
		ctx := context.Background()
		w := setup(t, servertest.New(t, raw.Store, testkit.NewClock()))
		who, org := w.Actor(rbac.Admin, servertest.Stock), w.Org(servertest.Stock)
		key, err := os.ReadFile(keyFile(w.settings.Dir))
		if err != nil {
			t.Fatal(err)
		}
		looked := map[string][]byte{}

		var log bytes.Buffer
		logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		in := secrets.New{Key: "known", Value: val(known)}
		made, err := w.Secrets.Create(ctx, who, org, in)
		if err != nil {
			t.Fatal(err)
		}
		used, err := w.Secrets.Use(ctx, who, org, "known")
		if err != nil || string(used.Value.Reveal()) != known {
			t.Fatalf("Use = %v", err)
		}
		logger.Info("all that could be logged", "in", in, "made", made, "used", used, "value", used.Value)
		_, err = w.Secrets.Create(ctx, who, org, in)
		logger.Error("again", "error", err)
		_, err = w.Secrets.Replace(ctx, who, org, "known", 7, val(known))
		logger.Error("overtaken", "error", err)
		fmt.Fprintf(&log, "%+v %#v %v", in, used, made)
		if _, err := w.Secrets.Replace(ctx, who, org, "known", 1, val(known+"!")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Secrets.Sealer.RotateDataKeys(ctx); err != nil {
			t.Fatal(err)
		}
		if err := w.Secrets.Delete(ctx, who, org, "known", 2); err != nil {
			t.Fatal(err)
		}
		w.create(t, servertest.Stock, "kept", known)
		looked["log"] = log.Bytes()
		looked["audit"] = exported(t, w)
		for name, data := range stored(t, raw) {
			looked[name] = data
		}
		for name, data := range looked {
			if len(data) == 0 && name != store.File+".migrate" {
				t.Errorf("%s is empty", name)
			}
			if at := find(data, val(known), secret.New(bytes.TrimSpace(key))); at >= 0 {
				t.Errorf("%s shows it: %q", name, data[max(0, at-40):min(len(data), at+80)])
			}
		}
		if at := find([]byte("x"+known), val(known)); at != 1 {
			t.Fatal("the search finds nothing at all")
		}
	})
}

// find says where some form of the values begins, or -1.
func find(data []byte, values ...secret.Value) int {
	var out bytes.Buffer
	w := secret.NewRedactor(values...).Writer(&out)
	_, _ = w.Write(data)
	_ = w.Close()
	if bytes.Equal(out.Bytes(), data) {
		return -1
	}
	at := 0
	for out.Bytes()[at] == data[at] {
		at++
	}
	return at
}

// exported is the audit log as it is exported.
func exported(t *testing.T, w *world) []byte {
	t.Helper()
	s := &audit.Service{Store: w.Store, Auth: w.Auth, Log: w.Audit, Now: w.Clock.Now}
	owner := w.Actor(rbac.Owner, servertest.Acme)
	entries, err := s.Export(t.Context(), owner, w.Org(servertest.Acme), audit.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = entries(t.Context(), func(e audit.Shown) error { return json.NewEncoder(&out).Encode(e) })
	if err != nil || !bytes.Contains(out.Bytes(), []byte("secret:replaced")) {
		t.Fatalf("export: %v, %s", err, out.Bytes())
	}
	p, err := w.Secrets.List(t.Context(), owner, w.Org(servertest.Stock), page.Request{Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewEncoder(&out).Encode(p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// stored is all that the database keeps: its files and a backup, or a dump.
func stored(t *testing.T, raw storetest.Raw) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	if raw.Database() == "postgres" {
		out["dump"] = dump(t, raw)
		return out
	}
	files, err := filepath.Glob(filepath.Join(raw.Options.Dir, store.File+"*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		if out[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	var backup bytes.Buffer
	if _, err := store.Backup(t.Context(), store.BackupOptions{Dir: raw.Options.Dir, Temp: t.TempDir(), Now: time.Now()}, &backup); err != nil {
		t.Fatal(err)
	}
	out["backup"] = backup.Bytes()
	return out
}

func dump(t *testing.T, raw storetest.Raw) []byte {
	t.Helper()
	var out bytes.Buffer
	tables := texts(t, raw, `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`)
	for _, table := range tables {
		for _, row := range texts(t, raw, `SELECT CAST(t AS text) FROM `+table+` t`) {
			_, _ = io.WriteString(&out, row+"\n")
		}
	}
	return out.Bytes()
}

func texts(t *testing.T, raw storetest.Raw, query string) []string {
	t.Helper()
	rows, err := raw.DB.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
