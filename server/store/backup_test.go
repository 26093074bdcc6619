package store_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/testkit"
	"catenary/server/store"
)

// instance is a migrated SQLite database in dir.
func instance(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Dir: dir, Now: clock.Wall})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// insertTenant writes a tenant and its root org in one transaction: no moment
// has one without the other.
func insertTenant(ctx context.Context, s *store.Store, id string) error {
	return s.InTx(ctx, func(ctx context.Context) error {
		row := map[string]any{"id": id}
		if _, err := s.Exec(ctx, `INSERT INTO tenants (id, key, created_at) VALUES (:id, :id, 0)`, row); err != nil {
			return err
		}
		_, err := s.Exec(ctx, `
INSERT INTO orgs (tenant_id, id, key, name, created_at, updated_at) VALUES (:id, :id, :id, :id, 0, 0)`, row)
		return err
	})
}

func count(t *testing.T, s *store.Store, table string) (n int) {
	t.Helper()
	if err := s.Get(context.Background(), &n, `SELECT COUNT(*) FROM `+table, nil); err != nil {
		t.Fatal(err)
	}
	return n
}

func backup(t *testing.T, dir, key string) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := store.Backup(context.Background(), store.BackupOptions{
		Dir: dir, Program: "test", Key: key, Now: testkit.NewClock().Now(),
	}, &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func restore(dir string, archive []byte, force bool) (store.Restored, error) {
	o := store.RestoreOptions{Dir: dir, Force: force, Now: testkit.NewClock().Now()}
	return store.Restore(context.Background(), o, bytes.NewReader(archive))
}

func TestBackupWhileWritesGoOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := instance(t, dir)
	ctx, stop := context.WithCancel(context.Background())
	var writer sync.WaitGroup
	begun := make(chan struct{})
	writer.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			if err := insertTenant(context.Background(), s, fmt.Sprintf("t%06d", i)); err != nil {
				t.Errorf("a write beside the backup: %v", err)
				return
			}
			if i == 20 {
				close(begun)
			}
		}
	})
	<-begun
	var archives [][]byte
	for range 5 {
		archives = append(archives, backup(t, dir, ""))
	}
	stop()
	writer.Wait()

	before := 0
	for _, archive := range archives {
		to := filepath.Join(t.TempDir(), "new")
		done, err := restore(to, archive, false)
		if err != nil {
			t.Fatal(err)
		}
		restored := instance(t, to)
		tenants, orgs := count(t, restored, "tenants"), count(t, restored, "orgs")
		if tenants != orgs || tenants < 20 || tenants < before {
			t.Errorf("restored %d tenants and %d orgs after %d", tenants, orgs, before)
		}
		before = tenants
		schema, err := restored.Schema(context.Background())
		if err != nil || done.Manifest.Schema != schema.Wanted || done.Aside != "" {
			t.Errorf("Restore = %+v, schema %+v, %v", done, schema, err)
		}
		if err := insertTenant(context.Background(), restored, "more"); err != nil {
			t.Errorf("write after the restore: %v", err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBackupIsNotForOthersToRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	instance(t, dir)
	archive := backup(t, dir, "")
	to := filepath.Join(t.TempDir(), "new")
	if _, err := restore(to, archive, false); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, store.File), filepath.Join(to, store.File)} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestRestoreOverSomething(t *testing.T) {
	t.Parallel()
	dir, to := t.TempDir(), t.TempDir()
	s := instance(t, dir)
	key := filepath.Join(t.TempDir(), "any")
	if err := os.WriteFile(key, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := insertTenant(context.Background(), s, "acme"); err != nil {
		t.Fatal(err)
	}
	bare, withKey := backup(t, dir, ""), backup(t, dir, key)

	// Another file may be there, such as the settings.
	if err := os.WriteFile(filepath.Join(to, "catenary.yaml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(to, bare, false); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(to, bare, false); !fault.HasCode(err, "restore.occupied") {
		t.Errorf("over a database: %v", err)
	}
	other := t.TempDir()
	if err := os.Mkdir(filepath.Join(other, filepath.Dir(store.KeyFile)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, store.KeyFile), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(other, withKey, false); !fault.HasCode(err, "restore.occupied") {
		t.Errorf("over a key: %v", err)
	}
	done, err := restore(other, withKey, true)
	if err != nil || filepath.Dir(done.Aside) != other {
		t.Fatalf("by force: %+v, %v", done, err)
	}
	for path, want := range map[string]string{filepath.Join(other, store.KeyFile): "new", filepath.Join(done.Aside, store.KeyFile): "old"} {
		if text, err := os.ReadFile(path); err != nil || string(text) != want {
			t.Errorf("%s = %q, %v; want %q", path, text, err, want)
		}
	}
	if n := count(t, instance(t, other), "tenants"); n != 1 {
		t.Errorf("restored %d tenants", n)
	}
}

// rewrite changes a backup file by file.
func rewrite(t *testing.T, archive []byte, change func(name string, text []byte) (string, []byte)) []byte {
	t.Helper()
	var out bytes.Buffer
	r, w := tar.NewReader(bytes.NewReader(archive)), tar.NewWriter(&out)
	for {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		head.Name, text = change(head.Name, text)
		head.Size = int64(len(text))
		if err := w.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// relabel changes what the manifest says.
func relabel(t *testing.T, archive []byte, change func(*store.Manifest)) []byte {
	t.Helper()
	return rewrite(t, archive, func(name string, text []byte) (string, []byte) {
		if name != "manifest.json" {
			return name, text
		}
		var m store.Manifest
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		change(&m)
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return name, text
	})
}

func TestRestoreRefusesWhatIsNotWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := instance(t, dir)
	if err := insertTenant(context.Background(), s, "acme"); err != nil {
		t.Fatal(err)
	}
	good := backup(t, dir, "")
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1

	for name, tt := range map[string]struct {
		archive []byte
		code    string
	}{
		"empty":            {nil, "backup.damaged"},
		"no archive":       {[]byte(strings.Repeat("x", 4096)), "backup.damaged"},
		"a bit flipped":    {flipped, "backup.damaged"},
		"cut off":          {good[:len(good)/2], "backup.damaged"},
		"nothing but head": {good[:2048], "backup.damaged"},
		"other file first": {rewrite(t, good, func(name string, text []byte) (string, []byte) { return "x" + name, text }), "backup.damaged"},
		"no database":      {relabel(t, good, func(m *store.Manifest) { m.Files = nil }), "backup.damaged"},
		"a path": {relabel(t, good, func(m *store.Manifest) {
			m.Files = append([]store.BackupFile{{Name: "../x"}}, m.Files...)
		}), "backup.damaged"},
		"no database inside": {relabel(t, rewrite(t, good, func(name string, text []byte) (string, []byte) {
			if name == store.File {
				text = []byte("text")
			}
			return name, text
		}), func(m *store.Manifest) {
			m.Files[0].Size, m.Files[0].SHA256 = 4, "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"
		}), "backup.damaged"},
		"newer schema": {relabel(t, good, func(m *store.Manifest) { m.Schema = 9999 }), "store.newer"},
		"newer format": {relabel(t, good, func(m *store.Manifest) { m.Format = 2 }), "store.newer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := t.TempDir()
			if _, err := restore(to, tt.archive, false); !fault.HasCode(err, tt.code) {
				t.Errorf("Restore = %v, want %s", err, tt.code)
			}
			if left, err := os.ReadDir(to); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestBackupOfNothing(t *testing.T) {
	t.Parallel()
	_, err := store.Backup(context.Background(), store.BackupOptions{Dir: t.TempDir()}, io.Discard)
	if !fault.HasCode(err, "store.absent") {
		t.Errorf("Backup = %v", err)
	}
}

func TestBackupHasTheLogs(t *testing.T) {
	t.Parallel()
	dir, to := t.TempDir(), filepath.Join(t.TempDir(), "new")
	s := instance(t, dir)
	if err := s.Append(context.Background(), logID, logOf, said(0, 100, "said")); err != nil {
		t.Fatal(err)
	}
	archive := backup(t, dir, "")
	if _, err := restore(to, archive, false); err != nil {
		t.Fatal(err)
	}
	restored := instance(t, to)
	if end, err := restored.End(context.Background(), logID, logOf); err != nil || end != 100 {
		t.Errorf("End = %d, %v", end, err)
	}
	if err := restored.Append(context.Background(), logID, logOf, said(100, 1, "more")); err != nil {
		t.Errorf("a line after the restore: %v", err)
	}
}
