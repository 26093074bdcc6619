// Package switchnode is the node kind switch: it sets a switch, or waits until
// one has a value.
package switchnode

import (
	_ "embed"
	"encoding/json"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows. One of the two is set.
type Config struct {
	Set  *Set  `json:"set,omitempty" jsonschema:"title=Set,description=Give the switch a value. An undo gives back what it had." jsonschema_extras:"x-title-zh=设置,x-description-zh=给开关设置一个值；撤销时恢复为原来的值。"`
	Wait *Wait `json:"wait,omitempty" jsonschema:"title=Wait,description=Until the switch has a value." jsonschema_extras:"x-title-zh=等待,x-description-zh=直到开关变为某个值。"`
}

// Set is what a switch is set to.
type Set struct {
	Switch  nodes.SetSwitch `json:"switch" jsonschema:"title=Switch,description=Key of a switch of this org." jsonschema_extras:"x-title-zh=开关,x-description-zh=本组织的开关标识。"`
	Value   nodes.Any       `json:"value,omitempty" jsonschema:"title=Value,description=A value that the switch can have." jsonschema_extras:"x-title-zh=值,x-description-zh=该开关允许的值。"`
	Restore bool            `json:"restore,omitempty" jsonschema:"title=Restore,description=As an undo: give back what the switch had before the node that is undone." jsonschema_extras:"x-title-zh=恢复,x-description-zh=用作撤销：恢复为被撤销节点执行前的值。,x-more=true"`
	Reason  nodes.Template  `json:"reason,omitempty" jsonschema:"title=Reason,description=Stands in the history of the switch.,maxLength=2000" jsonschema_extras:"x-title-zh=原因,x-description-zh=记入开关的历史。"`
}

// Wait is what is waited for.
type Wait struct {
	Switch nodes.Switch   `json:"switch" jsonschema:"title=Switch,description=Key of a switch of this org or one that is shared to it." jsonschema_extras:"x-title-zh=开关,x-description-zh=本组织的或共享给本组织的开关标识。"`
	Value  nodes.Any      `json:"value" jsonschema:"title=Value,description=The value that is waited for." jsonschema_extras:"x-title-zh=值,x-description-zh=所等待的值。"`
	Within chain.Duration `json:"within,omitempty" jsonschema:"title=Within,description=How long; then the node fails. For ever if empty." jsonschema_extras:"x-title-zh=期限,x-description-zh=最长等待时间，到期则节点失败；留空为一直等待。"`
}

// Kind is the kind switch.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Awaiter   = Kind{}
	_ nodes.Reverser  = Kind{}
	_ nodes.Changer   = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "switch"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "toggle-left",
		Title:    nodes.Words{EN: "Switch", ZH: "开关"},
		Summary:  nodes.Words{EN: "Sets a switch, or waits until it has a value.", ZH: "设置开关，或等待开关变为某个值。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"toggle", "flag", "feature", "mode", "set", "kaiguan", "kg", "模式", "moshi", "ms", "切换", "qiehuan", "qh"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}

// Validate asks for one of the two, and for a value or a restore.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	switch {
	case (c.Set != nil) == (c.Wait != nil):
		return []chain.Problem{chain.NewProblem(chain.Error, "/switch", "switch.one", "give one of set and wait")}
	case c.Set != nil && (c.Set.Value != nil) == c.Set.Restore:
		return []chain.Problem{chain.NewProblem(chain.Error, "/switch/set", "switch.one", "give either a value or restore")}
	}
	return nil
}

// Changes implements nodes.Changer: what waits for a switch only looks at it.
func (Kind) Changes(body *chain.Body) bool {
	c, err := nodes.Decode[Config](body.Config)
	return err != nil || c.Wait == nil
}

// Reverse implements nodes.Reverser: what set the switch sets it back.
func (Kind) Reverse(body *chain.Body) *chain.Body {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil || c.Set == nil || c.Set.Restore {
		return nil
	}
	config, err := json.Marshal(Config{Set: &Set{Switch: c.Set.Switch, Restore: true, Reason: "undo"}})
	if err != nil {
		return nil
	}
	return &chain.Body{Kind: Name, Config: config}
}
