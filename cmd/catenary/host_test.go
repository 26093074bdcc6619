package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"catenary/internal/testkit"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func TestMigrate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	catenary(t, "migrate", "status", "--data", dir).wants(t, exitNotFound, "store.absent")
	catenary(t, "migrate", "up", "--data", dir).wants(t, exitOK, "steps applied")
	catenary(t, "migrate", "up", "--data", dir, "--output", "json").wants(t, exitOK, `"applied": 0`)
	r := catenary(t, "migrate", "status", "--data", dir, "-o", "json")
	r.wants(t, exitOK)
	var got struct {
		Current, Wanted int64
		Steps           []step
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Current != got.Wanted || len(got.Steps) == 0 || got.Steps[0].AppliedAt == nil {
		t.Errorf("status = %+v", got)
	}
}

func TestMigratePostgres(t *testing.T) {
	t.Parallel()
	db := storetest.PostgresURL(t)
	catenary(t, "migrate", "up", "--data", t.TempDir(), "--database", db).wants(t, exitOK, "steps applied")
	catenary(t, "migrate", "status", "--data", t.TempDir(), "--database", db).wants(t, exitOK, "VERSION", "_people_and_orgs.sql")
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	catenary(t, "migrate", "up", "--data", dir).wants(t, exitOK)
	if err := storetest.SetSchema(dir, 9999); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate", "up"}, {"migrate", "status"}} {
		catenary(t, append(args, "--data", dir)...).wants(t, exitConflict, "store.newer", "9999", "start a newer catenary")
	}
}

func TestBackupOfARunningServer(t *testing.T) {
	t.Parallel()
	p := serveIn(t, t.TempDir(), nil)
	out := t.TempDir()
	bare, full := filepath.Join(out, "bare.tar"), filepath.Join(out, "full.tar")
	catenary(t, "backup", "--data", p.data, bare).wants(t, exitOK, "catenary.db", "The instance's key is not in the backup",
		"in this order: "+filepath.Join(p.data, "uploads")+", "+filepath.Join(p.data, "registry")+", "+filepath.Join(p.data, "artefacts")+"\n")
	catenary(t, "backup", "--data", p.data, bare).wants(t, exitConflict, "is there already")
	catenary(t, "backup", "--data", p.data, "--with-key", full).wants(t, exitOK, store.KeyFile)
	catenary(t, "restore", "--data", p.data, bare).wants(t, exitConflict, "data.in_use")
	if info, err := os.Stat(bare); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the backup: %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}

	// With its key a backup is a whole instance; without, the server says what is missing.
	whole := filepath.Join(t.TempDir(), "whole")
	catenary(t, "restore", "--data", whole, full).wants(t, exitOK)
	serveIn(t, whole, nil)
	catenary(t, "restore", "--data", whole, full).wants(t, exitConflict, "data.in_use")
	keyless := filepath.Join(t.TempDir(), "keyless")
	catenary(t, "restore", "--data", keyless, bare).wants(t, exitOK)
	catenary(t, "restore", "--data", keyless, bare).wants(t, exitConflict, "restore.occupied", "--force")
	catenary(t, "restore", "--data", keyless, "--force", bare).wants(t, exitOK, "moved aside")
	r := catenary(t, "serve", "--listen", "127.0.0.1:0", "--data", keyless)
	if r.code == exitOK || !strings.Contains(r.err, "key") {
		t.Errorf("serve without the key: %+v", r)
	}
}

func TestBackupThroughAPipe(t *testing.T) {
	t.Parallel()
	dir, to := t.TempDir(), t.TempDir()
	catenary(t, "backup", "--data", dir, "-").wants(t, exitNotFound, "store.absent")
	catenary(t, "migrate", "up", "--data", dir).wants(t, exitOK)
	archive := catenary(t, "backup", "--data", dir, "-")
	archive.wants(t, exitOK)
	var names []string
	for r := tar.NewReader(strings.NewReader(archive.out)); ; {
		head, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, head.Name)
	}
	if !slices.Equal(names, []string{"manifest.json", "catenary-logs.db", "catenary.db"}) {
		t.Errorf("the archive has %v", names)
	}
	command(t, archive.out[:len(archive.out)/2], nil, "restore", "--data", to, "-").wants(t, exitInvalid, "backup.damaged")
	command(t, archive.out, nil, "restore", "--data", to, "-").wants(t, exitOK)
	catenary(t, "restore", "--data", to, "nothing.tar").wants(t, exitNotFound, "nothing.tar")
}

func TestPostgresHasItsOwnBackup(t *testing.T) {
	t.Parallel()
	env := []string{"CATENARY_DATABASE=postgres://someone:hunter22@db.example/catenary"}
	for _, args := range [][]string{{"backup"}, {"restore", "x.tar"}} {
		r := command(t, "", env, append(args, "--data", t.TempDir())...)
		r.wants(t, exitRefused, "pg_", "backup.postgres", "db.example")
		if strings.Contains(r.out+r.err, "hunter22") {
			t.Errorf("the password is shown: %+v", r)
		}
	}
}

func TestDatabasesThatDoNotOpen(t *testing.T) {
	t.Parallel()
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, store.File), bytes.Repeat([]byte("text "), 2000), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		text string
	}{
		"no database":          {[]string{"--data", garbage}, exitFailed, "damaged or is no database"},
		"PostgreSQL is silent": {[]string{"--data", t.TempDir(), "--database", "postgres://u:hunter22@127.0.0.1:1/d"}, exitUnavailable, "PostgreSQL does not answer"},
		"a bad address":        {[]string{"--data", t.TempDir(), "--database", "postgres://u:hunter22@h:port/d"}, exitFailed, "not one of PostgreSQL"},
		"another product":      {[]string{"--data", t.TempDir(), "--database", "oracle://u:hunter22@h/d"}, exitInvalid, "--database: database: want postgres://"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := catenary(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, tt.args...)...)
			r.wants(t, tt.code, tt.text)
			if strings.Contains(r.out+r.err, "hunter22") {
				t.Errorf("the password is shown: %+v", r)
			}
		})
	}
}

func TestDataDirectoryThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		testkit.Missing(t, "root", "another user's directory is made by root")
	}
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--data", dir)
	cmd.Env, cmd.Dir = environ(), "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	finish(t, cmd, "").wants(t, exitFailed, dir, "must be writable for this user")
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=96k"); err != nil {
		testkit.Missing(t, "mount", "a small disk is mounted by root")
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	r := catenary(t, "serve", "--listen", "127.0.0.1:0", "--data", dir)
	if r.code == exitOK || !strings.Contains(r.err, "full") {
		t.Errorf("serve on a full disk: %+v", r)
	}
}

func TestConfigShow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "catenary.yaml")
	if err := os.WriteFile(path, []byte("log: {level: warn}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{"CATENARY_DATABASE=postgres://u:hunter22@h/d", "CATENARY_KEY=hunter22"}
	r := command(t, "", env, "config", "show", "--data", dir, "--listen", ":9")
	r.wants(t, exitOK, "SETTING", "log.level", "warn", path, "postgres://u:xxxxx@h/d", "CATENARY_DATABASE", "[secret]", "--listen", "default")
	if strings.Contains(r.out+r.err, "hunter22") {
		t.Errorf("a secret is shown: %s", r.out)
	}
	r = command(t, "", env, "config", "show", "--data", dir, "--output", "json")
	r.wants(t, exitOK)
	var all []struct{ Key, Value, From string }
	if err := json.Unmarshal([]byte(r.out), &all); err != nil || all[0].Key != "listen" || all[0].From != "default" {
		t.Errorf("as JSON: %v, %v", all, err)
	}
	command(t, "", env, "config", "show", "-o", "yaml").wants(t, exitOK, "- key: listen")
	command(t, "", []string{"CATENARY_LISTNE=x"}, "config", "show").wants(t, exitInvalid, "CATENARY_LISTNE", "did you mean CATENARY_LISTEN?")
	command(t, "", []string{"CATENARY_LISTNE=x"}, "serve").wants(t, exitInvalid, "CATENARY_LISTNE")
}

func TestMistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"sreve"}, {"serve", "x"}, {"serve", "--nothing"}, {"migrate", "down"}, {"restore"}, {"backup", "a", "b"}, {"version", "-o", "xml"},
	} {
		r := catenary(t, args...)
		if r.code != exitUsage || !strings.Contains(r.err, "--help") || r.out != "" {
			t.Errorf("%v: %+v", args, r)
		}
	}
	catenary(t, "vresion").wants(t, exitUsage, "did you mean version?")
	catenary(t, "version").wants(t, exitOK, "catenary")
	catenary(t, "migrate").wants(t, exitOK, "status")
	catenary(t, "completion", "bash").wants(t, exitOK, "bash completion")
}

func TestServeOnPostgres(t *testing.T) {
	t.Parallel()
	db := storetest.PostgresURL(t)
	p := serveIn(t, t.TempDir(), nil, "--database", db)
	if status, body := p.get("/readyz"); status != http.StatusOK {
		t.Errorf("readyz: %d %s", status, body)
	}
	p.signal(syscall.SIGINT)
	if code := p.ended(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}
