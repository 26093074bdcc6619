package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"catenary/internal/clock"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

// BenchmarkCommit writes batches of 512, as one committer does that never waits
// for work: checkpoints of one event, and whole runs of one write.
func BenchmarkCommit(b *testing.B) {
	const size = 512
	body := json.RawMessage(`{"entries":[{"node":"fetch-order","state":"succeeded","output":{"order":4711,"lines":[{"sku":"a-1","n":2},{"sku":"b-7","n":1}],"total":129.5},"decided":{"edges":[{"to":"check","taken":true,"of":1}]}}]}`)
	for name, open := range map[string]func(testing.TB, clock.Now) *store.Store{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		start := func(s *store.Store, round int, state run.State) []runtime.Write {
			batch := make([]runtime.Write, size)
			for i := range batch {
				id := runtime.ID{Tenant: "01ARZ3NDEKTSV4RRFF10000001", Run: fmt.Sprintf("01BX5ZZKBKACTAV9W%04d%05d", round, i)}
				batch[i] = runtime.Write{
					ID: id, Epoch: 1, State: state, Release: state.Final(),
					Create: &runtime.Run{
						Tenant: id.Tenant, ID: id.Run, Org: "01ARZ3NDEKTSV4RRFF10000002", Chain: "01ARZ3NDEKTSV4RRFF10000003",
						Key: "order-check", Version: 3, Document: "sha256:2f77668a9dfbf8d5848b9eeb4a7145ca94c6ed9236e4a773f6dcafa5132b2f91",
						Title: "Order 4711 of acme", Trigger: "api", By: "01ARZ3NDEKTSV4RRFF10000004", CreatedAt: 1,
					},
					Events: []run.Event{{Seq: 1, Epoch: 1, At: 1, Kind: run.StartEvent, Body: body}},
				}
			}
			return batch
		}
		opened := func(b *testing.B) *store.Store {
			s := open(b, clock.Wall)
			if err := s.Enlist(context.Background(), "r1", clock.Wall().UnixMicro()+int64(1e12)); err != nil {
				b.Fatal(err)
			}
			return s
		}
		commit := func(b *testing.B, s *store.Store, batch []runtime.Write) {
			out, err := s.Commit(context.Background(), "r1", batch)
			if err != nil || out[0].Lost {
				b.Fatal(out[0], err)
			}
		}
		b.Run(name+"/checkpoint", func(b *testing.B) {
			s := opened(b)
			const each = 10 // events of a run
			seq, round := int64(each), 0
			for b.Loop() {
				if seq == each {
					b.StopTimer()
					round++
					commit(b, s, start(s, round, run.Running))
					seq = 1
					b.StartTimer()
				}
				batch := make([]runtime.Write, size)
				for i := range batch {
					batch[i] = runtime.Write{
						ID: runtime.ID{Tenant: "01ARZ3NDEKTSV4RRFF10000001", Run: fmt.Sprintf("01BX5ZZKBKACTAV9W%04d%05d", round, i)}, Epoch: 1, From: seq, State: run.Running,
						Events: []run.Event{{Seq: seq + 1, Epoch: 1, At: seq, Kind: run.SegmentEvent, Body: body}},
					}
				}
				commit(b, s, batch)
				seq++
			}
			b.ReportMetric(float64(b.N)*size/b.Elapsed().Seconds(), "writes/s")
		})
		b.Run(name+"/whole-run", func(b *testing.B) {
			s := opened(b)
			round := 0
			for b.Loop() {
				commit(b, s, start(s, round, run.Succeeded))
				round++
			}
			b.ReportMetric(float64(b.N)*size/b.Elapsed().Seconds(), "writes/s")
		})
	}
}
