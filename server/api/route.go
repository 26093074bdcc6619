package api

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/audit"
)

// access says who may call a route at all; the use case behind it decides the rest.
type access string

const (
	// guarded routes need someone signed in, and the route's permission.
	guarded access = ""
	// public routes need nobody.
	public access = "public"
	// personal routes need someone signed in and are about that person's own things.
	personal access = "personal"
)

// route is one operation of the API.
type route struct {
	ID         string // operationId; stable
	Method     string
	Path       string // below /api/v1
	Permission rbac.Permission
	Access     access
	Tag        string
	Summary    string
	// Status is that of success; 0 means 200.
	Status int
	// MaxBody is in bytes; 0 means 1 MiB.
	MaxBody int64
	// Sensitive routes answer with what is shown only once, so that no answer
	// of theirs is kept for a repeat with the same Idempotency-Key.
	Sensitive bool
	// Keyed routes keep the Idempotency-Key with what they make, so that it is
	// not kept a second time.
	Keyed bool
	// Unread routes get the body's bytes before anything of it was looked at: a
	// signature is checked first.
	Unread bool
	// Errors are statuses of refusals besides those that all routes have.
	Errors []int
	// Limit is the class of the rate limit; by default reads are GET, login is
	// what is public and changes something, and write is the rest.
	Limit limitClass
}

// defaultMaxBody is the largest body of a route that says nothing else.
const defaultMaxBody = 1 << 20

// prefix is where all operations live.
const prefix = "/api/v1"

// register adds a route. The handler's input and output are Huma's; any error
// it returns becomes a problem.
func register[I, O any](a *API, r route, handle func(context.Context, *I) (*O, error)) {
	mustEmbedExported(reflect.TypeFor[I]())
	mustEmbedExported(reflect.TypeFor[O]())
	a.routes = append(a.routes, r)
	op := huma.Operation{
		OperationID: r.ID, Method: r.Method, Path: prefix + r.Path, Summary: r.Summary,
		Tags: []string{r.Tag}, DefaultStatus: r.Status,
		RejectUnknownQueryParameters: true,
		// The body is read and measured before Huma sees it.
		MaxBodyBytes: -1, BodyReadTimeout: -1,
	}
	describe(&op, r, reflect.TypeFor[I]())
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		ctx, err := reasoned(ctx, in)
		var out *O
		if err == nil {
			out, err = handle(ctx, in)
		}
		if err != nil {
			a.refused(ctx, r, err)
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// mustEmbedExported ends the program at its start where Huma would silently
// leave out the parameters of an embedded type.
func mustEmbedExported(t reflect.Type) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous && !f.IsExported() {
			panic("api: " + t.String() + " embeds " + f.Name + ", whose name has to be exported for Huma to see it")
		}
	}
	if f, found := t.FieldByName("Status"); found && len(f.Index) > 1 {
		panic("api: " + t.String() + " embeds its Status, which Huma then reads from the wrong place")
	}
}

type actorKey struct{}

// actor is who asks. Guarded and personal routes always have one.
func actor(ctx context.Context) rbac.Actor {
	who, _ := ctx.Value(actorKey{}).(rbac.Actor)
	return who
}

// InOrg is embedded in the input of routes below /orgs/{org_id}. What inputs
// and outputs embed has upper-case names: Huma looks into nothing else.
type InOrg struct {
	OrgID string `path:"org_id" doc:"The org's id" example:"01JD0000000000000000000000"`
}

func (in InOrg) org() rbac.OrgID { return rbac.OrgID(in.OrgID) }

// Paged is embedded in the input of lists.
type Paged struct {
	Cursor string `query:"cursor" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows a page"`
}

func (in Paged) page() (page.Request, error) { return page.Parse(in.Cursor, in.Limit) }

// inOrgSearched is the input of lists of an org that can be searched.
type inOrgSearched struct {
	InOrg
	Search string `query:"q" maxLength:"200" doc:"Those with this in their name or key; of members: in their name or address"`
	Paged
}

func (in inOrgSearched) page() (r page.Request, err error) {
	if r, err = in.Paged.page(); err == nil && strings.TrimSpace(in.Search) != "" {
		r.Search, err = name.Check("#/query/q", in.Search)
	}
	return r, err
}

// listBody is the body of every list.
type listBody[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// listOutput is the output of every list.
type listOutput[T any] struct{ Body listBody[T] }

// list turns a page of domain values into an output.
func list[D, T any](p page.Of[D], convert func(D) T) *listOutput[T] {
	out := &listOutput[T]{Body: listBody[T]{Items: make([]T, 0, len(p.Items)), Next: p.Next.String()}}
	for _, item := range p.Items {
		out.Body.Items = append(out.Body.Items, convert(item))
	}
	return out
}

// Reasoned is embedded in the input of what is done for a reason: the entries
// of the audit log say it. It travels in the address, whose length many proxies
// bound at 8 KiB; 500 Chinese characters are 4.5 KB there.
type Reasoned struct {
	Reason string `query:"reason" maxLength:"500" doc:"Why, for the audit log"`
}

func (in Reasoned) why() (string, error) { return name.Text("#/query/reason", in.Reason, 500) }

// reasoned returns a context that carries the reason of the request, if it can
// have one.
func reasoned(ctx context.Context, in any) (context.Context, error) {
	given, can := in.(interface{ why() (string, error) })
	if !can {
		return ctx, nil
	}
	reason, err := given.why()
	return audit.WithReason(ctx, reason), err
}

// IfMatch is embedded in the input of routes that change what is edited.
type IfMatch struct {
	ETag string `header:"If-Match" doc:"The ETag of what was read"`
}

// revision reads the revision out of If-Match; without one the request is
// refused, so nobody overwrites what they have not seen.
func (in IfMatch) revision() (int64, error) {
	if in.ETag == "" {
		return 0, fault.New(fault.Unconditional, "request.if_match_missing", "send If-Match with the ETag of what you read")
	}
	n, err := strconv.ParseInt(strings.Trim(in.ETag, `"`), 10, 64)
	if err != nil || n < 1 || in.ETag != etag(n) { // weak ones never match
		return 0, fault.New(fault.Stale, "request.if_match", "If-Match is not an ETag of this resource")
	}
	return n, nil
}

// etag is the ETag of a revision.
func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// none is the output of routes that answer 204.
type none struct{}
