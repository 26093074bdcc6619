package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/server/audit"
	"catenary/server/triggers"
)

// senderHeaders are those by which senders prove who they are. Of one that is
// there twice nothing is believed.
const (
	catenarySignature = "Catenary-Signature"
	hubSignature      = "X-Hub-Signature-256"
	hubEvent          = "X-GitHub-Event"
	gitLabToken       = "X-Gitlab-Token"
	gitLabEvent       = "X-Gitlab-Event"
	stripeSignature   = "Stripe-Signature"
)

func (a *API) registerHooks() {
	firing := &huma.MediaType{Schema: schemaOf[firingBody](a)}
	a.raw(route{
		ID: "callHook", Method: http.MethodPost, Path: "/hooks/{trigger_id}", Access: public, Tag: triggerTag,
		Summary: "Call a webhook. The call is signed as its trigger wants it; a repeat gets the answer of the first",
		Limit:   limitStart, Unread: true,
	}, &huma.Operation{
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {Schema: &huma.Schema{}}}},
		Parameters: []*huma.Param{
			pathParam("trigger_id", "The trigger's id", "01JD0000000000000000000000"),
			headerParam(catenarySignature, "t=<Unix time>,v1=<HMAC-SHA256 in hex> over v1, t, the trigger's id, the method and the SHA-256 of the body in hex, with a line feed between each two"),
			headerParam(hubSignature, "As GitHub signs"), headerParam(hubEvent, "GitHub's name of what happened"),
			headerParam(gitLabToken, "The key, as GitLab sends it"), headerParam(gitLabEvent, "GitLab's name of what happened"),
			headerParam(stripeSignature, "As Stripe signs"),
		},
		Responses: map[string]*huma.Response{
			"202": {Description: "A run was started, or will be", Content: map[string]*huma.MediaType{jsonType: firing}},
			"204": {Description: "The trigger is not about this event"},
		},
	}, a.callHook)
}

func headerParam(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}

// callHook: POST /hooks/{trigger_id}
func (a *API) callHook(c echo.Context) error {
	ctx, header := c.Request().Context(), c.Request().Header
	one := func(name string) string {
		if values := header.Values(name); len(values) == 1 {
			return values[0]
		}
		return ""
	}
	call := triggers.Call{
		Trigger: c.Param("trigger_id"), Method: c.Request().Method, Address: audit.OriginOf(ctx).Address, Body: bodyOf(c),
		CatenarySignature: one(catenarySignature), HubSignature: one(hubSignature), HubEvent: one(hubEvent),
		GitLabToken: one(gitLabToken), GitLabEvent: one(gitLabEvent), StripeSignature: one(stripeSignature),
		IdempotencyKey: one(idempotencyHeader),
	}
	from, err := a.Triggers.Verify(ctx, call)
	if err != nil {
		return err
	}
	if err := strictJSON(call.Body); err != nil {
		return err
	}
	firing, err := a.Triggers.Fire(ctx, from, call.Body)
	switch {
	case err != nil:
		return err
	case firing == nil:
		return c.NoContent(http.StatusNoContent)
	}
	return c.JSON(http.StatusAccepted, newFiringBody(*firing))
}
