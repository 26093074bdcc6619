package chains

import (
	"context"
	"encoding/json"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime/glue"
	"catenary/runtime/run"
)

// Trials tries glue out; glue.Pool does.
type Trials interface {
	Try(ctx context.Context, tenant string, t glue.Trial, with *glue.Sample) (json.RawMessage, *run.Failure, error)
}

// Bounds of one request to try glue.
const (
	// MaxTrials is how many sources it has.
	MaxTrials = 50
	// maxTrialTime is when no more sources are begun, so that those of one
	// request keep a child for a few seconds at most.
	maxTrialTime = 3 * time.Second
	// maxTrialOutput bounds the values together, in bytes.
	maxTrialOutput = 2 << 20
)

// Tried is the value of a source, or why it has none.
type Tried struct {
	Value   json.RawMessage
	Failure *run.Failure
}

// TryGlue evaluates expressions and scripts with a sample, as a run would; it
// needs chain:edit. Nothing is kept, and nothing is seen but the sample. What
// is wrong with a source is a Failure at its place; too many waiting is
// glue.busy (Limited).
func (s *Service) TryGlue(ctx context.Context, who rbac.Actor, org rbac.OrgID, sources []glue.Trial, with *glue.Sample) ([]Tried, error) {
	if err := s.Auth.Can(ctx, who, rbac.ChainEdit, rbac.Resource{OrgID: org}); err != nil {
		return nil, err
	}
	if s.Trials == nil {
		return nil, fault.New(fault.Unavailable, "glue.stopped", "the server is stopping")
	}
	with.Seed = string(org)
	if with.StartedAt == 0 {
		with.StartedAt = s.Now().UnixMicro()
	}
	all := make([]Tried, 0, len(sources))
	began, size := time.Now(), 0
	for _, source := range sources {
		if time.Since(began) > maxTrialTime {
			all = append(all, Tried{Failure: &run.Failure{Code: "glue.unchecked", Message: "not tried, because the scripts before it took too long"}})
			continue
		}
		value, failure, err := s.Trials.Try(ctx, string(who.Tenant), source, with)
		if err != nil {
			return nil, err
		}
		if size += len(value); size > maxTrialOutput {
			value, failure = nil, &run.Failure{Code: glue.CodeTooLarge, Message: "the scripts gave more than 2 MiB together"}
			size = maxTrialOutput
		}
		all = append(all, Tried{Value: value, Failure: failure})
	}
	return all, nil
}
