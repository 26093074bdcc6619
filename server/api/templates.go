package api

import (
	"cmp"
	"context"
	"net/http"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/server/approvals"
	"catenary/server/templates"
)

func (a *API) registerTemplates() {
	const tag, all = "templates", "/orgs/{org_id}/templates"
	register(a, route{
		ID: "listTemplates", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: tag,
		Summary: "Chains and releases to begin with, and what each needs",
	}, a.listTemplates)
	register(a, route{
		ID: "useTemplate", Method: http.MethodPost, Path: all + "/{template_key}/chains", Permission: rbac.ChainEdit, Tag: tag,
		Summary: "Make the chains of a template, with the scripts and the webhook they need", Status: http.StatusCreated,
	}, a.useTemplate)
	register(a, route{
		ID: "drawRelease", Method: http.MethodPost, Path: all + "/{template_key}/releases", Permission: rbac.ReleaseCreate, Tag: tag,
		Summary: "Draw up a release of the chains that were made of a template", Status: http.StatusCreated,
	}, a.drawRelease)
}

type templateBody struct {
	Key        string                  `json:"key"`
	Title      nodes.Words             `json:"title" doc:"Also a name for what is made"`
	Summary    nodes.Words             `json:"summary"`
	Parameters []templateParameterBody `json:"parameters" doc:"What is to be filled in"`
	Chains     []templateChainBody     `json:"chains" doc:"What is made, in order"`
	Scripts    []templateScriptBody    `json:"scripts" doc:"Made along with the chains; that takes script:edit"`
	Webhook    bool                    `json:"webhook" doc:"A webhook that starts the first chain is made too; that takes trigger:write and run:start"`
	Release    *templateReleaseBody    `json:"release,omitempty" doc:"What is released with the chains, if it is a template of a release"`
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

func newTemplateBody(t templates.Template) (templateBody, error) {
	b := templateBody{
		Key: t.Key, Title: t.Title, Summary: t.Summary, Parameters: newTemplateParameters(t.Parameters),
		Chains: []templateChainBody{}, Scripts: []templateScriptBody{}, Webhook: t.Webhook != nil,
	}
	for _, s := range t.Scripts {
		b.Scripts = append(b.Scripts, templateScriptBody{Key: s.Key, Name: s.Name, Language: s.Language})
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
	en, err := t.Plan(templates.Choices{Key: t.Key, Language: templates.English})
	if err != nil {
		return b, err
	}
	zh, err := t.Plan(templates.Choices{Key: t.Key, Language: templates.Chinese})
	if err != nil {
		return b, err
	}
	b.Release = &templateReleaseBody{Parameters: newTemplateParameters(t.Release.Parameters), Phases: []nodes.Words{}}
	for i, p := range en.Phases {
		b.Release.Phases = append(b.Release.Phases, nodes.Words{EN: p.Name, ZH: zh.Phases[i].Name})
	}
	return b, nil
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

type templatesOutput struct {
	Body struct {
		Items []templateBody `json:"items"`
	}
}

// listTemplates: GET /orgs/{org_id}/templates
func (a *API) listTemplates(ctx context.Context, in *struct{ InOrg }) (*templatesOutput, error) {
	all, err := a.Templates.List(ctx, actor(ctx), in.org())
	if err != nil {
		return nil, err
	}
	out := &templatesOutput{}
	for _, t := range all {
		b, err := newTemplateBody(t)
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, b)
	}
	return out, nil
}

// TemplateChoices is embedded in bodies that say what a template is filled in with.
type TemplateChoices struct {
	Key      string                 `json:"key" doc:"The chain's; what the keys of several begin with" example:"hello"`
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
	InOrg
	Template string `path:"template_key" doc:"The template's key" example:"hello"`
	Body     struct {
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
	InOrg
	Template string `path:"template_key" doc:"The template's key" example:"stock-phases"`
	Body     struct{ TemplateChoices }
}

// drawRelease: POST /orgs/{org_id}/templates/{template_key}/releases
func (a *API) drawRelease(ctx context.Context, in *drawReleaseInput) (*releaseOutput, error) {
	out, err := newReleaseOutput(a.Templates.Draw(ctx, actor(ctx), in.org(), in.Template, in.Body.choices()))
	if err == nil {
		out.Location = prefix + "/orgs/" + in.OrgID + "/releases/" + out.Body.ID
	}
	return out, err
}
