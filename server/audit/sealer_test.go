package audit_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/startstop"
	"catenary/server/audit"
)

func sign(h audit.Head, key ed25519.PrivateKey) audit.Head {
	h.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(key, h.Message()))
	return h
}

func TestSealerMakesOneChain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.record(t, 1203)
		w.seal(t)
		rows := w.rows(t)
		if len(rows) != 1203 {
			t.Fatalf("%d rows are sealed", len(rows))
		}
		for i, r := range rows {
			if r.Seq != int64(i+1) || i > 0 && r.Prev != rows[i-1].Hash || i > 0 && r.ID <= rows[i-1].ID {
				t.Fatalf("row %d is %+v", i, r)
			}
		}
		heads, err := w.AuditHeads(context.Background(), tenant, 0)
		if err != nil || len(heads) != 2 || heads[0].Seq != 1000 || heads[1].Seq != 1203 {
			t.Fatalf("heads %+v, %v", heads, err)
		}
		if r := w.verify(t); r.Problem != nil || r.Heads != 2 {
			t.Errorf("report %+v, %v", r, r.Problem)
		}
	})
}

func TestSealerLogsAndSendsHeads(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		var sent []audit.Head
		w.sealer.Receiver = receive(func(h audit.Head) error {
			sent = append(sent, h)
			return errors.New("not there")
		})
		w.record(t, 2)
		w.seal(t)
		w.seal(t) // nothing new, no head
		heads, err := audit.ReadHeads(strings.NewReader("starting\n{\"msg\":\"other\"}\n" + w.logged.String()))
		if err != nil || len(heads) != 1 || len(sent) != 1 || heads[0] != sent[0] || heads[0].Seq != 2 {
			t.Fatalf("logged %+v, sent %+v, %v", heads, sent, err)
		}
		if !strings.Contains(w.logged.String(), "not received outside") {
			t.Error("that the receiver failed is not logged")
		}
		if r := w.verify(t, heads...); r.Problem != nil || r.Heads != 1 {
			t.Errorf("report %+v", r)
		}
	})
}

type receive func(audit.Head) error

func (r receive) Send(_ context.Context, h audit.Head) error { return r(h) }

func TestSealerSignsAfterTenMinutes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		pass := func() {
			t.Helper()
			if err := w.sealer.Pass(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		head := func() int64 {
			t.Helper()
			h, err := w.LastHead(context.Background(), tenant)
			if err != nil {
				t.Fatal(err)
			}
			return h.Seq
		}
		w.record(t, 1)
		pass() // there was no head yet
		if head() != 1 {
			t.Fatalf("head at %d", head())
		}
		w.record(t, 1)
		w.clock.Add(9 * time.Minute)
		pass()
		if head() != 1 {
			t.Errorf("a head after 9 minutes, at %d", head())
		}
		w.clock.Add(time.Minute)
		pass()
		if head() != 2 {
			t.Errorf("after 10 minutes the head is at %d", head())
		}
	})
}

func TestRefusalsAreCountedForAMinuteAndSealedThen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		refuse := func(action string) {
			t.Helper()
			if err := w.log.Refuse(ctx, who, audit.Entry{Action: action, Kind: "org", OrgID: "o1", Code: "auth.forbidden"}); err != nil {
				t.Fatal(err)
			}
		}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { refuse("org:move") })
		}
		group.Wait()
		refuse("org:edit")
		w.seal(t)
		if rows := w.rows(t); len(rows) != 0 {
			t.Fatalf("refusals are sealed within their minute: %+v", rows)
		}
		w.clock.Add(59 * time.Second)
		refuse("org:move")
		w.clock.Add(time.Second)
		w.seal(t)
		refuse("org:move") // the first entry is sealed: another begins
		w.clock.Add(time.Minute)
		w.seal(t)
		rows := w.rows(t)
		if len(rows) != 3 || rows[0].Times+rows[1].Times != 10 || rows[2].Times != 1 || rows[0].Result != "refused" {
			t.Fatalf("rows %+v", rows)
		}
		if r := w.verify(t); r.Problem != nil {
			t.Error(r.Problem)
		}
	})
}

func TestConcurrentWritersAndSealersLeaveNoGapAndNoFork(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		sealers := []*audit.Sealer{w.sealer}
		if w.Database() == "postgres" { // a second server
			other := w.Another(t)
			sealers = append(sealers, &audit.Sealer{Store: other, Keys: w.keys, Log: w.sealer.Log, Now: w.clock.Now})
		}
		var writers, sealing sync.WaitGroup
		done := make(chan struct{})
		for range 4 {
			writers.Go(func() {
				for i := range 50 {
					err := w.InTx(ctx, func(ctx context.Context) error {
						if err := w.log.Record(ctx, who, audit.Entry{Action: "org:moved", Kind: "org"}); err != nil {
							return err
						}
						if i%10 == 9 {
							return errUndone // leaves nothing behind
						}
						return nil
					})
					if err != nil && !errors.Is(err, errUndone) {
						t.Error(err)
					}
				}
			})
		}
		for _, s := range sealers {
			sealing.Go(func() {
				for {
					if err := s.Seal(ctx, tenant); err != nil {
						t.Error(err)
					}
					select {
					case <-done:
						return
					default:
					}
				}
			})
		}
		writers.Wait()
		close(done)
		sealing.Wait()
		w.seal(t)
		r := w.verify(t)
		if r.Problem != nil || r.Rows != 4*45 || r.Unsealed != 0 {
			t.Errorf("report %+v, %v", r, r.Problem)
		}
	})
}

var errUndone = errors.New("undone")

func TestSealerServiceSealsSoonAndSignsWhenItStops(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.record(t, 1) // by a server that died
		woken := make(chan string, 100)
		w.sealer.Store = telling{w.Store, woken}
		service := startstop.Work(w.sealer.Run)
		if err := service.Start(ctx); err != nil {
			t.Fatal(err)
		}
		sealed := func(want int64) {
			t.Helper()
			for {
				select {
				case <-woken:
				case <-time.After(30 * time.Second):
					t.Fatal("nothing was sealed")
				}
				end, err := w.AuditEnd(ctx, tenant)
				if err != nil {
					t.Fatal(err)
				}
				if end.Seq == want {
					return
				}
			}
		}
		sealed(1)
		began := time.Now()
		w.record(t, 3)
		sealed(4)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("it took %v", took)
		}
		service.Stop()
		service.Stop()
		if h, err := w.LastHead(ctx, tenant); err != nil || h.Seq != 4 {
			t.Errorf("the head is at %d, %v", h.Seq, err)
		}
		if strings.Contains(w.logged.String(), `"level":"ERROR"`) {
			t.Error(w.logged.String())
		}
	})
}

// telling says when rows were sealed.
type telling struct {
	audit.SealStore
	sealed chan string
}

func (s telling) SealAudit(ctx context.Context, rows []audit.Sealed) error {
	err := s.SealStore.SealAudit(ctx, rows)
	s.sealed <- rows[0].Tenant
	return err
}

// InTx tells again when the transaction has ended.
func (s telling) InTx(ctx context.Context, work func(context.Context) error) error {
	err := s.SealStore.InTx(ctx, work)
	s.sealed <- ""
	return err
}

func TestReadHeadsRefusesBrokenOnes(t *testing.T) {
	t.Parallel()
	good, err := json.Marshal(audit.Head{Tenant: "a", Seq: 1, Hash: "h", Key: "k", Signature: "s"})
	if err != nil {
		t.Fatal(err)
	}
	for give, want := range map[string]int{
		"":                                0,
		string(good):                      1,
		string(good) + "\n\n":             1,
		`{"msg":"x","head":{"seq":0}}`:    0,
		`{"seq":"one"}`:                   0,
		`{"head":` + string(good) + `}`:   1,
		strings.Repeat("x", 2<<20) + "\n": -1,
	} {
		heads, err := audit.ReadHeads(bytes.NewReader([]byte(give)))
		if want < 0 && err == nil || want >= 0 && (err != nil || len(heads) != want) {
			t.Errorf("%.60q gave %+v, %v", give, heads, err)
		}
	}
}
