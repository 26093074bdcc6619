package api

import (
	"context"
	"net/http"

	"catenary/internal/page"
	"catenary/rbac"
	"catenary/server/templates"
)

func (a *API) registerTemplates() {
	const tag, all, one = "templates", "/orgs/{org_id}/templates", "/orgs/{org_id}/templates/{template_key}"
	register(a, route{
		ID: "listTemplates", Method: http.MethodGet, Path: all, Permission: rbac.TemplateView, Tag: tag,
		Summary: "Chains and releases to begin with, and what each needs: those of the org and those shared to it, by key, and then those that are always there",
	}, a.listTemplates)
	register(a, route{
		ID: "proposeTemplate", Method: http.MethodGet, Path: "/orgs/{org_id}/template-proposal", Permission: rbac.TemplateWrite, Tag: tag,
		Summary: "What a template of a chain or a release would ask for",
	}, a.proposeTemplate)
	register(a, route{
		ID: "createTemplate", Method: http.MethodPost, Path: all, Permission: rbac.TemplateWrite, Tag: tag,
		Summary: "Save a chain or a release as a template", Status: http.StatusCreated,
	}, a.createTemplate)
	register(a, route{
		ID: "getTemplate", Method: http.MethodGet, Path: one, Permission: rbac.TemplateView, Tag: tag, Summary: "One template",
	}, a.getTemplate)
	register(a, route{
		ID: "replaceTemplate", Method: http.MethodPut, Path: one, Permission: rbac.TemplateWrite, Tag: tag,
		Summary: "Say anew what a template of the org is, and from what it is made; what was made of it stays",
	}, a.replaceTemplate)
	register(a, route{
		ID: "deleteTemplate", Method: http.MethodDelete, Path: one, Permission: rbac.TemplateWrite, Tag: tag,
		Summary: "Delete a template of the org, for ever; what was made of it stays", Status: http.StatusNoContent,
	}, a.deleteTemplate)
	register(a, route{
		ID: "useTemplate", Method: http.MethodPost, Path: one + "/chains", Permission: rbac.ChainEdit, Tag: tag,
		Summary: "Make the chains of a template, with the scripts and the webhook they need; it takes template:use too", Status: http.StatusCreated,
	}, a.useTemplate)
	register(a, route{
		ID: "sketchTemplate", Method: http.MethodGet, Path: one + "/sketch", Permission: rbac.ChainEdit, Tag: tag,
		Summary: "The chains of a template as they would be made without a choice, to draw on with their nodes elsewhere; it takes template:use too, and makes nothing",
	}, a.sketchTemplate)
	register(a, route{
		ID: "drawRelease", Method: http.MethodPost, Path: one + "/releases", Permission: rbac.ReleaseCreate, Tag: tag,
		Summary: "Draw up a release of a template; it takes template:use too", Status: http.StatusCreated,
	}, a.drawRelease)
}

// InTemplate is embedded in the input of routes about a template.
type InTemplate struct {
	InOrg
	Template string `path:"template_key" doc:"The template's key" example:"hello"`
}

// listTemplates: GET /orgs/{org_id}/templates
func (a *API) listTemplates(ctx context.Context, in *inOrgSearched) (*listOutput[templateBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Templates.List(ctx, actor(ctx), in.org(), r)
	if err != nil {
		return nil, err
	}
	bodies := page.Of[templateBody]{Next: p.Next}
	for _, v := range p.Items {
		b, err := newTemplateBody(v)
		if err != nil {
			return nil, err
		}
		bodies.Items = append(bodies.Items, b)
	}
	return list(bodies, func(b templateBody) templateBody { return b }), nil
}

type proposeTemplateInput struct {
	InOrg
	Chain   string `query:"chain" doc:"Key of a chain"`
	Version int64  `query:"version" minimum:"1" doc:"A version of the chain; its draft if absent"`
	Release string `query:"release" doc:"Id of a release, instead of a chain"`
}

type proposeTemplateOutput struct {
	Body struct {
		Found   []templateFoundBody  `json:"found" doc:"What is named, and so can be asked for"`
		Scripts []templateScriptBody `json:"scripts" doc:"Taken along with their texts"`
	}
}

// proposeTemplate: GET /orgs/{org_id}/template-proposal
func (a *API) proposeTemplate(ctx context.Context, in *proposeTemplateInput) (*proposeTemplateOutput, error) {
	p, err := a.Templates.Propose(ctx, actor(ctx), in.org(), templates.From{Chain: in.Chain, Version: in.Version, Release: in.Release})
	if err != nil {
		return nil, err
	}
	out := &proposeTemplateOutput{}
	out.Body.Found, out.Body.Scripts = some(newTemplateFound(p.Slots)), newTemplateScripts(p.Scripts)
	return out, nil
}

type templateFromBody struct {
	Chain   string `json:"chain,omitempty" doc:"Key of a chain" example:"release"`
	Version int64  `json:"version,omitempty" minimum:"1" doc:"A version of the chain; its draft if absent"`
	Release string `json:"release,omitempty" doc:"Id of a release, instead of a chain"`
}

type templateChoiceBody struct {
	Found string `json:"found" doc:"What was found is called so" example:"python-3-11"`
	Key   string `json:"key,omitempty" doc:"It is to be called so" example:"python"`
	Needs string `json:"needs,omitempty" doc:"What is asked for" example:"Python 3"`
	Fixed bool   `json:"fixed,omitempty" doc:"It is kept and not asked for"`
}

// TemplateSaid is embedded in bodies that say what a template is.
type TemplateSaid struct {
	Name        string               `json:"name" example:"Stock release"`
	Description string               `json:"description,omitempty"`
	Parameters  []templateChoiceBody `json:"parameters,omitempty" maxItems:"1000" nullable:"false" doc:"What becomes of what was found; what is left out is asked for as it was found"`
}

func (b TemplateSaid) in(from *templateFromBody) templates.In {
	in := templates.In{Name: b.Name, Description: b.Description}
	if from != nil {
		in.From = templates.From(*from)
	}
	for _, c := range b.Parameters {
		in.Choices = append(in.Choices, templates.Choice(c))
	}
	return in
}

type templateOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     templateBody
}

func newTemplateOutput(v templates.View, err error) (*templateOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &templateOutput{}
	if v.Kept != nil {
		out.ETag = etag(v.Kept.Revision)
	}
	out.Body, err = newTemplateBody(v)
	return out, err
}

type createTemplateInput struct {
	InOrg
	Body struct {
		Key string `json:"key" doc:"Small letters, digits and inner hyphens; unique in its org" example:"stock"`
		TemplateSaid
		From templateFromBody `json:"from" doc:"What it is made from"`
	}
}

// createTemplate: POST /orgs/{org_id}/templates
func (a *API) createTemplate(ctx context.Context, in *createTemplateInput) (*templateOutput, error) {
	said := in.Body.in(&in.Body.From)
	said.Key = in.Body.Key
	out, err := newTemplateOutput(a.Templates.Create(ctx, actor(ctx), in.org(), said))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/templates/" + out.Body.Key
	}
	return out, err
}

// getTemplate: GET /orgs/{org_id}/templates/{template_key}
func (a *API) getTemplate(ctx context.Context, in *struct{ InTemplate }) (*templateOutput, error) {
	return newTemplateOutput(a.Templates.Get(ctx, actor(ctx), in.org(), in.Template))
}

type replaceTemplateInput struct {
	InTemplate
	IfMatch
	Body struct {
		TemplateSaid
		From *templateFromBody `json:"from,omitempty" doc:"What it is made from anew; absent, the chain or the plan in it stays"`
	}
}

// replaceTemplate: PUT /orgs/{org_id}/templates/{template_key}
func (a *API) replaceTemplate(ctx context.Context, in *replaceTemplateInput) (*templateOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return newTemplateOutput(a.Templates.Replace(ctx, actor(ctx), in.org(), in.Template, revision, in.Body.in(in.Body.From)))
}

// deleteTemplate: DELETE /orgs/{org_id}/templates/{template_key}
func (a *API) deleteTemplate(ctx context.Context, in *struct {
	InTemplate
	Reasoned
	IfMatch
},
) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return nil, a.Templates.Delete(ctx, actor(ctx), in.org(), in.Template, revision)
}
