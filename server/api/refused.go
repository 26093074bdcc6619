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

// refused writes to the audit log what the Authorizer said no to, whether the
// caller was told so or was told that there is no such thing. The entry stands
// in a transaction of its own: that of the change is gone.
func (a *API) refused(ctx context.Context, r route, err error) {
	var refusal *rbac.Refusal
	if r.Access == public || !errors.As(err, &refusal) {
		return
	}
	// Neither a caller who went away nor the key of his request matters here.
	ctx = store.BeforeCommit(context.WithoutCancel(ctx), func(context.Context) error { return nil })
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	kind, _, _ := strings.Cut(string(refusal.Permission), ":")
	failed := a.Audit.Refuse(ctx, actor(ctx), audit.Entry{
		Action: string(refusal.Permission), Kind: kind, OrgID: refusal.Org, Refused: true, Code: fault.As(err).Code,
	})
	if failed != nil {
		a.Log.LogAttrs(ctx, slog.LevelError, "refusal not recorded",
			slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", failed))
	}
}
