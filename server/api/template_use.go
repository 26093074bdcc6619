package api

import (
	"context"
	"encoding/json"

	"catenary/internal/fault"
	"catenary/server/approvals"
	"catenary/server/templates"
)

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

type sketchTemplateInput struct {
	InTemplate
	Language string `query:"language" enum:"en,zh" doc:"That of the names; en if absent"`
}

type sketchTemplateOutput struct {
	Body struct {
		Chains []json.RawMessage `json:"chains" doc:"In the order in which they would be made"`
	}
}

// sketchTemplate: GET /orgs/{org_id}/templates/{template_key}/sketch
func (a *API) sketchTemplate(ctx context.Context, in *sketchTemplateInput) (*sketchTemplateOutput, error) {
	all, err := a.Templates.Sketch(ctx, actor(ctx), in.org(), in.Template, templates.Language(in.Language))
	if err != nil {
		return nil, err
	}
	out := &sketchTemplateOutput{}
	for _, d := range all {
		out.Body.Chains = append(out.Body.Chains, d.Canonical())
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
