// Package wait is the node kind that lets time pass, or waits for a callback.
package wait

import (
	_ "embed"
	"time"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows. One of the three is set.
type Config struct {
	For      nodes.Dynamic[chain.Duration] `json:"for,omitzero" jsonschema:"title=For,description=A time such as 90s or 2h30m or 7d." jsonschema_extras:"x-title-zh=时长,x-description-zh=等待的时长，例如 90s、2h30m、7d。"`
	Until    nodes.Template                `json:"until,omitempty" jsonschema:"title=Until,description=A moment with time zone such as 2026-10-01T08:00:00+08:00." jsonschema_extras:"x-title-zh=直到,x-description-zh=带时区的时刻，例如 2026-10-01T08:00:00+08:00。,x-placeholder=2026-10-01T08:00:00+08:00"`
	Callback *Callback                     `json:"callback,omitempty" jsonschema:"title=Callback,description=Until somebody calls the address that is made for this step." jsonschema_extras:"x-title-zh=回调,x-description-zh=直到有人调用为本步骤生成的一次性地址。"`
}

// Callback is what is expected from outside.
type Callback struct {
	Within chain.Duration   `json:"within,omitempty" jsonschema:"title=Within,description=How long the address can be called; then the step fails. 30d if empty." jsonschema_extras:"x-title-zh=期限,x-description-zh=地址的有效时长，到期则步骤失败；留空为 30d。"`
	Schema nodes.JSONSchema `json:"schema,omitempty" jsonschema:"title=Schema,description=JSON Schema of what is sent; other bodies are refused." jsonschema_extras:"x-title-zh=数据格式,x-description-zh=回调数据的 JSON Schema，不符合的会被拒绝。,x-more=true"`
}

// Kind is the kind wait.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Waiter    = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "wait"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "hourglass",
		Title:    nodes.Words{EN: "Wait", ZH: "等待"},
		Summary:  nodes.Words{EN: "Waits for a time, until a moment, or for a callback.", ZH: "等待一段时间、到某一时刻，或等待回调。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"delay", "sleep", "timer", "pause", "callback", "webhook", "dengdai", "dd", "延时", "yanshi", "ys", "回调", "huidiao", "hd", "定时", "dingshi", "ds"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Suspend,
	}
}

// Validate asks for exactly one thing to wait for, and for a moment that is
// one.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	c, err := nodes.Decode[Config](body.Config)
	if err != nil {
		return nil
	}
	count := 0
	for _, set := range []bool{c.For != nodes.Dynamic[chain.Duration]{}, c.Until != "", c.Callback != nil} {
		if set {
			count++
		}
	}
	if count != 1 {
		return []chain.Problem{chain.NewProblem(chain.Error, "/wait", "wait.one", "give one of for, until and callback")}
	}
	if found := chain.TextSources("", string(c.Until)); c.Until != "" && len(found.Sources)+len(found.Problems) == 0 {
		if _, err := time.Parse(time.RFC3339, string(c.Until)); err != nil {
			return []chain.Problem{chain.NewProblem(chain.Error, "/wait/until", "wait.moment",
				"this is no moment with date, time and time zone, such as 2026-10-01T08:00:00+08:00")}
		}
	}
	return nil
}
