// Package api is the platform's HTTP edge: it finds out who asks, reads and
// checks the request, calls a use case and writes the answer. It holds no rule
// and no SQL. It alone knows Echo and Huma.
package api

import (
	"context"
	"io/fs"
	"log/slog"
	"net/netip"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/internal/clock"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/engines"
	"catenary/server/environments"
	"catenary/server/forms"
	"catenary/server/health"
	"catenary/server/holds"
	"catenary/server/identity"
	"catenary/server/inbox"
	"catenary/server/limits"
	"catenary/server/orgs"
	"catenary/server/portal"
	"catenary/server/releases"
	"catenary/server/runs"
	"catenary/server/scripts"
	"catenary/server/secrets"
	"catenary/server/store"
	"catenary/server/stream"
	"catenary/server/switches"
	"catenary/server/templates"
	"catenary/server/trials"
	"catenary/server/triggers"
)

// API is the edge. The services, Log, Now, NewID and Ready are needed; the rest
// has a safe meaning when empty.
type API struct {
	Auth      *rbac.Authorizer
	Audit     *audit.Log
	Identity  *identity.Service
	Orgs      *orgs.Service
	Secrets   *secrets.Service
	Scripts   *scripts.Service
	Chains    *chains.Service
	Runs      *runs.Service
	Trials    *trials.Service
	RunLimits *limits.Service
	Streams   *stream.Service
	Engines   *engines.Service
	Triggers  *triggers.Service
	Approvals *approvals.Service
	Forms     *forms.Service
	Inbox     *inbox.Service
	Portal    *portal.Service
	Releases  *releases.Service
	Templates *templates.Service
	Switches  *switches.Service
	Holds     *holds.Service
	Health    *health.Service
	// Environments are runtimes of tasks, with their uploads and registries.
	Environments *environments.Service
	Store        *store.Store
	Log          *slog.Logger
	Now          clock.Now
	// NewID makes ids, of requests for one.
	NewID func() string
	// Designer has the built front end: index.html and assets. Nil: there is none.
	Designer fs.FS
	// Ready says why nothing can be served now, or nil. The message of a fault
	// is shown, other errors are logged.
	Ready func(context.Context) error
	// Version of the program, for the OpenAPI document.
	Version string
	Settings

	echo      *echo.Echo
	huma      huma.API
	routes    []route
	pages     []*endpoint
	endpoints map[string]*endpoint // by method and pattern
	document  document
	// noPage shows that there is nothing at an address; nil without a designer.
	noPage   echo.HandlerFunc
	metrics  *metrics
	limiters *limiters
	room     room
	gate     gate
	// process names this process among those that share the database.
	process string
	// held is the size of room; 0: maxHeld.
	held int64
	// setUp is true once there is an owner.
	setUp atomic.Bool
}

// Settings are what an operator decides about the edge.
type Settings struct {
	// PublicURL is where people find the server (https://catenary.example.org);
	// pages from there may change things. Empty: the host that was asked.
	PublicURL string
	// Proxies may say in X-Forwarded-For where a request came from.
	Proxies []netip.Prefix
	// CORSOrigins are other origins whose pages may call with a token.
	CORSOrigins []string
	// TLS says that people reach the server by https only, and adds HSTS.
	TLS bool
	// MetricsFrom may read /metrics besides this host itself.
	MetricsFrom []netip.Prefix
	// Limits gives the rate limits as they are now; nil: DefaultLimits.
	Limits func() Limits
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
	a.registerTemplates()
	a.registerRuns()
	a.registerTrials()
	a.registerRunLimits()
	a.registerTriggers()
	a.registerSwitches()
	a.registerHolds()
	a.registerApprovals()
	a.registerForms()
	a.registerInbox()
	a.registerChannels()
	a.registerNews()
	a.registerQuickLinks()
	a.registerStars()
	a.registerReleases()
	a.registerEnvironments()
	a.registerUploads()
	a.registerRegistries()
	a.registerEngines()
	a.registerKinds()
	a.registerAudit()
	a.registerHealthOfParts()
}
