package api

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/store"
)

// target is what an address names, as far as it can be the id or key of
// something.
type target struct {
	org rbac.OrgID
	// resource is the last id or key that is not the org's.
	resource string
}

type targetKey struct{}

// targetOf is what the request of ctx is about.
func targetOf(ctx context.Context) target {
	t, _ := ctx.Value(targetKey{}).(target)
	return t
}

// name takes in a parameter of the address whose value is possible.
func (t *target) name(parameter, value string) {
	switch {
	case parameter == "org_id":
		t.org = rbac.OrgID(value)
	case strings.HasSuffix(parameter, "_id"), strings.HasSuffix(parameter, "_key"):
		t.resource = value
	}
}

// kind is that of the things under the route's tag, of which there is one in
// its entries: org under orgs.
func (r route) kind() string { return strings.TrimSuffix(r.Tag, "s") }

// refused writes to the audit log that somebody signed in was forbidden what he
// asked for, or was told that there is no such thing because the Authorizer
// said no. The entry stands in a transaction of its own: that of the change is
// gone.
func (a *API) refused(ctx context.Context, r route, err error) {
	var refusal *rbac.Refusal
	if r.Access == public || !errors.As(err, &refusal) && !fault.Is(err, fault.Forbidden) {
		return
	}
	// Neither a caller who went away nor the key of his request matters here.
	ctx = store.BeforeCommit(context.WithoutCancel(ctx), func(context.Context) error { return nil })
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	failed := a.Audit.Refuse(ctx, actor(ctx), refusedEntry(targetOf(ctx), r, refusal, fault.As(err).Code))
	if failed != nil {
		a.Log.LogAttrs(ctx, slog.LevelError, "refusal not recorded",
			slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", failed))
	}
}

// refusedEntry is about what the address names. Its action is the permission
// that lacks, else that of the route, else the route itself.
func refusedEntry(on target, r route, refusal *rbac.Refusal, code string) audit.Entry {
	e := audit.Entry{
		Action: string(r.Permission), Kind: r.kind(), ResourceID: on.resource, OrgID: on.org, Refused: true, Code: code,
	}
	if e.Action == "" {
		e.Action = e.Kind + ":" + r.ID
	}
	if refusal != nil {
		e.Action = string(refusal.Permission)
		if refusal.Org != "" {
			e.OrgID = refusal.Org
		}
	}
	if e.Kind == "org" && e.ResourceID == "" {
		e.ResourceID = string(on.org)
	}
	return e
}
