package api

import (
	"context"
	"net/http"

	"catenary/rbac"
	"catenary/server/identity"
)

func (a *API) registerTenant() {
	const tag = "tenant"
	register(a, route{
		ID: "getTenantSettings", Method: http.MethodGet, Path: "/tenant/settings", Permission: rbac.TenantSettings, Tag: tag,
		Summary: "What the tenant decided about signing in",
	}, a.getTenantSettings)
	register(a, route{
		ID: "setTenantSettings", Method: http.MethodPut, Path: "/tenant/settings", Permission: rbac.TenantSettings, Tag: tag,
		Summary: "Decide how people of the tenant sign in; it needs a fresh step-up",
	}, a.setTenantSettings)
}

type tenantSettingsBody struct {
	SecondFactorRoles []rbac.RoleID `json:"second_factor_roles" doc:"Who holds one of these roles anywhere needs a second factor"`
	IdleMinutes       int           `json:"idle_minutes" doc:"Shortens the idle time of sessions; 0 leaves the server's"`
	SessionHours      int           `json:"session_hours" doc:"Shortens sessions; 0 leaves the server's"`
	Revision          int64         `json:"revision"`
}

type tenantSettingsInputBody struct {
	SecondFactorRoles []rbac.RoleID `json:"second_factor_roles" maxItems:"100" doc:"Who holds one of these roles anywhere needs a second factor"`
	IdleMinutes       int           `json:"idle_minutes" minimum:"0" maximum:"10080" doc:"Shortens the idle time of sessions; 0 leaves the server's"`
	SessionHours      int           `json:"session_hours" minimum:"0" maximum:"720" doc:"Shortens sessions; 0 leaves the server's"`
}

type tenantSettingsOutput struct {
	ETag string `header:"ETag"`
	Body tenantSettingsBody
}

func newTenantSettingsOutput(s identity.Settings, err error) (*tenantSettingsOutput, error) {
	if err != nil {
		return nil, err
	}
	return &tenantSettingsOutput{ETag: etag(s.Revision), Body: tenantSettingsBody{
		SecondFactorRoles: some(s.SecondFactorRoles), IdleMinutes: s.IdleMinutes, SessionHours: s.SessionHours,
		Revision: s.Revision,
	}}, nil
}

// getTenantSettings: GET /tenant/settings
func (a *API) getTenantSettings(ctx context.Context, _ *struct{}) (*tenantSettingsOutput, error) {
	return newTenantSettingsOutput(a.Identity.TenantSettings(ctx, actor(ctx)))
}

type setTenantSettingsInput struct {
	IfMatch
	Body tenantSettingsInputBody
}

// setTenantSettings: PUT /tenant/settings
func (a *API) setTenantSettings(ctx context.Context, in *setTenantSettingsInput) (*tenantSettingsOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newTenantSettingsOutput(a.Identity.SetTenantSettings(ctx, actor(ctx), revision, identity.Settings{
		SecondFactorRoles: in.Body.SecondFactorRoles, IdleMinutes: in.Body.IdleMinutes, SessionHours: in.Body.SessionHours,
	}))
}
