// Package subchain is the node kind chain: it runs another chain.
package subchain

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Kind is the kind chain.
type Kind struct{}

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "chain"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "sitemap",
		Title:    nodes.Words{EN: "Chain", ZH: "子链"},
		Summary:  nodes.Words{EN: "Runs another chain and waits for its result.", ZH: "运行另一条业务链并等待结果。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"subchain", "call", "child", "reuse", "zilian", "zl", "yewulian", "ywl", "调用", "diaoyong", "dy"},
		Config:   nodes.SchemaOf[nodes.Chain](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}
