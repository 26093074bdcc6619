// Package hold is the node kind that keeps what starts a chain, or releases it.
package hold

import (
	_ "embed"
	"encoding/json"
	"strings"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows. One of the two is set.
type Config struct {
	Hold    *Hold    `json:"hold,omitempty" jsonschema:"title=Hold,description=Keep what starts a chain. An undo releases it." jsonschema_extras:"x-title-zh=暂存,x-description-zh=暂存对业务链的启动请求；撤销时释放。"`
	Release *Release `json:"release,omitempty" jsonschema:"title=Release,description=Let what was kept begin." jsonschema_extras:"x-title-zh=释放,x-description-zh=让暂存的请求开始运行。"`
}

// Hold is what is kept.
type Hold struct {
	Chain         string               `json:"chain" jsonschema:"title=Chain,description=Key of a chain of this org.,pattern=^[a-z0-9]([a-z0-9-]{0\\,62}[a-z0-9])?$" jsonschema_extras:"x-widget=chain,x-title-zh=业务链,x-description-zh=本组织的业务链标识。"`
	OrderBy       string               `json:"order_by,omitempty" jsonschema:"title=In order by,description=A place in the input such as /order/id: runs that are alike there begin one after another.,maxLength=500" jsonschema_extras:"x-title-zh=排序键,x-description-zh=输入中的位置，例如 /order/id：该处相同的运行逐个依次开始。,x-placeholder=/order/id"`
	UndoPerMinute nodes.Dynamic[int64] `json:"undo_per_minute,omitzero" jsonschema:"title=Pace of the undo,description=Runs that an undo releases in a minute; 0 for all at once.,minimum=0,maximum=1000000" jsonschema_extras:"x-title-zh=撤销时的释放速率,x-description-zh=撤销时每分钟释放的运行数，0 为一次全部释放。,x-more=true"`
	Reason        nodes.Template       `json:"reason,omitempty" jsonschema:"title=Reason,maxLength=2000" jsonschema_extras:"x-title-zh=原因"`
}

// Release is how what was kept is let go.
type Release struct {
	Chain     string               `json:"chain" jsonschema:"title=Chain,description=Key of a chain of this org.,pattern=^[a-z0-9]([a-z0-9-]{0\\,62}[a-z0-9])?$" jsonschema_extras:"x-widget=chain,x-title-zh=业务链,x-description-zh=本组织的业务链标识。"`
	PerMinute nodes.Dynamic[int64] `json:"per_minute,omitzero" jsonschema:"title=Pace,description=Runs in a minute; 0 for all at once.,minimum=0,maximum=1000000" jsonschema_extras:"x-title-zh=速率,x-description-zh=每分钟释放的运行数，0 为一次全部释放。"`
	Restore   bool                 `json:"restore,omitempty" jsonschema:"title=Restore,description=As an undo: release only what the node that is undone holds." jsonschema_extras:"x-title-zh=恢复,x-description-zh=用作撤销：只释放被撤销节点所暂存的。,x-more=true"`
	Reason    nodes.Template       `json:"reason,omitempty" jsonschema:"title=Reason,maxLength=2000" jsonschema_extras:"x-title-zh=原因"`
}

// Kind is the kind hold.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Runner    = Kind{}
	_ nodes.Reverser  = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "hold"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "hand-stop",
		Title:    nodes.Words{EN: "Hold", ZH: "暂存"},
		Summary:  nodes.Words{EN: "Keeps what starts a chain, or releases it at a pace.", ZH: "暂存对业务链的启动请求，或按速率释放。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"pause", "queue", "buffer", "release", "rate", "zancun", "zc", "释放", "shifang", "sf", "排队", "paidui", "pd"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}

// Validate asks for one of the two, and for an order that can be.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	switch {
	case (c.Hold != nil) == (c.Release != nil):
		return []chain.Problem{chain.NewProblem(chain.Error, "/hold", "hold.one", "give one of hold and release")}
	case c.Hold != nil && c.Hold.OrderBy != "" && !strings.HasPrefix(c.Hold.OrderBy, "/"):
		return []chain.Problem{chain.NewProblem(chain.Error, "/hold/hold/order_by", "hold.order_by", "this is no place in an input, such as /order/id")}
	}
	return nil
}

// Reverse implements nodes.Reverser: what holds a chain releases it.
func (Kind) Reverse(body *chain.Body) *chain.Body {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil || c.Hold == nil {
		return nil
	}
	config, err := json.Marshal(Config{Release: &Release{
		Chain: c.Hold.Chain, PerMinute: c.Hold.UndoPerMinute, Restore: true, Reason: "undo",
	}})
	if err != nil {
		return nil
	}
	return &chain.Body{Kind: Name, Config: config}
}
