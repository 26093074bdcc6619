package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/page"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/server/approvals"
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
		ID: "drawRelease", Method: http.MethodPost, Path: one + "/releases", Permission: rbac.ReleaseCreate, Tag: tag,
		Summary: "Draw up a release of a template; it takes template:use too", Status: http.StatusCreated,
	}, a.drawRelease)
}

// InTemplate is embedded in the input of routes about a template.
type InTemplate struct {
	InOrg
	Template string `path:"template_key" doc:"The template's key" example:"hello"`
}

type templateBody struct {
	ID         string                  `json:"id,omitempty" doc:"Absent if the program brings it along"`
	OrgID      string                  `json:"org_id,omitempty" doc:"Whose it is; absent if the program brings it along, or if you may not view the templates of the org that shares it"`
	Key        string                  `json:"key"`
	Title      nodes.Words             `json:"title" doc:"Also a name for what is made"`
	Summary    nodes.Words             `json:"summary"`
	Parameters []templateParameterBody `json:"parameters" doc:"What is to be filled in"`
	Chains     []templateChainBody     `json:"chains" doc:"What is made, in order; none of a release alone"`
	Scripts    []templateScriptBody    `json:"scripts" doc:"Made along with the chains; that takes script:edit"`
	Webhook    bool                    `json:"webhook" doc:"A webhook that starts the first chain is made too; that takes trigger:write and run:start"`
	Release    *templateReleaseBody    `json:"release,omitempty" doc:"What can be drawn up, if it is a template of a release"`
	Shared     bool                    `json:"shared" doc:"An org above lets it be used here"`
	Revision   int64                   `json:"revision,omitempty" doc:"Absent if the program brings it along"`
	UpdatedAt  *time.Time              `json:"updated_at,omitempty"`
	UpdatedBy  *authorBody             `json:"updated_by,omitempty"`
	Found      []templateFoundBody     `json:"found,omitempty" doc:"All that it names, for who may change it; absent in lists"`
	Can        []rbac.Permission       `json:"can" doc:"What you may do with it"`
}

type templateFoundBody struct {
	Key    string         `json:"key" doc:"What the parameter is called"`
	Kind   templates.Kind `json:"kind" enum:"engine,environment,secret,switch,chain,people,text"`
	Value  string         `json:"value,omitempty" doc:"What stands there: a key, or a text"`
	People *askedByBody   `json:"people,omitempty" doc:"Who stands there"`
	Needs  string         `json:"needs,omitempty" doc:"What is asked for"`
	Fixed  bool           `json:"fixed" doc:"It is kept and not asked for"`
	Places []string       `json:"places" doc:"Where it stands in the chain or in the plan"`
}

func newTemplateFound(all []templates.Slot) []templateFoundBody {
	var out []templateFoundBody
	for _, s := range all {
		b := templateFoundBody{Key: s.Key, Kind: s.Kind, Value: s.Value, Needs: s.Needs, Fixed: s.Fixed, Places: s.Places}
		if s.By != nil {
			b.People = &askedByBody{Role: s.By.Role, Org: s.By.Org, Group: s.By.Group, Member: s.By.Member}
		}
		out = append(out, b)
	}
	return out
}

type templateParameterBody struct {
	Key     string         `json:"key" doc:"What the template calls it"`
	Kind    templates.Kind `json:"kind" enum:"engine,environment,secret,switch,chain,people,text" doc:"What it is filled in with: a key of such a thing, people, or a text"`
	Needs   nodes.Words    `json:"needs" doc:"What is asked for"`
	Default string         `json:"default" doc:"What is meant without a choice; of people it is a role"`
}

type templateChainBody struct {
	Key   string            `json:"key" doc:"What is put behind the chosen key, with a dash between; empty for one that is alone"`
	Name  nodes.Words       `json:"name"`
	Graph templateGraphBody `json:"graph" doc:"What the picture shows"`
}

type templateReleaseBody struct {
	Parameters []templateParameterBody `json:"parameters" doc:"What is to be filled in for each release"`
	Phases     []nodes.Words           `json:"phases" doc:"Their names, in order"`
}

type templateScriptBody struct {
	Key      string      `json:"key"`
	Name     nodes.Words `json:"name"`
	Language string      `json:"language"`
}

type templateGraphBody struct {
	Nodes []templateNodeBody `json:"nodes"`
	Edges []templateEdgeBody `json:"edges"`
}

type templateNodeBody struct {
	ID   string      `json:"id"`
	Kind string      `json:"kind"`
	Name nodes.Words `json:"name"`
	X    float64     `json:"x"`
	Y    float64     `json:"y"`
}

type templateEdgeBody struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Failure bool   `json:"failure,omitempty"`
}

func newTemplateBody(v templates.View) (templateBody, error) {
	t := v.Template
	b := templateBody{
		Key: t.Key, Title: t.Title, Summary: t.Summary, Parameters: newTemplateParameters(t.Parameters),
		Chains: []templateChainBody{}, Scripts: newTemplateScripts(t.Scripts), Webhook: t.Webhook != nil, Shared: v.Shared, Can: some(v.Can),
	}
	if k := v.Kept; k != nil {
		b.ID, b.OrgID, b.Revision, b.UpdatedAt, b.UpdatedBy = k.ID, string(k.Org), k.Revision, at(k.UpdatedAt), newAuthor(k.UpdatedBy, k.UpdatedByName)
		b.Found = newTemplateFound(v.Slots())
	}
	for _, p := range t.Chains {
		en, err := t.Graph(p, templates.English)
		if err != nil {
			return b, err
		}
		zh, err := t.Graph(p, templates.Chinese)
		if err != nil {
			return b, err
		}
		b.Chains = append(b.Chains, templateChainBody{Key: p.Key, Name: p.Name, Graph: newTemplateGraph(en, zh)})
	}
	if t.Release == nil {
		return b, nil
	}
	en, err := t.Phases(templates.English)
	if err != nil {
		return b, err
	}
	zh, err := t.Phases(templates.Chinese)
	if err != nil {
		return b, err
	}
	b.Release = &templateReleaseBody{Parameters: newTemplateParameters(t.Release.Parameters), Phases: []nodes.Words{}}
	for i := range en {
		b.Release.Phases = append(b.Release.Phases, nodes.Words{EN: en[i], ZH: zh[i]})
	}
	return b, nil
}

func newTemplateScripts(all []templates.Script) []templateScriptBody {
	out := []templateScriptBody{}
	for _, s := range all {
		out = append(out, templateScriptBody{Key: s.Key, Name: s.Name, Language: s.Language})
	}
	return out
}

func newTemplateParameters(all []templates.Parameter) []templateParameterBody {
	out := []templateParameterBody{}
	for _, p := range all {
		out = append(out, templateParameterBody{Key: p.Key, Kind: p.Kind, Needs: p.Needs, Default: cmp.Or(p.Default, p.Key)})
	}
	return out
}

// newTemplateGraph takes the graph of the same chain with the names of each language.
func newTemplateGraph(en, zh *chain.Document) templateGraphBody {
	g := templateGraphBody{Nodes: []templateNodeBody{}, Edges: []templateEdgeBody{}}
	for i, n := range en.Nodes {
		at := en.Layout.Nodes[n.ID]
		g.Nodes = append(g.Nodes, templateNodeBody{
			ID: string(n.ID), Kind: string(n.Kind), Name: nodes.Words{EN: n.Name, ZH: zh.Nodes[i].Name}, X: at.X.Float(), Y: at.Y.Float(),
		})
	}
	for _, e := range en.Edges {
		g.Edges = append(g.Edges, templateEdgeBody{From: string(e.From), To: string(e.To), Failure: e.Failure})
	}
	return g
}

// listTemplates: GET /orgs/{org_id}/templates
func (a *API) listTemplates(ctx context.Context, in *inOrgPaged) (*listOutput[templateBody], error) {
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
	IfMatch
},
) (*none, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, err
	}
	return nil, a.Templates.Delete(ctx, actor(ctx), in.org(), in.Template, revision)
}

// TemplateChoices is embedded in bodies that say what a template is filled in with.
type TemplateChoices struct {
	Key      string                 `json:"key,omitempty" doc:"The chain's; what the keys of several begin with. It is needed unless the template is of a release alone" example:"hello"`
	Name     string                 `json:"name" doc:"What is made is called so" example:"Hello"`
	Language string                 `json:"language,omitempty" enum:"en,zh" doc:"That of the names in what is made; en if absent"`
	Values   map[string]string      `json:"values,omitempty" doc:"Keys of things and texts, by parameter. One that is left out has its default, and the draft says what is missing"`
	People   map[string]askedByBody `json:"people,omitempty" doc:"Who is meant, by parameter"`
}

func (b TemplateChoices) choices() templates.Choices {
	c := templates.Choices{Key: b.Key, Name: b.Name, Language: templates.Language(b.Language), Values: b.Values, People: map[string]approvals.By{}}
	for key, by := range b.People {
		c.People[key] = approvals.By{Role: by.Role, Org: by.Org, Group: by.Group, Member: by.Member}
	}
	return c
}

type useTemplateInput struct {
	InTemplate
	Body struct {
		TemplateChoices
		Publish bool `json:"publish,omitempty" doc:"Publish the chains too, in turn; that takes chain:publish"`
	}
}

type madeChainBody struct {
	Chain    chainBody     `json:"chain"`
	Problems []findingBody `json:"problems" doc:"What is wrong with the draft"`
	Refused  *refusedBody  `json:"refused,omitempty" doc:"Why it was not published; those behind it were not tried"`
}

type refusedBody struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type useTemplateOutput struct {
	Location string `header:"Location"`
	Body     struct {
		Chains  []madeChainBody `json:"chains" doc:"In the order in which they were made"`
		Trigger *triggerBody    `json:"trigger,omitempty" doc:"What starts the first one. Calls have to be signed: add a key to it"`
	}
}

// useTemplate: POST /orgs/{org_id}/templates/{template_key}/chains
func (a *API) useTemplate(ctx context.Context, in *useTemplateInput) (*useTemplateOutput, error) {
	c := in.Body.choices()
	c.Publish = in.Body.Publish
	made, err := a.Templates.Use(ctx, actor(ctx), in.org(), in.Template, c)
	if err != nil {
		return nil, err
	}
	out := &useTemplateOutput{Location: prefix + "/orgs/" + in.OrgID + "/chains/" + made.Chains[0].Key}
	for _, m := range made.Chains {
		saved := a.newSavedChain(ctx, m.Saved)
		b := madeChainBody{Chain: saved.Body.Chain, Problems: saved.Body.Problems}
		if f := fault.As(m.Refused); m.Refused != nil {
			b.Refused = &refusedBody{Code: f.Code, Detail: f.Message}
		}
		out.Body.Chains = append(out.Body.Chains, b)
	}
	if made.Trigger != nil {
		b := newTriggerBody(*made.Trigger)
		out.Body.Trigger = &b
	}
	return out, nil
}

type drawReleaseInput struct {
	InTemplate
	Body struct{ TemplateChoices }
}

// drawRelease: POST /orgs/{org_id}/templates/{template_key}/releases
func (a *API) drawRelease(ctx context.Context, in *drawReleaseInput) (*releaseOutput, error) {
	out, err := newReleaseOutput(a.Templates.Draw(ctx, actor(ctx), in.org(), in.Template, in.Body.choices()))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/releases/" + out.Body.ID
	}
	return out, err
}
