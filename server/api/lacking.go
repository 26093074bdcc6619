package api

import (
	"context"
	"errors"
	"log/slog"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/orgs"
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
	data.Grantors = newGrantors(told)
	return data
}

func newGrantors(told orgs.Lacking) []grantorBody {
	var out []grantorBody
	for _, name := range told.Grantors {
		out = append(out, grantorBody{Name: name})
	}
	return out
}

type showLackingInput struct {
	InOrg
	Permission rbac.Permission `query:"permission" required:"true" maxLength:"64" example:"chain:edit"`
}

type lackingBody struct {
	Allowed    bool            `json:"allowed" doc:"You have the permission there: nothing is lacking"`
	Permission rbac.Permission `json:"permission"`
	Org        namedBody       `json:"org"`
	Grantors   []grantorBody   `json:"grantors" doc:"People who could grant it there, those of the org first; at most 5, none for tokens or against a deny"`
}

type lackingOutput struct{ Body lackingBody }

// showLacking: GET /orgs/{org_id}/lacking
func (a *API) showLacking(ctx context.Context, in *showLackingInput) (*lackingOutput, error) {
	told, err := a.Orgs.Lacking(ctx, actor(ctx), in.org(), in.Permission)
	if err != nil {
		return nil, err
	}
	return &lackingOutput{Body: lackingBody{
		Allowed: told.Allowed, Permission: in.Permission,
		Org: namedBody{ID: string(told.Org.ID), Name: told.Org.Name}, Grantors: some(newGrantors(told)),
	}}, nil
}
