package portal

import (
	"context"
	"time"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// Bounds of news, in characters.
const (
	MaxTitle = 120
	MaxText  = 4000
)

// News is what an org tells its people (组织动态). Times are Unix µs.
type News struct {
	Tenant rbac.TenantID `db:"tenant_id"`
	ID     string        `db:"id"`
	Org    rbac.OrgID    `db:"org_id"`
	Title  string        `db:"title"`
	// Text is Markdown.
	Text string `db:"text"`
	// ShownAt is from when on they are read, and what they are sorted by: StartsAt,
	// or when they were written. StartsAt and EndsAt are 0 where nothing is said.
	ShownAt   int64          `db:"shown_at"`
	StartsAt  int64          `db:"starts_at"`
	EndsAt    int64          `db:"ends_at"`
	Revision  int64          `db:"revision"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
	UpdatedBy rbac.SubjectID `db:"updated_by"`
	OrgName   string         `db:"org_name"`
	// State says whether they are read now.
	State NewsState `db:"-"`
	// Can is what the reader may do at their org.
	Can []rbac.Permission `db:"-"`
}

// NewsState says whether news are read.
type NewsState string

// The states.
const (
	Later NewsState = "later" // not yet
	Shown NewsState = "shown"
	Over  NewsState = "over" // no more
)

// stateAt is the state at a time.
func (n News) stateAt(now int64) NewsState {
	switch {
	case n.EndsAt != 0 && n.EndsAt <= now:
		return Over
	case n.ShownAt > now:
		return Later
	default:
		return Shown
	}
}

// NewsFilter chooses news. At is the time at which they are shown; 0: any.
type NewsFilter struct{ At int64 }

// NewsSpec is what people say of news; the zero time is none.
type NewsSpec struct {
	Title, Text      string
	StartsAt, EndsAt time.Time
}

const newsKind = "news"

// checked brings it into the form that is kept. What is wrong is name.empty,
// name.long, name.characters or news.dates (Invalid).
func (in NewsSpec) checked() (NewsSpec, error) {
	var err error
	if in.Title, err = name.Check("/title", in.Title); err != nil {
		return in, err
	}
	if in.Title, err = name.Text("/title", in.Title, MaxTitle); err != nil {
		return in, err
	}
	if in.Text, err = name.Text("/text", in.Text, MaxText); err != nil {
		return in, err
	}
	if !in.StartsAt.IsZero() && !in.EndsAt.IsZero() && !in.EndsAt.After(in.StartsAt) {
		return in, fault.At("/ends_at", "news.dates", "news end after they begin")
	}
	return in, nil
}

// MyNews are what all orgs of somebody tell them now, the newest first.
func (s *Service) MyNews(ctx context.Context, who rbac.Actor, r page.Request) (page.Of[News], error) {
	set, err := s.Auth.FilterUp(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[News]{}, err
	}
	return s.news(ctx, who, set, NewsFilter{At: clock.Micros(s.Now())}, r)
}

// NewsOf are what an org, and those above it, tell its people now, the newest
// first. It takes org:view there.
func (s *Service) NewsOf(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[News], error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgView, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[News]{}, err
	}
	set, err := s.Auth.FilterUp(ctx, who, rbac.OrgView)
	if err != nil {
		return page.Of[News]{}, err
	}
	up, err := s.Auth.Ancestors(ctx, who.Tenant, org)
	if err != nil {
		return page.Of[News]{}, err
	}
	return s.news(ctx, who, set.Among(up), NewsFilter{At: clock.Micros(s.Now())}, r)
}

// AllNewsOf are all news of an org itself, also those that have ended or not
// begun, for who writes them: it takes org:edit there.
func (s *Service) AllNewsOf(ctx context.Context, who rbac.Actor, org rbac.OrgID, r page.Request) (page.Of[News], error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
		return page.Of[News]{}, err
	}
	return s.news(ctx, who, rbac.OrgSet{Mode: rbac.In, IDs: []rbac.OrgID{org}}, NewsFilter{}, r)
}

// OneNews are news of an org as they are to be changed. It takes org:edit there.
func (s *Service) OneNews(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string) (News, error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
		return News{}, err
	}
	n, err := s.Store.OneNews(ctx, who.Tenant, org, id)
	return s.seen(ctx, who, []News{n}, err)
}

// news reads a page of them with what who may do about each.
func (s *Service) news(ctx context.Context, who rbac.Actor, set rbac.OrgSet, f NewsFilter, r page.Request) (page.Of[News], error) {
	p, err := s.Store.News(ctx, who.Tenant, set, f, r)
	if err != nil {
		return page.Of[News]{}, err
	}
	_, err = s.seen(ctx, who, p.Items, nil)
	return p, err
}

// seen adds what who may do about news, and whether they are read now, if they
// were found. It gives the first.
func (s *Service) seen(ctx context.Context, who rbac.Actor, list []News, err error) (News, error) {
	if err != nil || len(list) == 0 {
		return News{}, err
	}
	orgs := make([]rbac.OrgID, len(list))
	for i, n := range list {
		orgs[i] = n.Org
	}
	can, err := s.Auth.Allowed(ctx, who, orgs...)
	now := clock.Micros(s.Now())
	for i, n := range list {
		list[i].Can, list[i].State = can[n.Org], n.stateAt(now)
	}
	return list[0], err
}

// WriteNews adds news to an org. It takes org:edit there.
func (s *Service) WriteNews(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewsSpec) (News, error) {
	return s.keepNews(ctx, who, org, in, func(ctx context.Context, n *News) error {
		n.ID, n.Revision, n.CreatedAt = s.NewID(), 1, n.UpdatedAt
		n.showFrom()
		if err := s.Store.InsertNews(ctx, *n); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "news:written", Kind: newsKind, ResourceID: n.ID, OrgID: org, After: newsRecord(*n),
		})
	})
}

// ChangeNews writes news anew. It takes org:edit at their org; a revision that
// is overtaken is news.stale (Stale).
func (s *Service) ChangeNews(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64, in NewsSpec) (News, error) {
	return s.keepNews(ctx, who, org, in, func(ctx context.Context, n *News) error {
		before, err := s.newsAt(ctx, who, org, id, revision)
		if err != nil {
			return err
		}
		n.ID, n.Revision, n.CreatedAt = before.ID, before.Revision, before.CreatedAt
		n.showFrom()
		if done, err := s.Store.UpdateNews(ctx, *n); err != nil || !done {
			return newsStale(err, before)
		}
		n.Revision++
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "news:changed", Kind: newsKind, ResourceID: id, OrgID: org, Before: newsRecord(before), After: newsRecord(*n),
		})
	})
}

// keepNews checks news and has them written, and reads them as they are then.
func (s *Service) keepNews(ctx context.Context, who rbac.Actor, org rbac.OrgID, in NewsSpec, write func(context.Context, *News) error) (News, error) {
	if err := s.Auth.Can(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
		return News{}, err
	}
	in, err := in.checked()
	if err != nil {
		return News{}, err
	}
	n := News{
		Tenant: who.Tenant, Org: org, Title: in.Title, Text: in.Text,
		StartsAt: clock.Micros(in.StartsAt), EndsAt: clock.Micros(in.EndsAt), UpdatedAt: clock.Micros(s.Now()), UpdatedBy: who.Subject,
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if err := write(ctx, &n); err != nil {
			return err
		}
		n, err = s.Store.OneNews(ctx, who.Tenant, org, n.ID)
		return err
	})
	return s.seen(ctx, who, []News{n}, err)
}

// DeleteNews takes news away. It takes org:edit at their org; a revision that is
// overtaken is news.stale (Stale).
func (s *Service) DeleteNews(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.Auth.Confirm(ctx, who, rbac.OrgEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		before, err := s.newsAt(ctx, who, org, id, revision)
		if err != nil {
			return err
		}
		if done, err := s.Store.DeleteNews(ctx, before); err != nil || !done {
			return newsStale(err, before)
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "news:deleted", Kind: newsKind, ResourceID: id, OrgID: org, Before: newsRecord(before),
		})
	})
}

// newsAt reads news that are at a revision.
func (s *Service) newsAt(ctx context.Context, who rbac.Actor, org rbac.OrgID, id string, revision int64) (News, error) {
	n, err := s.Store.OneNews(ctx, who.Tenant, org, id)
	if err == nil && n.Revision != revision {
		err = newsStale(nil, n)
	}
	return n, err
}

func newsStale(err error, n News) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Stale, "news.stale", "the news were changed meanwhile; they are at revision %d", n.Revision).
		Carrying(map[string]int64{"revision": n.Revision})
}

func (n *News) showFrom() {
	if n.ShownAt = n.StartsAt; n.ShownAt == 0 {
		n.ShownAt = n.CreatedAt
	}
}

func newsRecord(n News) map[string]any {
	out := map[string]any{"title": n.Title, "text": n.Text}
	if n.StartsAt != 0 {
		out["starts_at"] = clock.Time(n.StartsAt)
	}
	if n.EndsAt != 0 {
		out["ends_at"] = clock.Time(n.EndsAt)
	}
	return out
}
