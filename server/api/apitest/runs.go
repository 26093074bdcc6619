package apitest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/nodes/builtin"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/limits"
	"catenary/server/runs"
	"catenary/server/stream"
)

// Parking is an engine that puts runs on disk and drives none, so that nothing
// changes but by requests.
type Parking struct {
	*runtime.Engine
	journal runtime.Journal
	replica string
}

// Start puts a run on disk.
func (p *Parking) Start(ctx context.Context, s runtime.Start) (runtime.Started, error) {
	row := s.Run
	row.State, row.CreatedAt, row.Input = run.Queued, p.Now().UnixMicro(), string(s.Input)
	out, err := p.journal.Commit(ctx, p.replica, []runtime.Write{{
		ID: runtime.ID{Tenant: row.Tenant, Run: row.ID}, Epoch: 1, Create: &row, State: run.Queued, Release: true,
	}})
	switch {
	case err != nil:
		return runtime.Started{}, err
	case out[0].Twin != nil:
		return runtime.Started{Run: *out[0].Twin, Twin: true}, nil
	case out[0].Full:
		full := fault.New(fault.Limited, "run.queue_full", "as many runs are at work and wait as may")
		full.RetryAfter = 5
		return runtime.Started{}, full
	}
	return runtime.Started{Run: row}, nil
}

// Begin puts a run on disk with its first events, the last of which leaves it in
// state.
func (p *Parking) Begin(ctx context.Context, row runtime.Run, state run.State, events ...run.Event) error {
	row.CreatedAt = p.Now().UnixMicro()
	_, err := p.journal.Commit(ctx, p.replica, []runtime.Write{{
		ID: runtime.ID{Tenant: row.Tenant, Run: row.ID}, Epoch: 1, Create: &row, Events: events, State: state, Release: true,
	}})
	return err
}

// Files are the contents of artefacts by their digest.
type Files map[string]string

// Put implements forms.Content.
func (f Files) Put(_ rbac.TenantID, content io.Reader, _ func() string) (digest string, size int64, err error) {
	text, err := io.ReadAll(content)
	sum := sha256.Sum256(text)
	digest = "sha256:" + hex.EncodeToString(sum[:])
	f[digest] = string(text)
	return digest, int64(len(text)), err
}

// Open implements runs.Files.
func (f Files) Open(_ context.Context, _ rbac.TenantID, digest string) (io.ReadCloser, error) {
	content, found := f[digest]
	if !found {
		return nil, fault.New(fault.NotFound, "artefact.unknown", "the content is gone")
	}
	return io.NopCloser(strings.NewReader(content)), nil
}

// addRuns adds what is about runs.
func (s *Server) addRuns() {
	s.t.Helper()
	s.Parking = &Parking{journal: s.Store, replica: "parking", Engine: runtime.New(runtime.Config{
		Journal: s.Store, Kinds: builtin.Registry(), NewID: s.NewID, Now: s.Clock.Now,
	})}
	if err := s.Store.Enlist(s.t.Context(), s.Parking.replica, s.Clock.Now().Add(1000*time.Hour).UnixMicro()); err != nil {
		s.t.Fatal(err)
	}
	s.Files = Files{}
	s.RunLimits = &limits.Service{Store: s.Store, Auth: s.Auth, Audit: s.Audit, Wake: s.Parking.Nudge, Now: s.Clock.Now}
	s.Runs = &runs.Service{
		Limits: s.RunLimits,
		Store:  s.Store, Engine: s.Parking, Logs: s.Store, Versions: runs.NewVersions(s.Store), Drafts: s.Chains, Files: s.Files,
		Auth: s.Auth, Audit: s.Audit, NewID: s.NewID, Now: s.Clock.Now,
	}
	s.Streams = &stream.Service{Runs: s.Runs, Engine: s.Parking, Auth: s.Auth, NewID: s.NewID, Now: s.Clock.Now}
	s.t.Cleanup(s.Streams.Stop)
}

// Replica is what owns the runs while they change.
func (p *Parking) Replica() string { return p.replica }
