package api

import (
	"context"
	"errors"
	"log/slog"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
)

// lackingData is the data of auth.forbidden.
type lackingData struct {
	Permission rbac.Permission `json:"permission"`
	Org        *namedBody      `json:"org,omitempty"`
	Grantors   []grantorBody   `json:"grantors,omitempty"`
}

type grantorBody struct {
	Name string `json:"name"`
}

// lacking says which permission an error is for want of, and of an org that the
// caller may see also its name and who could grant it there. Nil: no such error.
func (a *API) lacking(ctx context.Context, err error) any {
	var refusal *rbac.Refusal
	if !errors.As(err, &refusal) {
		return nil
	}
	data := lackingData{Permission: refusal.Permission}
	if !refusal.Visible {
		return data
	}
	told, err := a.Orgs.Lacking(ctx, actor(ctx), refusal.Org, refusal.Permission)
	if err != nil {
		if !fault.Is(err, fault.NotFound) { // the org itself may not be seen, only what is in it
			a.Log.LogAttrs(ctx, slog.LevelWarn, "nobody named who could grant what is lacking",
				slog.String("request_id", audit.OriginOf(ctx).RequestID), slog.Any("error", err))
		}
		return data
	}
	data.Org = &namedBody{ID: string(told.Org.ID), Name: told.Org.Name}
	for _, name := range told.Grantors {
		data.Grantors = append(data.Grantors, grantorBody{Name: name})
	}
	return data
}
