package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/inbox"
	"catenary/server/stream"
)

func (a *API) registerInbox() {
	const tag, mine, todos = "inbox", "/me/inbox", "/orgs/{org_id}/todos"
	register(a, route{
		ID: "listTodos", Method: http.MethodGet, Path: mine, Access: personal, Tag: tag,
		Summary: "Your to-dos over the whole tree: approvals, forms, failed runs, releases, and those of other systems",
	}, a.listTodos)
	register(a, route{
		ID: "countTodos", Method: http.MethodGet, Path: mine + "/counts", Access: personal, Tag: tag,
		Summary: "How many to-dos wait for you, up to 100",
	}, a.countTodos)
	register(a, route{
		ID: "streamTodoCounts", Method: http.MethodGet, Path: mine + "/counts/stream", Access: personal, Tag: tag,
		Summary: "How many to-dos wait for you, as it changes (server-sent events)",
	}, a.streamTodoCounts)
	register(a, route{
		ID: "dismissTodo", Method: http.MethodPost, Path: mine + "/{todo_id}/dismissal", Access: personal, Tag: tag,
		Summary: "Take a failed run out of your list", Status: http.StatusNoContent,
	}, a.dismissTodo)
	register(a, route{
		ID: "completeTodo", Method: http.MethodPost, Path: mine + "/{todo_id}/completion", Access: personal, Tag: tag,
		Summary: "Say that a to-do of another system is done; it takes a session, and one of the people whom it names",
	}, a.completeTodo)
	register(a, route{
		ID: "decideMany", Method: http.MethodPost, Path: "/me/decisions", Access: personal, Tag: tag,
		Summary: "Decide on many approvals, each by itself; each takes what decideApproval does",
	}, a.decideMany)
	register(a, route{
		ID: "listDelegations", Method: http.MethodGet, Path: "/me/delegations", Access: personal, Tag: tag,
		Summary: "Who stands in for you, and for whom you stand in, now and later",
	}, a.listDelegations)
	register(a, route{
		ID: "createDelegation", Method: http.MethodPost, Path: "/me/delegations", Access: personal, Tag: tag,
		Summary: "Name a deputy for a time; it lends your place among those who are asked, and no rights", Status: http.StatusCreated,
	}, a.createDelegation)
	register(a, route{
		ID: "endDelegation", Method: http.MethodDelete, Path: "/me/delegations/{delegation_id}", Access: personal, Tag: tag,
		Summary: "End a delegation that you made", Status: http.StatusNoContent,
	}, a.endDelegation)
	register(a, route{
		ID: "getExternalTodo", Method: http.MethodGet, Path: todos, Permission: rbac.TodoWrite, Tag: tag,
		Summary: "A to-do that another system put in",
	}, a.getExternalTodo)
	register(a, route{
		ID: "putExternalTodo", Method: http.MethodPost, Path: todos, Permission: rbac.TodoWrite, Tag: tag,
		Summary: "Put a to-do of another system before people, or change it; its source and id name it",
	}, a.putExternalTodo)
	register(a, route{
		ID: "endExternalTodo", Method: http.MethodPost, Path: todos + "/end", Permission: rbac.TodoWrite, Tag: tag,
		Summary: "Say that a to-do of another system is done, or gone",
	}, a.endExternalTodo)
	a.streams("streamTodoCounts")
}

type todoBody struct {
	ID        string     `json:"id"`
	OrgID     string     `json:"org_id"`
	OrgName   string     `json:"org_name,omitempty"`
	Source    string     `json:"source" doc:"approval, form, run, release; x: and its key for another system" example:"approval"`
	SourceID  string     `json:"source_id"`
	Title     string     `json:"title"`
	Link      string     `json:"link,omitempty"`
	Digest    string     `json:"digest,omitempty" doc:"Of what is to be decided, for decisions on many at once"`
	State     string     `json:"state" enum:"waiting,done,gone"`
	For       string     `json:"for,omitempty" doc:"For whom it waits, if you stand in for somebody"`
	DueAt     *time.Time `json:"due_at,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	DoneAt    *time.Time `json:"done_at,omitempty"`
	DoneBy    string     `json:"done_by,omitempty"`
	Reason    string     `json:"reason,omitempty" doc:"What who did it said"`
}

func newTodoBody(v inbox.View) todoBody {
	return todoBody{
		ID: v.ID, OrgID: string(v.Org), OrgName: v.OrgName, Source: v.Source, SourceID: v.SourceID, Title: v.Title, Link: v.Link, Digest: v.Digest,
		State: string(v.State), For: string(v.For), DueAt: moment(v.DueAt), CreatedAt: clock.Time(v.CreatedAt), DoneAt: moment(v.DoneAt), DoneBy: string(v.DoneBy), Reason: v.Reason,
	}
}

type listTodosInput struct {
	Paged
	Box    string `query:"box" enum:"waiting,done,mine,delegated" default:"waiting" doc:"What waits for you, what you did, what you asked for, what waits for those for whom you stand in"`
	Source string `query:"source" maxLength:"80" doc:"Of one source only" example:"approval"`
}

// listTodos: GET /me/inbox
func (a *API) listTodos(ctx context.Context, in *listTodosInput) (*listOutput[todoBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Inbox.List(ctx, actor(ctx), inbox.Query{Box: inbox.Box(in.Box), Source: in.Source}, r)
	if err != nil {
		return nil, err
	}
	return list(p, newTodoBody), nil
}

type countTodosOutput struct {
	Body struct {
		Waiting   int `json:"waiting"`
		Delegated int `json:"delegated"`
		Most      int `json:"most" doc:"No more are counted"`
	}
}

// countTodos: GET /me/inbox/counts
func (a *API) countTodos(ctx context.Context, _ *struct{}) (*countTodosOutput, error) {
	c, err := a.Inbox.Count(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	out := &countTodosOutput{}
	out.Body.Waiting, out.Body.Delegated, out.Body.Most = c.Waiting, c.Delegated, inbox.MaxCount
	return out, nil
}

// streamTodoCounts: GET /me/inbox/counts/stream
func (a *API) streamTodoCounts(ctx context.Context, in *struct{ Resumed }) (*huma.StreamResponse, error) {
	s, err := a.Streams.Follow(ctx, a.reader(ctx, in.Resumed), stream.Followed{
		Name: "counts", Join: a.Inbox.Join,
		See: func(ctx context.Context, who rbac.Actor) (stream.Standing, error) {
			c, err := a.Inbox.Count(ctx, who)
			return stream.Standing{Data: c}, err
		},
	})
	return a.streamed(ctx, s, err)
}

// dismissTodo: POST /me/inbox/{todo_id}/dismissal
func (a *API) dismissTodo(ctx context.Context, in *struct {
	TodoID string `path:"todo_id"`
},
) (*none, error) {
	return nil, a.Inbox.Dismiss(ctx, actor(ctx), in.TodoID)
}

type completeTodoInput struct {
	TodoID string `path:"todo_id"`
	Body   struct {
		Reason string `json:"reason,omitempty" maxLength:"8000" doc:"What the other system is told"`
	}
}

// completeTodo: POST /me/inbox/{todo_id}/completion
func (a *API) completeTodo(ctx context.Context, in *completeTodoInput) (*todoOutput, error) {
	return newTodoOutput(a.Inbox.Complete(ctx, actor(ctx), in.TodoID, in.Body.Reason))
}

type oneOfManyBody struct {
	OrgID      string `json:"org_id" maxLength:"64"`
	ApprovalID string `json:"approval_id" maxLength:"64"`
	DecisionIn
}

type decideManyInput struct {
	Body struct {
		Decisions []oneOfManyBody `json:"decisions" minItems:"1" maxItems:"50"`
	}
}

type decidedBody struct {
	ApprovalID string `json:"approval_id"`
	Code       string `json:"code,omitempty" doc:"Of the problem; absent: it is decided"`
	Detail     string `json:"detail,omitempty"`
}

type decideManyOutput struct {
	Body struct {
		Items []decidedBody `json:"items" doc:"In the order of the request"`
	}
}

// decideMany: POST /me/decisions
func (a *API) decideMany(ctx context.Context, in *decideManyInput) (*decideManyOutput, error) {
	all := make([]approvals.Each, len(in.Body.Decisions))
	for i, d := range in.Body.Decisions {
		all[i] = approvals.Each{Org: rbac.OrgID(d.OrgID), ID: d.ApprovalID, In: d.in()}
	}
	out := &decideManyOutput{}
	out.Body.Items = make([]decidedBody, len(all))
	wrong, err := a.Approvals.Each(ctx, actor(ctx), all)
	if err != nil {
		return nil, err
	}
	for i, err := range wrong {
		out.Body.Items[i].ApprovalID = all[i].ID
		if err != nil {
			f := fault.As(err)
			out.Body.Items[i].Code, out.Body.Items[i].Detail = f.Code, f.Message
		}
	}
	return out, nil
}

type delegationBody struct {
	ID       string      `json:"id"`
	From     *authorBody `json:"from"`
	To       *authorBody `json:"to"`
	BeginsAt time.Time   `json:"begins_at"`
	EndsAt   time.Time   `json:"ends_at"`
	Reason   string      `json:"reason,omitempty"`
}

func newDelegationBody(d approvals.Delegation) delegationBody {
	return delegationBody{
		ID: d.ID, From: newAuthor(d.From, d.FromName), To: newAuthor(d.To, d.ToName),
		BeginsAt: clock.Time(d.BeginsAt), EndsAt: clock.Time(d.EndsAt), Reason: d.Reason,
	}
}

// listDelegations: GET /me/delegations
func (a *API) listDelegations(ctx context.Context, in *struct{ Paged }) (*listOutput[delegationBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Approvals.Delegations(ctx, actor(ctx), r)
	if err != nil {
		return nil, err
	}
	return list(p, newDelegationBody), nil
}

type createDelegationInput struct {
	Body struct {
		To       string    `json:"to" maxLength:"400" doc:"Id or mail address of a member"`
		BeginsAt time.Time `json:"begins_at,omitempty" doc:"Now if left out"`
		EndsAt   time.Time `json:"ends_at"`
		Reason   string    `json:"reason,omitempty" maxLength:"8000"`
	}
}

type delegationOutput struct{ Body delegationBody }

// createDelegation: POST /me/delegations
func (a *API) createDelegation(ctx context.Context, in *createDelegationInput) (*delegationOutput, error) {
	d, err := a.Approvals.Delegate(ctx, actor(ctx), rbac.SubjectID(in.Body.To), in.Body.BeginsAt, in.Body.EndsAt, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return &delegationOutput{Body: newDelegationBody(d)}, nil
}

// endDelegation: DELETE /me/delegations/{delegation_id}
func (a *API) endDelegation(ctx context.Context, in *struct {
	DelegationID string `path:"delegation_id"`
},
) (*none, error) {
	return nil, a.Approvals.EndDelegation(ctx, actor(ctx), in.DelegationID)
}

// ExternalTodo is embedded in the bodies of routes about to-dos of other
// systems.
type ExternalTodo struct {
	Source string `json:"source" maxLength:"64" doc:"Key of the other system" example:"erp"`
	ID     string `json:"id" maxLength:"200" doc:"The to-do's id there" example:"order-4711"`
}

type todoOutput struct{ Body todoBody }

func newTodoOutput(t inbox.Todo, err error) (*todoOutput, error) {
	if err != nil {
		return nil, err
	}
	return &todoOutput{Body: newTodoBody(inbox.View{Todo: t})}, nil
}

type getExternalTodoInput struct {
	InOrg
	Source string `query:"source" required:"true" maxLength:"64" doc:"Key of the other system" example:"erp"`
	ID     string `query:"id" required:"true" maxLength:"200" doc:"The to-do's id there" example:"order-4711"`
}

// getExternalTodo: GET /orgs/{org_id}/todos
func (a *API) getExternalTodo(ctx context.Context, in *getExternalTodoInput) (*todoOutput, error) {
	return newTodoOutput(a.Inbox.GetExternal(ctx, actor(ctx), in.org(), in.Source, in.ID))
}

type putExternalTodoInput struct {
	InOrg
	Body struct {
		ExternalTodo
		Title  string    `json:"title" maxLength:"800"`
		Link   string    `json:"link" maxLength:"2000" doc:"Where it is done" example:"https://erp.example.org/orders/4711"`
		People []string  `json:"people" minItems:"1" maxItems:"100" doc:"Ids or mail addresses of members who may view the org"`
		DueAt  time.Time `json:"due_at,omitempty"`
	}
}

// putExternalTodo: POST /orgs/{org_id}/todos
func (a *API) putExternalTodo(ctx context.Context, in *putExternalTodoInput) (*todoOutput, error) {
	return newTodoOutput(a.Inbox.PutExternal(ctx, actor(ctx), in.org(), in.Body.Source, in.Body.ID, inbox.In{
		Title: in.Body.Title, Link: in.Body.Link, People: in.Body.People, DueAt: in.Body.DueAt,
	}))
}

type endExternalTodoInput struct {
	InOrg
	Body struct {
		ExternalTodo
		State string `json:"state" enum:"done,gone"`
		By    string `json:"by,omitempty" maxLength:"400" doc:"Id or mail address of who did it"`
	}
}

// endExternalTodo: POST /orgs/{org_id}/todos/end
func (a *API) endExternalTodo(ctx context.Context, in *endExternalTodoInput) (*todoOutput, error) {
	return newTodoOutput(a.Inbox.EndExternal(ctx, actor(ctx), in.org(), in.Body.Source, in.Body.ID, inbox.State(in.Body.State), in.Body.By))
}
