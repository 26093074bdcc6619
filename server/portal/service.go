// Package portal holds what orgs put before their people on Home: news.
//
// News of an org are meant for everybody in it and below it: whoever may view
// the org, or any org below it, reads them, with the org's name, though the org
// itself may be hidden from them. To write news takes org:edit at their org.
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
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store Store
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
	Now   clock.Now
}
