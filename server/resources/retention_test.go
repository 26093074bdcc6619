package resources_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/api/apitest"
	"catenary/server/resources"
	"catenary/server/runs"
	"catenary/server/servertest"
)

func TestOldRunsGoWithTheFilesThatNobodyElseHas(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := apitest.New(t)
	dir, tenant := t.TempDir(), s.Tenant(servertest.Acme)
	files, err := resources.OpenFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = files.Close() }()
	now := time.Now().Add(2 * time.Hour) // what is written here is old enough
	end := func(age time.Duration) string {
		t.Helper()
		r := runtime.Run{Tenant: string(tenant), ID: s.NewID(), Org: string(s.Org(servertest.Stock)), Key: "release", Trigger: "api"}
		at := now.Add(-age).UnixMicro()
		ev, err := run.NewEvent(1, 1, at, run.EndEvent, run.End{State: run.Canceled})
		if err == nil {
			err = s.Parking.Begin(ctx, r, run.Canceled, ev)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r.ID
	}
	keep := func(id, name, content string) string {
		t.Helper()
		digest, size, err := files.Put(tenant, strings.NewReader(content), s.NewID)
		if err == nil && id != "" {
			err = s.Store.InsertArtefact(ctx, runs.Artefact{Tenant: tenant, Run: id, ArtefactRef: runs.ArtefactRef{Node: "a", Attempt: 1, Name: name}, Size: size, Digest: digest})
		}
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	const day = 24 * time.Hour
	old, older, young := end(91*day), end(200*day), end(day)
	alone, shared := keep(old, "alone", "1"), keep(older, "shared", "2")
	keep(young, "shared", "2")
	of, stray, fresh := keep(young, "own", "3"), keep("", "", "4"), keep("", "", "5")
	part := filepath.Join(dir, string(tenant), "x.part")
	if err := os.WriteFile(part, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(dir, string(tenant), strings.TrimPrefix(fresh, "sha256:")), now, now); err != nil {
		t.Fatal(err)
	}
	r := resources.Retention{
		Store: s.Store, Files: files, Keep: func() time.Duration { return 90 * day }, Now: func() time.Time { return now },
	}
	for i, want := range []int64{2, 0} {
		if n, err := r.Sweep(ctx); n != want || err != nil {
			t.Errorf("sweep %d: %d, %v", i, n, err)
		}
	}
	for _, id := range []string{old, older, young} {
		if _, err := s.Store.Run(ctx, string(tenant), id); fault.HasCode(err, "run.unknown") != (id != young) {
			t.Errorf("run %s: %v", id, err)
		}
	}
	var left []string
	entries, err := os.ReadDir(filepath.Join(dir, string(tenant)))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		left = append(left, "sha256:"+e.Name())
	}
	want := []string{shared, of, fresh}
	if slices.Sort(want); !slices.Equal(left, want) {
		t.Errorf("files %v, want %v without %s and %s", left, want, alone, stray)
	}
	if _, err := files.Open(ctx, tenant, shared); err != nil {
		t.Errorf("one that a run has still: %v", err)
	}
}
