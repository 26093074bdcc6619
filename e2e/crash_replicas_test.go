package e2e

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/server/store/storetest"
)

// shared is a PostgreSQL database of its own and the settings of its servers.
// The server's connections are known by name.
func shared(t *testing.T) (database, name, more string) {
	t.Helper()
	u, err := url.Parse(storetest.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	name = "crash-" + strings.ToLower(id.NewMaker(clock.Wall).New())
	q := u.Query()
	q.Set("application_name", name)
	u.RawQuery = q.Encode()
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return u.String(), name, "database: " + u.String() + "\nkeys: {key: " + base64.StdEncoding.EncodeToString(key) + "}\n"
}

// steady is a chain of calls with pauses between them.
func steady(outside *counter, calls int) string {
	var nodes, edges strings.Builder
	for i := range calls {
		nodes.WriteString(outside.call(fmt.Sprintf("c%d", i), fmt.Sprintf("call-%d", i), ""))
		fmt.Fprintf(&nodes, "  - {id: w%d, kind: wait, wait: {for: 100ms}}\n", i)
		fmt.Fprintf(&edges, "  - {from: c%d, to: w%d}\n", i, i)
		if i > 0 {
			fmt.Fprintf(&edges, "  - {from: w%d, to: c%d}\n", i-1, i)
		}
	}
	return "nodes:\n" + nodes.String() + "edges:\n" + edges.String()
}

func calls(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("call-%d", i)
	}
	return out
}

// One of two servers is stopped for longer than its lease. The other takes its
// runs over; when the first wakes up it writes nothing more to them.
func TestStoppedBeyondItsLease(t *testing.T) {
	t.Parallel()
	outside := newCounter(t)
	database, _, more := shared(t)
	one := newMortal(t, t.TempDir(), more)
	const each = 12
	one.publish("steady", steady(outside, each))
	two := one.twin(t.TempDir())

	var runs []string
	for range 20 {
		id, _ := one.begin("steady")
		runs = append(runs, id)
	}
	until(t, "the runs are in their midst", func() bool { return outside.count() > 3*len(runs) })
	if err := one.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	two.settled()
	before := ends(t, database, one.tenant, runs)
	if err := one.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	until(t, "the server that lost its lease ends", func() bool {
		select {
		case <-one.done:
			return true
		default:
			return false
		}
	})
	if !strings.Contains(one.logs.String(), "the lease is lost") {
		t.Errorf("it ended for another reason:\n%s", one.logs.String())
	}
	if after := ends(t, database, one.tenant, runs); after != before {
		t.Errorf("the journals went on:\n%s\n%s", before, after)
	}
	outside.check(t, 2, runs, calls(each)...)
	fresh, _ := two.begin("steady")
	two.settled()
	one.boot(t.TempDir(), "") // it comes back as another
	again, _ := one.begin("steady")
	one.settled()
	succeeded(t, journals(t, database, "", one.tenant, append(runs, fresh, again)))
}

// A server stands still for longer than its lease, as on a machine that sleeps,
// and nobody is there to take its runs: it goes on.
func TestAsleepBeyondItsLease(t *testing.T) {
	t.Parallel()
	outside, data := newCounter(t), t.TempDir()
	m := newMortal(t, data, "")
	const each = 12
	m.publish("steady", steady(outside, each))
	var runs []string
	for range 20 {
		id, _ := m.begin("steady")
		runs = append(runs, id)
	}
	for nap := 1; nap <= 3; nap++ {
		until(t, "the runs are in their midst", func() bool { return outside.count() > 3*nap*len(runs) })
		if err := m.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		<-time.After(1500 * time.Millisecond) // the lease is one second
		if err := m.cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
	}
	m.settled()
	outside.check(t, m.lives(), runs, calls(each)...)
	m.stop()
	succeeded(t, journals(t, "", data, m.tenant, runs))
}

// ends tells where the journals end.
func ends(t *testing.T, database, tenant string, runs []string) string {
	t.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var all strings.Builder
	for _, id := range runs {
		var events, seq, epoch int64
		err := db.QueryRowContext(context.Background(), `SELECT COUNT(*), MAX(e.seq), MAX(e.epoch) FROM run_events e
 WHERE e.tenant_id = $1 AND e.run_id = $2`, tenant, id).Scan(&events, &seq, &epoch)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d %d %d\n", id, events, seq, epoch)
	}
	return all.String()
}

// The database ends all connections of the server, again and again, in the
// midst of runs.
func TestConnectionsCut(t *testing.T) {
	t.Parallel()
	outside := newCounter(t)
	database, name, more := shared(t)
	m := newMortal(t, t.TempDir(), more)
	const each = 8
	m.publish("steady", steady(outside, each))
	admin, err := sql.Open("pgx", strings.ReplaceAll(database, name, name+"-admin"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close() }()

	var runs []string
	for cut := 1; cut <= 5; cut++ {
		for len(runs) < 10*cut {
			if id, _ := m.begin("steady"); id != "" {
				runs = append(runs, id)
			}
		}
		until(t, "some of it is done", func() bool { return outside.count() > cut*20 })
		_, err := admin.ExecContext(context.Background(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1`, name)
		if err != nil {
			t.Fatal(err)
		}
	}
	m.settled()
	outside.check(t, 6, runs, calls(each)...)
	m.stop()
	succeeded(t, journals(t, database, "", m.tenant, runs))
}
