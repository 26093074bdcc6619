// Package branch is the node kind that chooses among its outgoing edges. The
// conditions stand at the edges, so it has no configuration.
package branch

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows: there is nothing to fill in.
type Config struct{}

// Kind is the kind branch.
type Kind struct{}

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "branch"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "arrows-split-2",
		Title:    nodes.Words{EN: "Branch", ZH: "分支"},
		Summary:  nodes.Words{EN: "Goes along the edges whose condition holds.", ZH: "沿条件成立的连线继续。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"if", "condition", "switch", "decision", "gateway", "fenzhi", "fz", "条件", "tiaojian", "tj", "判断", "panduan", "pd"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Ports{In: true, Out: true},
		Nature:   nodes.Glue,
	}
}
