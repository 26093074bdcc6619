package environments

import (
	"context"
	"slices"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/chains"
)

// deprecate makes e an environment that is being retired, or no longer one. What
// is to be used instead is another one that its org may use and that stays; it is
// asked for only when it is named, so that the rest can be changed once it is gone.
func (s *Service) deprecate(ctx context.Context, before Environment, e *Environment, to *Deprecation) error {
	if to == nil {
		e.DeprecatedAt, e.DeprecationNote, e.Replacement = 0, "", ""
		return nil
	}
	if e.DeprecatedAt == 0 {
		e.DeprecatedAt = s.Now().UnixMicro()
	}
	e.DeprecationNote, e.Replacement = to.Note, to.Replacement
	if to.Replacement == "" || to.Replacement == before.Replacement {
		return nil
	}
	usable, err := s.Store.UsableEnvironments(ctx, e.Tenant, e.Org, rbac.EnvironmentUse, []string{to.Replacement})
	if err != nil {
		return err
	}
	if to.Replacement == e.Key || !slices.ContainsFunc(usable, func(t chains.Target) bool { return !t.Deprecated }) {
		return fault.At("/deprecation/replacement", "environment.replacement",
			"want the key of another environment that this org may use and that is not being retired itself")
	}
	return nil
}

// changeOf names what a change did, for the audit log.
func changeOf(before, after Environment) string {
	switch was, is := before.DeprecatedAt != 0, after.DeprecatedAt != 0; {
	case is && !was:
		return "environment:deprecated"
	case was && !is:
		return "environment:undeprecated"
	}
	return "environment:changed"
}
