package store_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := func(name string, text string) string {
		d := t.TempDir()
		if err := os.WriteFile(filepath.Join(d, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, tt := range map[string]struct {
		o    store.Options
		want string
	}{
		"no database":        {store.Options{Dir: t.TempDir(), Existing: true}, "there is no database in"},
		"a file":             {store.Options{Dir: filepath.Join(dir("x", ""), "x")}, "not a directory"},
		"other content":      {store.Options{Dir: dir(store.File, strings.Repeat("text ", 1000))}, "damaged or is no database"},
		"another product":    {store.Options{URL: "mysql://u:hunter22@h/d"}, "want postgres://"},
		"no URL":             {store.Options{URL: "postgres://u:hunter22@h:port/d"}, "not one of PostgreSQL"},
		"an unknown setting": {store.Options{URL: "postgres://u:hunter22@h/d?sslmode=maybe"}, "not one of PostgreSQL"},
		"nobody answers":     {store.Options{URL: "postgres://u:hunter22@127.0.0.1:1/d"}, "PostgreSQL does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(context.Background(), tt.o)
			if err == nil {
				_ = s.Close()
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter22") {
				t.Errorf("Open = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestOpenPostgresThatLetsNobodyIn(t *testing.T) {
	t.Parallel()
	base := storetest.PostgresURL(t)
	for name, tt := range map[string]struct {
		change func(*url.URL)
		want   string
	}{
		"unknown user":     {func(u *url.URL) { u.User = url.UserPassword("nobody_here", "hunter22") }, "refuses the user or the password"},
		"unknown database": {func(u *url.URL) { u.Path = "/nothing_here" }, "no such database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u, err := url.Parse(base)
			if err != nil {
				t.Fatal(err)
			}
			tt.change(u)
			_, err = store.Open(context.Background(), store.Options{URL: u.String()})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter22") {
				t.Errorf("Open = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestFullDatabaseIsUnavailableUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, clock.Wall)
	ctx := context.Background()
	if _, err := s.Exec(ctx, `PRAGMA max_page_count = 1`, nil); err != nil { // no more than there are
		t.Fatal(err)
	}
	big := map[string]any{"id": "big", "text": strings.Repeat("x", 1<<20)}
	insert := func() error {
		_, err := s.Exec(ctx, `INSERT INTO tenants (id, key, settings, created_at) VALUES (:id, :id, :text, 0)`, big)
		return err
	}
	if err := insert(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("insert into a full database = %v", err)
	}
	if _, err := s.Exec(ctx, `PRAGMA max_page_count = 100000`, nil); err != nil {
		t.Fatal(err)
	}
	if err := insert(); err != nil {
		t.Errorf("insert with room = %v", err)
	}
}

// killer ends all connections of the store that was opened with the address it
// returns, and no others.
func killer(t *testing.T) (address string, kill func()) {
	t.Helper()
	base := storetest.PostgresURL(t)
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	name := "victim_" + q.Get("search_path")
	q.Set("application_name", name)
	u.RawQuery = q.Encode()
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	return u.String(), func() {
		t.Helper()
		var n int
		err := admin.QueryRow(`
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = $1`, name).Scan(&n)
		if err != nil || n == 0 {
			t.Fatalf("ended %d connections: %v", n, err)
		}
	}
}

func TestLostConnectionIsUnavailableAndHeals(t *testing.T) {
	t.Parallel()
	address, kill := killer(t)
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: address, Now: clock.Wall, MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Migrate(ctx); err != nil {
		t.Fatal(err)
	}

	// In the middle of a transaction, and right before its commit.
	for name, meanwhile := range map[string]func(context.Context) error{
		"in": func(ctx context.Context) error { return insertTenant(ctx, s, "two") },
		"at": func(context.Context) error { return nil },
	} {
		err = s.InTx(ctx, func(ctx context.Context) error {
			if err := insertTenant(ctx, s, "one"); err != nil {
				return err
			}
			kill()
			return meanwhile(ctx)
		})
		if !fault.Is(err, fault.Unavailable) {
			t.Fatalf("%s: InTx over a lost connection = %v", name, err)
		}
		if n := count(t, s, "tenants"); n != 0 {
			t.Errorf("%s: %d tenants of a transaction that was lost", name, n)
		}
	}

	// While nobody uses it: each lost connection costs one request at most.
	kill()
	err = insertTenant(ctx, s, "three")
	for range 4 {
		if err == nil {
			break
		}
		if !fault.Is(err, fault.Unavailable) {
			t.Fatalf("write over a lost connection = %v", err)
		}
		err = insertTenant(ctx, s, "three")
	}
	if err != nil || s.Ping(ctx) != nil {
		t.Errorf("it does not heal: %v, %v", err, s.Ping(ctx))
	}
}

// A process that stands still in the midst of a transaction does not keep what
// it changed from the others.
func TestAbandonedTransactionFreesItsRows(t *testing.T) {
	t.Parallel()
	s := storetest.Postgres(t, clock.Wall)
	ctx := context.Background()
	changed, over := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- s.InTx(ctx, func(ctx context.Context) error {
			err := insertTenant(ctx, s, "one")
			close(changed)
			<-over // stands still
			return err
		})
	}()
	<-changed
	err := s.InTx(ctx, func(ctx context.Context) error { return insertTenant(ctx, s, "one") })
	close(over)
	if err != nil {
		t.Errorf("the other = %v", err)
	}
	if err := <-ended; !fault.Is(err, fault.Unavailable) {
		t.Errorf("the one that stood still = %v", err)
	}
}
