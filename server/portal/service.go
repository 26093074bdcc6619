// Package portal holds what orgs put before their people on Home: news, and
// quick links to chains that are started often.
//
// News of an org are meant for everybody in it and below it: whoever may view
// the org, or any org below it, reads them, with the org's name, though the org
// itself may be hidden from them. To write news takes org:edit at their org.
//
// An org pins chains of its own and of orgs below it; that takes org:edit there,
// and chain:view at the chain. Whoever may start a chain that is pinned and has
// a version has the link to it.
package portal

import (
	"context"

	"catenary/internal/clock"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Store keeps what is put before people. News that are not there are
// news.unknown (NotFound).
type Store interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// News lists those of the orgs of a set, the newest first.
	News(ctx context.Context, tenant rbac.TenantID, set rbac.OrgSet, f NewsFilter, r page.Request) (page.Of[News], error)
	OneNews(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, id string) (News, error)
	InsertNews(ctx context.Context, n News) error
	// UpdateNews and DeleteNews say whether the news were at the revision.
	UpdateNews(ctx context.Context, n News) (bool, error)
	DeleteNews(ctx context.Context, n News) (bool, error)

	// QuickLinks lists those that f chooses, to living chains, as they were pinned.
	QuickLinks(ctx context.Context, tenant rbac.TenantID, f LinkFilter, r page.Request) (page.Of[QuickLink], error)
	// QuickLink reads the link of an org to a living chain; the one that is not
	// there is pin.unknown (NotFound).
	QuickLink(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, chain string) (QuickLink, error)
	CountQuickLinks(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID) (int, error)
	// InsertQuickLink says whether it was not there yet.
	InsertQuickLink(ctx context.Context, l QuickLink) (bool, error)
	DeleteQuickLink(ctx context.Context, l QuickLink) (bool, error)
	// LivingChain finds the org of a chain, or is chain.unknown (NotFound).
	LivingChain(ctx context.Context, tenant rbac.TenantID, id string) (rbac.OrgID, error)
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
	Now   clock.Now
}
