// Package each is the node kind that does something for every item of a list.
package each

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows.
type Config struct {
	Items       nodes.Dynamic[[]nodes.Any] `json:"items" jsonschema:"title=Items,description=The list; usually an expression." jsonschema_extras:"x-title-zh=列表,x-description-zh=要逐项处理的列表，通常是表达式。,x-placeholder=${{ input.items }}"`
	Graph       nodes.Graph                `json:"graph,omitempty" jsonschema:"title=Inner graph,description=What is done for each item. Its glue also sees item and index." jsonschema_extras:"x-title-zh=内部流程,x-description-zh=对每一项执行的流程，其中的表达式可用 item 与 index。"`
	Chain       *nodes.Chain               `json:"chain,omitempty" jsonschema:"title=Chain,description=The chain that is run for each item; instead of an inner graph." jsonschema_extras:"x-title-zh=业务链,x-description-zh=对每一项运行的业务链，与内部流程二选一。"`
	Concurrency nodes.Dynamic[int]         `json:"concurrency,omitzero" jsonschema:"title=At once,description=How many items are worked on at the same time.,minimum=1,maximum=1000,default=10" jsonschema_extras:"x-title-zh=并发数,x-description-zh=同时处理的项数。"`
	OnFailure   string                     `json:"on_item_failure,omitempty" jsonschema:"title=If an item fails,description=stop: the node fails at once. continue: the others go on and the node fails at the end.,enum=stop,enum=continue,default=stop" jsonschema_extras:"x-title-zh=某项失败时,x-description-zh=stop：节点立即失败；continue：其余项继续，最后节点失败。,x-more=true"`
}

// Kind is the kind each.
type Kind struct{}

var _ nodes.Validator = Kind{}

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "each"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "repeat",
		Title:    nodes.Words{EN: "For each", ZH: "逐项执行"},
		Summary:  nodes.Words{EN: "Does the same for every item of a list.", ZH: "对列表的每一项执行相同的流程。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"loop", "foreach", "map", "fan-out", "batch", "zhuxiang", "zx", "循环", "xunhuan", "xh", "批量", "piliang", "pl"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
	}
}

// Validate asks for either an inner graph or a chain.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil || (c.Graph == nil) != (c.Chain == nil) {
		return nil
	}
	return []chain.Problem{chain.NewProblem(chain.Error, "/each", "each.one", "give either an inner graph or a chain")}
}
