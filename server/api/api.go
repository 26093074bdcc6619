// Package api is the platform's HTTP edge: it finds out who asks, reads and
// checks the request, calls a use case and writes the answer. It holds no rule
// and no SQL. It alone knows Echo and Huma.
package api

import (
	"log/slog"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/identity"
	"catenary/server/orgs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/store"
)

// API is the edge. All fields are needed.
type API struct {
	Auth     *rbac.Authorizer
	Audit    *audit.Log
	Identity *identity.Service
	Orgs     *orgs.Service
	Secrets  *secrets.Service
	Scripts  *scripts.Service
	Chains   *chains.Service
	Store    *store.Store
	Log      *slog.Logger
	Now      clock.Now

	echo   *echo.Echo
	huma   huma.API
	routes []route
}

// registerAll adds every route; each noun has a file of its own.
func (a *API) registerAll() {
	a.registerSetup()
	a.registerSession()
	a.registerMe()
	a.registerOrgs()
	a.registerMembers()
	a.registerGroups()
	a.registerRoles()
	a.registerGrants()
	a.registerAccounts()
	a.registerTokens()
	a.registerSecrets()
	a.registerScripts()
	a.registerChains()
	a.registerKinds()
	a.registerAudit()
}
