package secrets_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/secrets"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func start(s *store.Store, settings secrets.KeySettings) (*secrets.Sealer, *secrets.Keyring, error) {
	return secrets.Start(context.Background(), s, settings, newID(), clock.Wall)
}

func mustStart(t testing.TB, s *store.Store, settings secrets.KeySettings) (*secrets.Sealer, *secrets.Keyring) {
	t.Helper()
	sealer, ring, err := start(s, settings)
	if err != nil {
		t.Fatal(err)
	}
	return sealer, ring
}

// seal and open use one place.
func seal(s *secrets.Sealer, text string) ([]byte, error) {
	return s.Seal(context.Background(), "t1", "test", "row", 1, secrets.NewValue([]byte(text)))
}

func open(s *secrets.Sealer, sealed []byte) (string, error) {
	v, err := s.Open(context.Background(), "t1", "test", "row", 1, sealed)
	return string(v.Reveal()), err
}

func keyFile(dir string) string { return filepath.Join(dir, "keys", "instance.key") }

func TestFirstStartMakesAKeyFileOnlyItsOwnerCanRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		settings := secrets.KeySettings{Dir: t.TempDir()}
		first, _ := mustStart(t, s, settings)
		info, err := os.Stat(keyFile(settings.Dir))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("key file: %v, %v", info, err)
		}
		if dir, err := os.Stat(filepath.Dir(keyFile(settings.Dir))); err != nil || dir.Mode().Perm() != 0o700 {
			t.Errorf("its folder: %v, %v", dir.Mode(), err)
		}
		sealed, err := seal(first, "a value")
		if err != nil {
			t.Fatal(err)
		}
		again, _ := mustStart(t, s, settings)
		if got, err := open(again, sealed); got != "a value" || err != nil {
			t.Errorf("after another start: %q, %v", got, err)
		}
	})
}

func TestServerDoesNotStartWithoutTheRightKey(t *testing.T) {
	t.Parallel()
	other := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	tests := []struct {
		name string
		do   func(t *testing.T, s *secrets.KeySettings)
		want string
	}{
		{"the file is gone", func(t *testing.T, s *secrets.KeySettings) { remove(t, keyFile(s.Dir)) }, "not the instance key"},
		{"another directory", func(t *testing.T, s *secrets.KeySettings) { s.Dir = t.TempDir() }, "not the instance key"},
		{"another key", func(t *testing.T, s *secrets.KeySettings) { write(t, keyFile(s.Dir), other, 0o600) }, "not the instance key"},
		{"a key given, the file gone", func(t *testing.T, s *secrets.KeySettings) {
			remove(t, keyFile(s.Dir))
			s.Key = secrets.NewValue([]byte(other))
		}, "not the instance key"},
		{"others can read it", func(t *testing.T, s *secrets.KeySettings) { chmod(t, keyFile(s.Dir), 0o640) }, "chmod 600"},
		{"an empty file", func(t *testing.T, s *secrets.KeySettings) { write(t, keyFile(s.Dir), "", 0o600) }, "no key in it"},
		{"a broken file", func(t *testing.T, s *secrets.KeySettings) { write(t, keyFile(s.Dir), "x"+other, 0o600) }, "32 bytes"},
		{"a broken key", func(t *testing.T, s *secrets.KeySettings) { s.Key = secrets.NewValue([]byte("zzzz")) }, "CATENARY_KEY"},
		{"a folder", func(t *testing.T, s *secrets.KeySettings) { s.File = t.TempDir() }, "chmod"},
		{"a command that is not there", func(t *testing.T, s *secrets.KeySettings) {
			remove(t, keyFile(s.Dir))
			s.Command = "/nonexistent/kms"
		}, "keys.command"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := storetest.SQLite(t, clock.Wall)
			settings := secrets.KeySettings{Dir: t.TempDir()}
			mustStart(t, s, settings)
			key, err := os.ReadFile(keyFile(settings.Dir))
			if err != nil {
				t.Fatal(err)
			}
			tt.do(t, &settings)
			_, _, err = start(s, settings)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Start = %v, want something of %q", err, tt.want)
			}
			if err != nil && (strings.Contains(err.Error(), strings.TrimSpace(string(key))) || strings.Contains(err.Error(), other)) {
				t.Errorf("the error shows a key: %v", err)
			}
		})
	}
}

func TestSettingsThatNameAKeyMakeNone(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	settings := secrets.KeySettings{Dir: t.TempDir(), File: filepath.Join(t.TempDir(), "mine.key")}
	if _, _, err := start(s, settings); err == nil || !strings.Contains(err.Error(), settings.File) {
		t.Errorf("Start = %v", err)
	}
	if _, err := os.Stat(settings.File); err == nil {
		t.Error("a key was made where the operator said that his is")
	}
}

func TestKeyGivenAsText(t *testing.T) {
	t.Parallel()
	raw := []byte("\xff\xfe\x00 0123456789abcdef0123456789012")[:32]
	forms := []string{
		base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.URLEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
		hex.EncodeToString(raw), strings.ToUpper(hex.EncodeToString(raw)), " " + hex.EncodeToString(raw) + "\n",
	}
	s := storetest.SQLite(t, clock.Wall)
	dir := t.TempDir()
	first, _ := mustStart(t, s, secrets.KeySettings{Dir: dir, Key: secrets.NewValue([]byte(forms[0]))})
	sealed, err := seal(first, "a value")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range forms {
		sealer, _ := mustStart(t, s, secrets.KeySettings{Dir: dir, Key: secrets.NewValue([]byte(form))})
		if got, err := open(sealer, sealed); got != "a value" || err != nil {
			t.Errorf("%q: %q, %v", form, got, err)
		}
	}
	if _, err := os.Stat(keyFile(dir)); err == nil {
		t.Error("a key file was made beside the key that was given")
	}
}

func TestTwoServersThatStartAtOnceAgreeOnOneKey(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		dirs := []string{t.TempDir(), t.TempDir()}
		errs := make(chan error)
		for _, dir := range dirs {
			go func() {
				_, _, err := start(s, secrets.KeySettings{Dir: dir})
				errs <- err
			}()
		}
		if a, b := <-errs, <-errs; (a == nil) == (b == nil) {
			t.Fatalf("one is to win: %v, %v", a, b)
		}
		files := 0
		for _, dir := range dirs {
			if _, err := os.Stat(keyFile(dir)); err == nil {
				files++
			}
		}
		if files != 1 {
			t.Errorf("%d key files are left", files)
		}
	})
}

// kms is a small key service: it turns the letters by thirteen.
const kms = `#!/bin/sh
in=$(cat)
field() { printf %s "$in" | sed -n 's/.*"'$1'":"\([^"]*\)".*/\1/p'; }
[ -z "$CATENARY_KEY" ] || exit 9
case $(field op) in
wrap) printf '{"key_id":"kms-1","wrapped":"%s"}' "$(field plain | tr A-Za-z N-ZA-Mn-za-m | base64 -w0)" ;;
unwrap) printf '{"plain":"%s"}' "$(field wrapped | base64 -d | tr A-Za-z N-ZA-Mn-za-m)" ;;
esac
`

func TestKeysFromACommand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		dir := t.TempDir()
		program := filepath.Join(dir, "kms")
		write(t, program, kms, 0o700)
		settings := secrets.KeySettings{Dir: dir, Command: "sh " + program}
		first, _ := mustStart(t, s, settings)
		sealed, err := seal(first, "a value")
		if err != nil {
			t.Fatal(err)
		}
		again, ring := mustStart(t, s, settings)
		if got, err := open(again, sealed); got != "a value" || err != nil {
			t.Errorf("after another start: %q, %v", got, err)
		}
		if _, err := os.Stat(keyFile(dir)); err == nil {
			t.Error("a key file was made beside the command")
		}
		if r, err := again.Rotate(context.Background(), ring); err != nil || r.Key != "kms-1" || r.Rewrapped != 1 {
			t.Errorf("Rotate = %+v, %v", r, err)
		}
		third, _ := mustStart(t, s, settings)
		for name, script := range map[string]string{
			"fails":        "#!/bin/sh\necho no >&2; exit 1",
			"not JSON":     "#!/bin/sh\necho hello",
			"empty":        "#!/bin/sh\ncat >/dev/null; echo '{}'",
			"another text": "#!/bin/sh\necho '{\"plain\":\"AAAA\"}'",
			"too much":     "#!/bin/sh\nhead -c 200000 /dev/zero",
		} {
			write(t, program, script, 0o700)
			if _, _, err := start(s, settings); err == nil {
				t.Errorf("%s: it starts", name)
			}
		}
		if got, err := open(third, sealed); err == nil || !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Internal) {
			t.Errorf("with a broken command: %q, %v", got, err)
		}
	})
}

func TestACommandThatFailsShowsNoKey(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	dir := t.TempDir()
	program := filepath.Join(dir, "kms")
	write(t, program, "#!/bin/sh\ncat >&2; exit 3", 0o700)
	_, _, err := start(s, secrets.KeySettings{Dir: dir, Command: "sh " + program})
	known := base64.StdEncoding.EncodeToString([]byte("catenary knows its instance key."))
	if err == nil || !strings.Contains(err.Error(), "exit status 3") || strings.Contains(err.Error(), known[4:30]) {
		t.Errorf("Start = %v", err)
	}
}

func write(t testing.TB, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func chmod(t testing.TB, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
