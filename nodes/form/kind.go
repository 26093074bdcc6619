// Package form is the node kind that waits for somebody to fill in a form.
package form

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows.
type Config struct {
	Title   nodes.Template          `json:"title,omitempty" jsonschema:"title=Title,description=The node's name if empty.,maxLength=200" jsonschema_extras:"x-title-zh=标题,x-description-zh=留空为节点名称。"`
	Help    nodes.Template          `json:"help,omitempty" jsonschema:"title=Help,description=Stands above the fields.,maxLength=4000" jsonschema_extras:"x-title-zh=说明,x-description-zh=显示在字段上方。"`
	Schema  nodes.JSONSchema        `json:"schema" jsonschema:"title=Fields,description=JSON Schema of what is filled in." jsonschema_extras:"x-title-zh=字段,x-description-zh=填写内容的 JSON Schema。,x-files=true"`
	Initial nodes.Any               `json:"initial,omitempty" jsonschema:"title=Filled in before,description=What the fields have at first." jsonschema_extras:"x-title-zh=预填,x-description-zh=各字段的初始值。"`
	By      []By                    `json:"by,omitempty" jsonschema:"title=Who fills it in,description=Any of them; who started the run if empty.,maxItems=20" jsonschema_extras:"x-title-zh=填写人,x-description-zh=其中任何人都可以填写；留空为启动运行的人。"`
	Members nodes.Dynamic[[]string] `json:"members,omitempty" jsonschema:"title=Members,description=Ids or mail addresses; an expression may give them." jsonschema_extras:"x-title-zh=成员,x-description-zh=成员的标识或邮箱，可由表达式给出。"`
	Due     chain.Duration          `json:"due,omitempty" jsonschema:"title=Due,description=Then the step fails with the code timeout." jsonschema_extras:"x-title-zh=期限,x-description-zh=到期则步骤以代码 timeout 失败。"`
}

// By is one of those who are asked.
type By struct {
	Role   string         `json:"role,omitempty" jsonschema:"title=Role,description=A system role or the key of a custom one.,maxLength=64" jsonschema_extras:"x-title-zh=角色,x-description-zh=系统角色，或自定义角色的标识。,x-widget=role"`
	Org    string         `json:"org,omitempty" jsonschema:"title=Org,description=owner (the chain's) or parent or root; or the id of an org above.,maxLength=64" jsonschema_extras:"x-title-zh=组织,x-description-zh=owner（业务链所属）、parent、root，或上级组织的标识。,x-show-if=role,x-widget=org-above"`
	Group  string         `json:"group,omitempty" jsonschema:"title=Group,description=Key of a group of the chain's org or of one above.,maxLength=64" jsonschema_extras:"x-title-zh=用户组,x-description-zh=业务链所属组织或上级组织的用户组标识。,x-widget=group"`
	Member nodes.Template `json:"member,omitempty" jsonschema:"title=Member,description=Id or mail address.,maxLength=400" jsonschema_extras:"x-title-zh=成员,x-description-zh=成员的标识或邮箱。,x-widget=member"`
}

// Kind is the kind form.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Waiter    = Kind{}
	_ nodes.Changer   = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "form"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "forms",
		Title:    nodes.Words{EN: "Form", ZH: "表单"},
		Summary:  nodes.Words{EN: "Waits for somebody to fill in a form.", ZH: "等待人员填写表单。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"input", "data", "fill", "question", "biaodan", "bd", "填写", "tianxie", "tx", "录入", "luru", "lr"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Suspend,
		Effects:  true,
	}
}

// Changes implements nodes.Changer: people are asked, and nothing is done.
func (Kind) Changes(*chain.Body) bool { return false }

// Validate asks that each of those who fill it in is one thing, and that files stand
// where they can be given.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	problems := CheckFiles(json.RawMessage(c.Schema))
	for i := range problems {
		problems[i].Pointer = "/form/schema" + problems[i].Pointer
	}
	for i, by := range c.By {
		count := 0
		for _, given := range []string{by.Role, by.Group, string(by.Member)} {
			if given != "" {
				count++
			}
		}
		if count != 1 || by.Org != "" && by.Role == "" {
			problems = append(problems, chain.NewProblem(chain.Error, chain.Pointer("/form/by", i), "approval.plan",
				"give one of role (with or without org), group and member"))
		}
	}
	return problems
}

// Ask is the body of what a step asks.
type Ask struct {
	Title   string          `json:"title,omitempty"`
	Help    string          `json:"help,omitempty"`
	Schema  json.RawMessage `json:"schema"`
	Initial json.RawMessage `json:"initial,omitempty"`
	By      []AskBy         `json:"by,omitempty"`
	DueAt   int64           `json:"due_at,omitempty"` // Unix microseconds
}

// AskBy is one of those who are asked.
type AskBy struct {
	Role   string `json:"role,omitempty"`
	Org    string `json:"org,omitempty"`
	Group  string `json:"group,omitempty"`
	Member string `json:"member,omitempty"`
}

// Begin implements nodes.Waiter. It fails with CodeConfig if an expression gave
// nobody, or no names.
func (Kind) Begin(_ context.Context, call nodes.Call) (nodes.Wait, *nodes.Failure, error) {
	c, failure, err := nodes.Values[Config](call)
	if err != nil || failure != nil {
		return nodes.Wait{}, failure, err
	}
	written, err := nodes.Decode[Config](call.Written)
	if err != nil {
		return nodes.Wait{}, nil, err
	}
	ask := Ask{Title: cmp.Or(string(c.Title), call.Name), Help: string(c.Help), Schema: json.RawMessage(c.Schema), Initial: json.RawMessage(c.Initial)}
	for _, by := range c.By {
		ask.By = append(ask.By, AskBy{Role: by.Role, Org: by.Org, Group: by.Group, Member: string(by.Member)})
	}
	for _, member := range c.Members.Value {
		ask.By = append(ask.By, AskBy{Member: member})
	}
	if written.Members.Expression != "" && len(ask.By) == 0 {
		return nodes.Wait{}, &nodes.Failure{Code: nodes.CodeConfig, Message: "nobody is named who fills the form in"}, nil
	}
	var wait nodes.Wait
	if c.Due != "" {
		wait.Until = call.Now.Add(c.Due.Value())
		ask.DueAt = wait.Until.UnixMicro()
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return nodes.Wait{}, nil, fmt.Errorf("write what is asked: %w", err)
	}
	wait.Ask = &nodes.Ask{Kind: nodes.AskForm, Body: body}
	return wait, nil, nil
}
