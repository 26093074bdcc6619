package api

import (
	"context"
	"net/http"

	"catenary/chain"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/server/templates"
)

func (a *API) registerTemplates() {
	const tag, all = "templates", "/orgs/{org_id}/templates"
	register(a, route{
		ID: "listTemplates", Method: http.MethodGet, Path: all, Permission: rbac.ChainView, Tag: tag,
		Summary: "Chains to begin with, and what each needs",
	}, a.listTemplates)
	register(a, route{
		ID: "useTemplate", Method: http.MethodPost, Path: all + "/{template_key}/chains", Permission: rbac.ChainEdit, Tag: tag,
		Summary: "Make a chain of a template, with the scripts it needs", Status: http.StatusCreated,
	}, a.useTemplate)
}

type templateBody struct {
	Key          string                    `json:"key"`
	Title        nodes.Words               `json:"title" doc:"Also a name for the chain"`
	Summary      nodes.Words               `json:"summary"`
	Engines      []string                  `json:"engines" doc:"Keys of those that are called"`
	Environments []templateEnvironmentBody `json:"environments" doc:"Those to be chosen"`
	Scripts      []templateScriptBody      `json:"scripts" doc:"Made along with the chain; that takes script:edit"`
	Graph        templateGraphBody         `json:"graph" doc:"What the picture shows"`
}

type templateEnvironmentBody struct {
	Key   string      `json:"key" doc:"What the template calls it"`
	Needs nodes.Words `json:"needs" doc:"What must be in its image"`
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
		Key: t.Key, Title: t.Title, Summary: t.Summary, Engines: some(t.Engines),
		Environments: []templateEnvironmentBody{}, Scripts: []templateScriptBody{},
	}
	for _, e := range t.Environments {
		b.Environments = append(b.Environments, templateEnvironmentBody(e))
	}
	for _, s := range t.Scripts {
		b.Scripts = append(b.Scripts, templateScriptBody{Key: s.Key, Name: s.Name, Language: s.Language})
	}
	en, err := t.Graph(templates.English)
	if err != nil {
		return b, err
	}
	zh, err := t.Graph(templates.Chinese)
	if err != nil {
		return b, err
	}
	b.Graph = newTemplateGraph(en, zh)
	return b, nil
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

type useTemplateInput struct {
	InOrg
	Template string `path:"template_key" doc:"The template's key" example:"hello"`
	Body     struct {
		Key          string            `json:"key" doc:"The chain's" example:"hello"`
		Name         string            `json:"name" doc:"The chain's" example:"Hello"`
		Language     string            `json:"language,omitempty" enum:"en,zh" doc:"That of the names in the chain; en if absent"`
		Environments map[string]string `json:"environments,omitempty" doc:"Keys of environments, by what the template calls them. One that is left out keeps the template's key, and the draft says what is missing"`
	}
}

// useTemplate: POST /orgs/{org_id}/templates/{template_key}/chains
func (a *API) useTemplate(ctx context.Context, in *useTemplateInput) (*savedChainOutput, error) {
	saved, err := a.Templates.Use(ctx, actor(ctx), in.org(), in.Template, templates.Choices{
		Key: in.Body.Key, Name: in.Body.Name, Language: templates.Language(in.Body.Language), Environments: in.Body.Environments,
	})
	if err != nil {
		return nil, err
	}
	out := a.newSavedChain(ctx, saved)
	out.Location = prefix + "/orgs/" + in.OrgID + "/chains/" + saved.Key
	return out, nil
}
