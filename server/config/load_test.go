package config_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catenary/internal/fault"
	"catenary/server/config"
)

// write makes a settings file and returns its path.
func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLaterSourcesAreStronger(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "any.yaml"), `
listen: ":1"
data: from-file
log: {level: warn}
sessions: {idle: 1h, absolute: 2d}
limits: {read: {rate: 2.5, burst: 7}}
mail:
`)
	l, err := config.Load(config.Input{
		File:  path,
		Flags: map[string]string{"listen": ":3", "log.level": "debug"},
		Environ: []string{
			"CATENARY_LISTEN=:2", "CATENARY_SESSIONS_IDLE=30m", "CATENARY_KEY=abc",
			"CATENARY_TRUSTED_PROXIES=10.0.0.0/8, 192.0.2.7", "OTHER=x",
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ value, from string }
	got := map[string]row{}
	for _, f := range config.Fields() {
		got[f.Key] = row{f.Show(l.Settings), l.Origin(f.Key)}
	}
	for key, want := range map[string]row{
		"listen":             {":3", "--listen"},
		"data":               {"from-file", path},
		"database":           {"", "default"},
		"log.level":          {"debug", "--log-level"},
		"log.format":         {"json", "default"},
		"sessions.idle":      {"30m", "CATENARY_SESSIONS_IDLE"},
		"sessions.absolute":  {"2d", path},
		"limits.read.rate":   {"2.5", path},
		"limits.read.burst":  {"7", path},
		"limits.write.burst": {"100", "default"},
		"keys.key":           {"[secret]", "CATENARY_KEY"},
		"trusted_proxies":    {"10.0.0.0/8,192.0.2.7/32", "CATENARY_TRUSTED_PROXIES"},
	} {
		if got[key] != want {
			t.Errorf("%s = %+v, want %+v", key, got[key], want)
		}
	}
	s := l.Settings
	if s.Sessions.Idle != 30*time.Minute || s.Log.Level != slog.LevelDebug || string(s.Keys.Key.Reveal()) != "abc" ||
		s.TrustedProxies[0] != netip.MustParsePrefix("10.0.0.0/8") || l.File != path {
		t.Errorf("settings = %+v from %q", s, l.File)
	}
}

func TestTheFileInTheDataDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	load := func() (*config.Loaded, error) {
		return config.Load(config.Input{Flags: map[string]string{"data": dir}})
	}
	if l, err := load(); err != nil || l.File != "" {
		t.Fatalf("no file: %+v, %v", l, err)
	}
	path := write(t, filepath.Join(dir, config.File), "log:\n  format: text\n")
	if l, err := load(); err != nil || l.File != path || l.Settings.Log.Format != "text" {
		t.Fatalf("with a file: %+v, %v", l, err)
	}
	write(t, path, "data: elsewhere\n")
	if _, err := load(); err == nil || !strings.Contains(err.Error(), "use --data") {
		t.Errorf("a data directory set in itself: %v", err)
	}
	other := write(t, filepath.Join(t.TempDir(), "o.yaml"), "log: {format: text}")
	l, err := config.Load(config.Input{Environ: []string{"CATENARY_CONFIG=" + other}})
	if err != nil || l.File != other {
		t.Errorf("CATENARY_CONFIG: %+v, %v", l, err)
	}
}

func TestWrongSettingsAreToldAllAtOnce(t *testing.T) {
	t.Parallel()
	path := write(t, filepath.Join(t.TempDir(), "c.yaml"), `
listn: ":1"
log: {level: loud}
mail: 7
sessions: {idle: 30}
cors: {origins: [1]}
zzzzzzzzzzzzzz: 1
keys: {key: 12345}
`)
	_, err := config.Load(config.Input{
		File:    path,
		Environ: []string{"CATENARY_LISTNE=x", "CATENARY_SESION_IDLE=1h", "CATENARY_SERVICE_PORT_HTTP=80", "CATENARY_PORT_80_TCP=x", "CATENARY_TOKEN=x"},
		Flags:   map[string]string{"database_connections": "many"},
	})
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Code != "config.invalid" {
		t.Fatalf("Load = %v", err)
	}
	var got []string
	for _, d := range f.Details {
		got = append(got, strings.ReplaceAll(d.Pointer, path, "FILE")+": "+d.Detail)
	}
	want := []string{
		"CATENARY_LISTNE: there is no such setting; did you mean CATENARY_LISTEN?",
		"CATENARY_SESION_IDLE: there is no such setting; did you mean CATENARY_SESSIONS_IDLE?",
		"FILE: cors.origins: want a list of texts",
		"FILE: keys.key: want text; put it in quotes",
		"FILE: listn: there is no such setting; did you mean listen?",
		`FILE: log.level: want debug, info, warn or error, not "loud"`,
		"FILE: mail: there is no such setting; it holds others, such as mail.url",
		`FILE: sessions.idle: want a length of time such as 30m, 8h or 90d, not "30"`,
		"FILE: zzzzzzzzzzzzzz: there is no such setting",
		`--database-connections: database_connections: want a whole number, not "many"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestValuesThatCannotWork(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		give  map[string]string
		wants string
	}{
		{"address without a port", map[string]string{"listen": "localhost"}, `--listen: listen: want host:port`},
		{"port out of range", map[string]string{"listen": ":70000"}, `--listen: listen: want host:port`},
		{"no data directory", map[string]string{"data": ""}, "a directory is needed"},
		{"another database", map[string]string{"database": "mysql://u:hunter22@h/d"}, "--database: database: want postgres://"},
		{"address with a path", map[string]string{"public_url": "https://a.example/x"}, "without a path"},
		{"certificate without key", map[string]string{"tls.cert": "c.pem"}, "go together"},
		{"log format", map[string]string{"log.format": "xml"}, "json or text"},
		{"idle beyond absolute", map[string]string{"sessions.idle": "2d", "sessions.absolute": "1d"}, "longer than sessions.absolute (1d)"},
		{"token beyond a year", map[string]string{"tokens.longest": "366d"}, "want 1m to 365d, not 366d"},
		{"negative age", map[string]string{"links.reset": "-1m"}, "want 1m to 1d"},
		{"no rate", map[string]string{"limits.read.rate": "0"}, "want more than 0"},
		{"rate is no number", map[string]string{"limits.read.rate": "NaN"}, "want a number"},
		{"no burst", map[string]string{"limits.login.burst": "0"}, "want 1 to"},
		{"mail without sender", map[string]string{"mail.url": "smtp://u:hunter22@h:25"}, "want a mail address"},
		{"mail by http", map[string]string{"mail.url": "http://h", "mail.from": "a@example.org"}, "want smtp://"},
		{"origin with path", map[string]string{"cors.origins": "https://a.example, https://b.example/x"}, `not "https://b.example/x"`},
		{"proxy", map[string]string{"trusted_proxies": "10.0.0.0/33"}, "want networks"},
		{"receiver by http", map[string]string{"audit.receiver": "http://a.example/?token=hunter22"}, "want an https address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(config.Input{Flags: tt.give})
			if err == nil || !strings.Contains(err.Error(), tt.wants) {
				t.Errorf("Load = %v, want %q", err, tt.wants)
			}
			if err != nil && strings.Contains(err.Error(), "hunter22") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, path := range map[string]string{
		"absent":     filepath.Join(dir, "absent.yaml"),
		"a folder":   dir,
		"not YAML":   write(t, filepath.Join(dir, "a.yaml"), "listen: [\n"),
		"twice said": write(t, filepath.Join(dir, "b.yaml"), "listen: a\nlisten: b\n"),
		"no mapping": write(t, filepath.Join(dir, "c.yaml"), "just text\n"),
	} {
		if _, err := config.Load(config.Input{File: path}); !fault.HasCode(err, "config.invalid") || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: Load = %v", name, err)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	l, err := config.Load(config.Input{Environ: []string{
		"CATENARY_DATABASE=postgres://u:hunter22@h/d?sslpassword=hunter22&sslmode=disable",
		"CATENARY_KEY=hunter22", "CATENARY_MAIL_URL=smtp://u:hunter22@h:25", "CATENARY_MAIL_FROM=a@example.org",
	}})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "database", l.Settings.Database, "key", l.Settings.Keys.Key, "all", l.Settings)
	for _, text := range []string{log.String(), fmt.Sprintf("%v %+v %#v", l.Settings, l.Settings, l.Settings)} {
		if strings.Contains(text, "hunter22") {
			t.Errorf("a secret is printed: %s", text)
		}
	}
	want := "postgres://u:xxxxx@h/d?sslmode=disable&sslpassword=xxxxx"
	for _, f := range config.Fields() {
		if f.Key == "database" && f.Show(l.Settings) != want {
			t.Errorf("database = %s, want %s", f.Show(l.Settings), want)
		}
	}
	if got := l.Settings.Database.Reveal(); !strings.Contains(got, "hunter22") {
		t.Errorf("Reveal = %s", got)
	}
}

func TestAFileWithSecretsThatOthersCanRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		mode os.FileMode
		want bool
	}{
		{"keys: {key: abc}", 0o644, true},
		{"keys: {key: abc}", 0o600, false},
		{"listen: ':1'", 0o644, false},
	} {
		path := write(t, filepath.Join(t.TempDir(), "c.yaml"), tt.text)
		if err := os.Chmod(path, tt.mode); err != nil {
			t.Fatal(err)
		}
		l, err := config.Load(config.Input{File: path})
		if err != nil {
			t.Fatal(err)
		}
		if l.OpenToOthers() != tt.want {
			t.Errorf("%q with %o: OpenToOthers = %v", tt.text, tt.mode, !tt.want)
		}
	}
}

func TestDefaultsAreRight(t *testing.T) {
	t.Parallel()
	l, err := config.Load(config.Input{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range config.Fields() {
		if f.Doc == "" || seen[f.Key] || seen[f.Env] {
			t.Errorf("%s has no text, or its key or variable is another's too", f.Key)
		}
		seen[f.Key], seen[f.Env] = true, true
		// What is shown can be set again, and gives the same.
		if text := f.Show(l.Settings); text != "" {
			again, err := config.Load(config.Input{Flags: map[string]string{f.Key: text}})
			if err != nil || f.Show(again.Settings) != text {
				t.Errorf("%s = %s cannot be set: %v", f.Key, text, err)
			}
		}
	}
}

func TestDocumentIsUpToDate(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(config.Document()), string(page)); diff != "" {
		t.Errorf("run go generate ./server/config (-want +got):\n%s", diff)
	}
}
