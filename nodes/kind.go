// Package nodes is the contract between the platform and node kinds: what a
// kind says of itself, how its configuration is typed, how it is run, and the
// registry of the kinds that are there. The kinds themselves live in folders below it.
package nodes

import "catenary/chain"

// Kind is a node kind. It must describe itself; what more it can do it says by
// one of the other interfaces.
type Kind interface {
	Describe() Description
}

// Validator is a kind with rules that a JSON Schema cannot say. Pointers are
// relative to the body. It is asked only for bodies whose configuration fits
// the schema.
type Validator interface {
	Validate(body *chain.Body) []chain.Problem
}

// Upgrader is a kind whose configuration had another shape before: it brings
// one of an older version to the next.
type Upgrader interface {
	Upgrade(version int, config chain.JSON) (chain.JSON, error)
}

// Description is what a kind says of itself. Palette, form and help in the
// designer are made of it, so that a kind needs no other front end.
type Description struct {
	Name chain.KindName
	// Version is that of the configuration's shape, from 1.
	Version int
	Title   Words
	// Summary is one sentence; Help is Markdown.
	Summary Words
	Help    Words
	// Icon is the name of a Tabler outline icon.
	Icon string
	// Keywords find the kind besides its title, in any language, pinyin and
	// its initials included.
	Keywords []string
	Config   Schema
	// Fields says that the configuration stands in the body's own fields and
	// not under a key of the kind's name.
	Fields bool
	Ports  Ports
	// Nature is how the kind behaves in a run.
	Nature Nature
	// Effects says that running such a node can be noticed outside, so that a
	// test run asks whether to do it.
	Effects bool
}

// Words is a text in both languages.
type Words struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// Ports says where edges can be drawn.
type Ports struct {
	In      bool `json:"in"`
	Out     bool `json:"out"`
	Failure bool `json:"failure"`
}

// Usual is the ports of most kinds.
func Usual() Ports { return Ports{In: true, Out: true, Failure: true} }
