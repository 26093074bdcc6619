package chain

import (
	"context"
	"strings"
)

// Env is what Validate needs to know of the world around a document.
type Env struct {
	// Purpose decides which rules hold.
	Purpose Purpose
	// Kinds knows the node kinds. It is always needed.
	Kinds Kinds
	// References knows what a document may point at; nil: nothing is looked up.
	References References
	// Compiler knows glue; nil: glue is not compiled.
	Compiler Compiler
}

// Purpose is what a document is validated for.
type Purpose int

const (
	// Save lets a chain be unfinished.
	Save Purpose = iota
	// Publish asks in addition for what a chain needs to run: two nodes.
	Publish
)

// Kinds finds a node kind by its name.
type Kinds interface {
	Kind(name KindName) (Kind, bool)
}

// Kind is what a document must know of a node kind.
type Kind interface {
	// Check says what is wrong with a body of this kind, and finds the glue,
	// the references and the inner graphs in its configuration. All pointers
	// are relative to the body. It does not look into pipeline and task: those
	// are the document's own.
	Check(body *Body) Findings
}

// Findings is what a kind found in a body.
type Findings struct {
	Problems   []Problem
	Sources    []Source
	References []Reference
	Graphs     []InnerGraph
	// Ends says that the run ends with such a node: nothing follows it.
	Ends bool
}

// InnerGraph is a graph inside the configuration of a node.
type InnerGraph struct {
	Pointer string
	Graph   *Graph
}

// SourceKind says how a piece of glue is to be compiled.
type SourceKind string

// The kinds of glue.
const (
	Expression   SourceKind = "expression" // one expression
	FunctionBody SourceKind = "body"       // statements that end with return
)

// Source is a piece of glue in a document.
type Source struct {
	Pointer string     `json:"pointer"`
	Kind    SourceKind `json:"kind"`
	Text    string     `json:"text"`
	// Offset is where Text begins in the string at Pointer, in bytes: 0, or
	// behind a ${{ .
	Offset int `json:"offset,omitempty"`
}

// SourceProblem is what is wrong with one source.
type SourceProblem struct {
	// Index is that of the source in the call.
	Index int
	// Code is glue.syntax and the like.
	Code   string
	Detail string
	// Line and Column are 1-based within the source's text, 0 if unknown.
	Line, Column int
	Severity     Severity // empty: Error
}

// Compiler checks glue without running it.
type Compiler interface {
	// Check compiles all sources in one go. An error means that it could not
	// be asked; what is wrong with a source is a SourceProblem.
	Check(ctx context.Context, sources []Source) ([]SourceProblem, error)
}

// RefKind says what a reference points at.
type RefKind string

// What a document can point at.
const (
	ScriptRef      RefKind = "script"
	EnvironmentRef RefKind = "environment"
	EngineRef      RefKind = "engine"
	PositionRef    RefKind = "position" // Within is the engine
	ChainRef       RefKind = "chain"    // Version may be set
	SecretRef      RefKind = "secret"
	SwitchRef      RefKind = "switch" // Set says that it is to be set, not only read
)

// Reference is a place in a document that points at something outside of it.
type Reference struct {
	Kind    RefKind `json:"kind"`
	Key     Ref     `json:"key"`
	Within  Ref     `json:"within,omitempty"`
	Version int64   `json:"version,omitempty"`
	Set     bool    `json:"set,omitempty"`
	Pointer string  `json:"pointer"`
	// Parameters are those of the call at a position.
	Parameters JSON `json:"-"`
}

// ReferenceProblem is what is wrong with one reference.
type ReferenceProblem struct {
	// Index is that of the reference in the call.
	Index int
	// Code is chain.reference_missing or chain.reference_refused, or says what
	// is wrong with the parameters.
	Code     string
	Detail   string
	Severity Severity // empty: Error
	// Parameter points into the parameters of a call; nil: it is the reference
	// that is wrong.
	Parameter *string
}

// Place is where the problem of a reference stands in the document.
func (p ReferenceProblem) Place(r Reference) string {
	if p.Parameter == nil {
		return r.Pointer
	}
	return strings.TrimSuffix(r.Pointer, "/position") + "/parameters" + *p.Parameter
}

// References knows what a document's org may use.
type References interface {
	// Resolve looks up all references in one go and returns those that are not
	// there or not allowed. An error means that it could not be asked.
	Resolve(ctx context.Context, refs []Reference) ([]ReferenceProblem, error)
}
