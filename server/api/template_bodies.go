package api

import (
	"cmp"
	"time"

	"catenary/chain"
	"catenary/nodes"
	"catenary/rbac"
	"catenary/server/templates"
)

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
