// Package script is the node kind that computes its output with glue.
package script

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows.
type Config struct {
	Body nodes.Code `json:"body" jsonschema:"title=Script,description=JavaScript function body; what it returns is the node's output.,minLength=1" jsonschema_extras:"x-title-zh=脚本,x-description-zh=JavaScript 函数体，返回值即节点输出。"`
}

// Kind is the kind script.
type Kind struct{}

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "script"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "code",
		Title:    nodes.Words{EN: "Script", ZH: "脚本"},
		Summary:  nodes.Words{EN: "Computes its output with JavaScript.", ZH: "用 JavaScript 计算输出。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"javascript", "glue", "map", "transform", "jiaoben", "jb", "转换", "zhuanhuan", "zh"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Glue,
	}
}
