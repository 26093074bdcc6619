package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"testing"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/inbox"
	"catenary/server/runs"
	"catenary/server/store/storetest"
)

func TestDocumentsAndArtefactsOfRuns(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		for _, text := range []string{"first", "second"} { // one digest has one text
			if err := j.InsertRunDocument(ctx, runs.Document{Tenant: "t1", Digest: "sha256:1", CreatedAt: 1, Pins: "{}", Document: text}); err != nil {
				t.Fatal(err)
			}
		}
		if d, err := j.RunDocument(ctx, "t1", "sha256:1"); err != nil || d.Document != "first" {
			t.Errorf("RunDocument = %+v, %v", d, err)
		}
		if _, err := j.RunDocument(ctx, "t2", "sha256:1"); !fault.HasCode(err, "run.document_unknown") {
			t.Errorf("of another tenant: %v", err)
		}
		var want []string
		for _, name := range []string{"a.txt", "b/c.txt", "z.bin"} {
			a := runs.Artefact{Tenant: "t1", Run: "a", ArtefactRef: runs.ArtefactRef{Node: "n", Attempt: 1, Name: name}, Size: 3, Digest: "sha256:2", MediaType: "text/plain", CreatedAt: 1}
			for range 2 {
				if err := j.InsertArtefact(ctx, a); err != nil {
					t.Fatal(err)
				}
			}
			want = append(want, name)
		}
		var got []string
		for r := (page.Request{Limit: 2}); ; {
			p, err := j.Artefacts(ctx, "t1", "a", r)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range p.Items {
				got = append(got, a.Name)
			}
			if r.After = p.Next; p.Next.IsZero() {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("artefacts %v", got)
		}
		of := runs.ArtefactRef{Node: "n", Attempt: 1, Name: "z.bin"}
		if a, err := j.Artefact(ctx, "t1", "a", of); err != nil || a.Size != 3 {
			t.Errorf("Artefact = %+v, %v", a, err)
		}
		if _, err := j.Artefact(ctx, "t2", "a", of); !fault.HasCode(err, "artefact.unknown") {
			t.Errorf("of another tenant: %v", err)
		}
	})
}

func TestRetentionDeletesWhatEndedLongAgo(t *testing.T) {
	t.Parallel()
	eachJournal(t, func(t *testing.T, j journal) {
		ctx := context.Background()
		j.commit("r1", j.begin("00a"), j.begin("00b"), j.begin("00c"))
		none(t, j.commit("r1", j.end("00a", 1), j.end("00b", 1)))
		if err := j.Append(ctx, runtime.ID{Tenant: "t1", Run: "00a"}, logOf, said(0, 3, "x")); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			`INSERT INTO tenants (id, key, created_at) VALUES (:id, :id, 0)`,
			`INSERT INTO orgs (tenant_id, id, key, name, created_at, updated_at) VALUES (:id, :id, :id, :id, 0, 0)`,
		} {
			if _, err := j.Exec(ctx, statement, map[string]any{"id": "t1"}); err != nil {
				t.Fatal(err)
			}
		}
		for i, id := range []string{"00a", "00c"} { // failed runs that wait for somebody
			todo := inbox.Todo{Tenant: "t1", ID: "todo" + strconv.Itoa(i), Org: "t1", Source: inbox.Runs, SourceID: id, Title: "x", State: inbox.Waiting, CreatedAt: 1, UpdatedAt: 1}
			if err := errors.Join(j.SaveTodo(ctx, todo), j.InTx(ctx, func(ctx context.Context) error {
				return j.AskFor(ctx, todo, inbox.Asked{Holders: []inbox.Holder{"s:h"}})
			})); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range []struct {
			tenant string
			before int64
			want   int64
		}{{"t1", j.now() - 1, 0}, {"t2", j.now() + hour, 0}, {"t1", j.now() + hour, 1}, {"t1", j.now() + hour, 1}, {"t1", j.now() + hour, 0}} {
			if n, err := j.PruneRuns(ctx, tt.tenant, tt.before, 1); err != nil || n != tt.want {
				t.Fatalf("PruneRuns(%s) = %d, %v, want %d", tt.tenant, n, err, tt.want)
			}
		}
		if _, err := j.Run(ctx, "t1", "00a"); !fault.HasCode(err, "run.unknown") {
			t.Errorf("Run: %v", err)
		}
		if len(j.seqs("00a")) != 0 || len(j.seqs("00c")) != 1 {
			t.Error("events of the wrong runs are gone")
		}
		if end, err := j.End(ctx, runtime.ID{Tenant: "t1", Run: "00a"}, logOf); end != 0 || err != nil {
			t.Errorf("logs left: %d, %v", end, err)
		}
		if gone, err := j.TodoOf(ctx, "t1", inbox.Runs, "00a"); err != nil || gone.State != inbox.Gone || gone.DoneAt == 0 {
			t.Errorf("the to-do of a run that is gone: %+v, %v", gone, err)
		}
		if left, err := j.TodoOf(ctx, "t1", inbox.Runs, "00c"); err != nil || left.State != inbox.Waiting {
			t.Errorf("the to-do of a run that is there: %+v, %v", left, err)
		}
		var holders int
		if err := j.Get(ctx, &holders, `SELECT COUNT(*) FROM todo_holders`, nil); err != nil || holders != 1 {
			t.Errorf("%d to-dos are before somebody, %v", holders, err)
		}
		var words int
		if err := j.Get(ctx, &words, `SELECT COUNT(DISTINCT run_id) FROM run_words`, nil); err != nil || words != 1 {
			t.Errorf("words of %d runs, %v", words, err)
		}
	})
}

func TestNobodyChangesEventsOfARun(t *testing.T) {
	t.Parallel()
	storetest.EachRaw(t, clock.Wall, func(t *testing.T, raw storetest.Raw) {
		j := journal{Store: raw.Store, t: t, clock: nil}
		if err := raw.Enlist(context.Background(), "r1", clock.Wall().UnixMicro()+hour); err != nil {
			t.Fatal(err)
		}
		w := runtime.Write{
			ID: runtime.ID{Tenant: "t1", Run: "a"}, Epoch: 1, Create: &runtime.Run{}, State: run.Running,
			Events: []run.Event{{Seq: 1, Epoch: 1, At: 1, Kind: run.StartEvent, Body: json.RawMessage(`{}`)}},
		}
		none(t, j.commit("r1", w))
		for _, statement := range []string{
			`UPDATE run_events SET body = '{}'`,
			`DELETE FROM run_events`,
			`DELETE FROM runs`,
		} {
			if _, err := raw.DB.ExecContext(context.Background(), statement); err == nil {
				t.Errorf("%s: done", statement)
			}
		}
	})
}
