// Package approval is the node kind that waits for people to decide.
package approval

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows: one level, or several.
type Config struct {
	Title        nodes.Template          `json:"title,omitempty" jsonschema:"title=Title,description=What is to be decided; the node's name if empty.,maxLength=200" jsonschema_extras:"x-title-zh=标题,x-description-zh=要审批的事项；留空为节点名称。"`
	Details      nodes.Any               `json:"details,omitempty" jsonschema:"title=Details,description=Shown to who decides; the node's input if empty." jsonschema_extras:"x-title-zh=详情,x-description-zh=展示给审批人的内容；留空为本节点的输入。"`
	By           []By                    `json:"by,omitempty" jsonschema:"title=Approvers,description=Any of them decides.,maxItems=20" jsonschema_extras:"x-title-zh=审批人,x-description-zh=其中任何人都可以审批。"`
	Members      nodes.Dynamic[[]string] `json:"members,omitempty" jsonschema:"title=Members,description=Ids or mail addresses; an expression may give them." jsonschema_extras:"x-title-zh=成员,x-description-zh=成员的标识或邮箱，可由表达式给出。"`
	Quorum       int                     `json:"quorum,omitempty" jsonschema:"title=Approvals needed,description=From distinct people.,minimum=1,maximum=20,default=1" jsonschema_extras:"x-title-zh=需要的同意数,x-description-zh=必须来自不同的人。"`
	DistinctOrgs bool                    `json:"distinct_orgs,omitempty" jsonschema:"title=From distinct orgs" jsonschema_extras:"x-title-zh=来自不同组织,x-more=true"`
	Due          chain.Duration          `json:"due,omitempty" jsonschema:"title=Due,description=How long it may take." jsonschema_extras:"x-title-zh=期限,x-description-zh=审批的期限。"`
	Remind       *Remind                 `json:"remind,omitempty" jsonschema:"title=Reminders" jsonschema_extras:"x-title-zh=提醒,x-more=true"`
	Escalate     int                     `json:"escalate,omitempty" jsonschema:"title=Escalations,description=How often the org above is asked too when it is due.,minimum=0,maximum=32" jsonschema_extras:"x-title-zh=升级次数,x-description-zh=到期后逐级向上级组织升级的次数。,x-more=true"`
	AtEnd        string                  `json:"at_end,omitempty" jsonschema:"title=At the end,description=What happens when nobody decided in time.,enum=wait,enum=reject,enum=approve,default=wait" jsonschema_extras:"x-title-zh=到期未决,x-description-zh=到期仍无人审批时怎么办。,x-more=true"`
	Levels       []Level                 `json:"levels,omitempty" jsonschema:"title=Levels,description=Instead of the above: one after the other.,maxItems=10" jsonschema_extras:"x-title-zh=多级审批,x-description-zh=代替上面的设置，逐级审批。,x-more=true"`
}

// Level is one of several.
type Level struct {
	Name         string                  `json:"name,omitempty" jsonschema:"title=Name,maxLength=200" jsonschema_extras:"x-title-zh=名称"`
	By           []By                    `json:"by,omitempty" jsonschema:"title=Approvers,maxItems=20" jsonschema_extras:"x-title-zh=审批人"`
	Members      nodes.Dynamic[[]string] `json:"members,omitempty" jsonschema:"title=Members,description=Ids or mail addresses; an expression may give them." jsonschema_extras:"x-title-zh=成员,x-description-zh=成员的标识或邮箱，可由表达式给出。"`
	Quorum       int                     `json:"quorum,omitempty" jsonschema:"title=Approvals needed,minimum=1,maximum=20,default=1" jsonschema_extras:"x-title-zh=需要的同意数"`
	DistinctOrgs bool                    `json:"distinct_orgs,omitempty" jsonschema:"title=From distinct orgs" jsonschema_extras:"x-title-zh=来自不同组织"`
	Due          chain.Duration          `json:"due,omitempty" jsonschema:"title=Due" jsonschema_extras:"x-title-zh=期限"`
	Remind       *Remind                 `json:"remind,omitempty" jsonschema:"title=Reminders" jsonschema_extras:"x-title-zh=提醒"`
	Escalate     int                     `json:"escalate,omitempty" jsonschema:"title=Escalations,minimum=0,maximum=32" jsonschema_extras:"x-title-zh=升级次数"`
	AtEnd        string                  `json:"at_end,omitempty" jsonschema:"title=At the end,enum=wait,enum=reject,enum=approve,default=wait" jsonschema_extras:"x-title-zh=到期未决"`
}

// By is one of those who are asked.
type By struct {
	Role   string         `json:"role,omitempty" jsonschema:"title=Role,description=A system role or the key of a custom one.,maxLength=64" jsonschema_extras:"x-title-zh=角色,x-description-zh=系统角色，或自定义角色的标识。,x-widget=role"`
	Org    string         `json:"org,omitempty" jsonschema:"title=Org,description=owner (the chain's) or parent or root; or the id of an org above.,maxLength=64" jsonschema_extras:"x-title-zh=组织,x-description-zh=owner（业务链所属）、parent、root，或上级组织的标识。,x-show-if=role,x-widget=org-above"`
	Group  string         `json:"group,omitempty" jsonschema:"title=Group,description=Key of a group of the chain's org or of one above.,maxLength=64" jsonschema_extras:"x-title-zh=用户组,x-description-zh=业务链所属组织或上级组织的用户组标识。,x-widget=group"`
	Member nodes.Template `json:"member,omitempty" jsonschema:"title=Member,description=Id or mail address.,maxLength=400" jsonschema_extras:"x-title-zh=成员,x-description-zh=成员的标识或邮箱。,x-widget=member"`
}

// Remind is the rounds of reminders.
type Remind struct {
	Every  chain.Duration `json:"every" jsonschema:"title=Every" jsonschema_extras:"x-title-zh=间隔"`
	Rounds int            `json:"rounds,omitempty" jsonschema:"title=Rounds,description=Until it is due if empty.,minimum=1,maximum=20" jsonschema_extras:"x-title-zh=次数,x-description-zh=留空则提醒到期限为止。"`
}

// Kind is the kind approval.
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
const Name chain.KindName = "approval"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "rubber-stamp",
		Title:    nodes.Words{EN: "Approval", ZH: "审批"},
		Summary:  nodes.Words{EN: "Waits for people to decide.", ZH: "等待人员审批。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"approve", "review", "sign-off", "decide", "gate", "shenpi", "sp", "审核", "shenhe", "sh", "会签", "huiqian", "hq"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Suspend,
		Effects:  true,
	}
}

// Changes implements nodes.Changer: people are asked, and nothing is done.
func (Kind) Changes(*chain.Body) bool { return false }

// Validate asks for one level or several, and for each who decides it.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	v := &validation{}
	if len(c.Levels) == 0 {
		v.level("/approval", c.Single())
		return v.problems
	}
	if len(c.By) > 0 || c.Members.Expression != "" || len(c.Members.Value) > 0 || c.Quorum > 0 || c.Due != "" || c.Remind != nil ||
		c.Escalate > 0 || c.AtEnd != "" || c.DistinctOrgs {
		v.wrong("/approval/levels", "give one level, or levels and nothing else about who decides")
	}
	for i, l := range c.Levels {
		v.level(chain.Pointer("/approval/levels", i), l)
	}
	return v.problems
}

// Single is what stands in the place of levels.
func (c Config) Single() Level {
	return Level{
		By: c.By, Members: c.Members, Quorum: c.Quorum, DistinctOrgs: c.DistinctOrgs, Due: c.Due, Remind: c.Remind, Escalate: c.Escalate, AtEnd: c.AtEnd,
	}
}

type validation struct{ problems []chain.Problem }

func (v *validation) wrong(pointer, detail string) {
	v.problems = append(v.problems, chain.NewProblem(chain.Error, pointer, "approval.plan", "%s", detail))
}

func (v *validation) level(at string, l Level) {
	if len(l.By) == 0 && l.Members.Expression == "" && len(l.Members.Value) == 0 {
		v.wrong(at, "say who decides: by, or members")
	}
	for i, by := range l.By {
		count := 0
		for _, given := range []string{by.Role, by.Group, string(by.Member)} {
			if given != "" {
				count++
			}
		}
		if count != 1 || by.Org != "" && by.Role == "" {
			v.wrong(chain.Pointer(at+"/by", i), "give one of role (with or without org), group and member")
		}
	}
	if l.Due == "" && (l.Escalate > 0 || l.AtEnd == "reject" || l.AtEnd == "approve") {
		v.wrong(at+"/due", "say when it is due, or leave out what happens then")
	}
}
