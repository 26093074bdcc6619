// Package fail is the node kind that ends the run as failed.
package fail

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows.
type Config struct {
	Message nodes.Template `json:"message" jsonschema:"title=Message,description=What people read about the failure.,minLength=1,maxLength=2000" jsonschema_extras:"x-title-zh=消息,x-description-zh=人们看到的失败说明。"`
	Code    string         `json:"code,omitempty" jsonschema:"title=Code,description=What programs read; stable.,pattern=^[a-z][a-z0-9_.-]{0\\,63}$" jsonschema_extras:"x-title-zh=代码,x-description-zh=供程序识别的固定代码。,x-placeholder=stock.empty,x-more=true"`
}

// Kind is the kind fail.
type Kind struct{}

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "fail"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "circle-x",
		Title:    nodes.Words{EN: "Fail", ZH: "失败结束"},
		Summary:  nodes.Words{EN: "Ends the run as failed, with a message.", ZH: "以失败结束运行，并给出说明。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"error", "stop", "abort", "end", "throw", "shibai", "sb", "jieshu", "js", "错误", "cuowu", "cw", "终止", "zhongzhi", "zz"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Ports{In: true},
		Nature:   nodes.Fail,
	}
}
