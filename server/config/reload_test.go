package config

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type world struct {
	t       *testing.T
	path    string
	log     bytes.Buffer
	applied []Settings
	tick    chan time.Time
	*Reloader
}

func setup(t *testing.T, text string) *world {
	t.Helper()
	w := &world{t: t, path: filepath.Join(t.TempDir(), File), tick: make(chan time.Time)}
	w.write(text)
	in := Input{File: w.path}
	loaded, err := Load(in)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(&w.log, nil))
	w.Reloader = NewReloader(in, loaded, log, func(s Settings) { w.applied = append(w.applied, s) })
	w.Reloader.tick, w.looked = w.tick, make(chan bool)
	return w
}

func (w *world) write(text string) {
	w.t.Helper()
	if err := os.WriteFile(w.path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// look lets the reloader look once and says whether it reloaded.
func (w *world) look() bool {
	w.tick <- time.Time{}
	return <-w.looked
}

func TestReloadTakesOnlyWhatIsLive(t *testing.T) {
	t.Parallel()
	w := setup(t, "listen: ':1'\nlog: {level: info}\n")
	w.write("listen: ':2'\nlog: {level: debug}\nsessions: {idle: 1h}\n")
	w.Reload()
	if len(w.applied) != 1 {
		t.Fatalf("applied %d times", len(w.applied))
	}
	if s := w.applied[0]; s.Log.Level != slog.LevelDebug || s.Sessions.Idle != time.Hour || s.Listen != ":1" {
		t.Errorf("applied %+v", s)
	}
	for _, want := range []string{"need a restart\" settings=[listen]", "taken over\" settings=\"[log.level sessions.idle]\""} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("log lacks %s:\n%s", want, w.log.String())
		}
	}
	w.Reload()
	if len(w.applied) != 1 {
		t.Error("applied again without a change")
	}
}

func TestReloadOfWrongSettingsChangesNothing(t *testing.T) {
	t.Parallel()
	w := setup(t, "log: {level: info}\n")
	w.write("log: {level: debug}\nlistne: ':2'\n")
	w.Reload()
	if len(w.applied) != 0 || !strings.Contains(w.log.String(), "did you mean listen?") {
		t.Errorf("applied %v, log:\n%s", w.applied, w.log.String())
	}
}

func TestTheFileIsReadWhenItHasSettled(t *testing.T) {
	t.Parallel()
	w := setup(t, "log: {level: info}\n")
	if err := w.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		does   func()
		reload bool
	}{
		{func() {}, false}, // the first look only sees it
		{func() {}, true},  // the second finds it as before: a change since Load is not missed
		{func() {}, false},
		{func() { w.write("log: {level: debug}\nsessions: {i") }, false},
		{func() { w.write("log: {level: debug}\nsessions: {idle: 1h}\n") }, false},
		{func() {}, true},
		{func() {}, false},
	}
	for i, step := range steps {
		step.does()
		if got := w.look(); got != step.reload {
			t.Fatalf("look %d reloaded: %v", i, got)
		}
	}
	w.Stop()
	w.Stop()
	if len(w.applied) != 1 || w.applied[0].Sessions.Idle != time.Hour {
		t.Errorf("applied %+v\n%s", w.applied, w.log.String())
	}
	if err := w.Start(context.Background()); err != nil {
		t.Errorf("Start after Stop = %v", err)
	}
}
