package chain

import "regexp"

// FormatName is the value of format.
type FormatName string

// DocKind says what a document describes.
type DocKind string

// Chain is the only kind of document so far.
const Chain DocKind = "Chain"

// NodeID names a node in its chain.
type NodeID string

// KindName names a node kind; in a body it is also the key of the
// configuration.
type KindName string

// Key names a chain in its org.
type Key string

// Ref names something outside the document by its key: a script, an
// environment, an engine or a position, a chain, a secret.
type Ref string

// EnvName names an environment variable.
type EnvName string

// FileName is that of a plain file, without directories.
type FileName string

// ExecutionMode says how a node that carries both a pipeline and a task runs
// them (业务执行属性).
type ExecutionMode string

// The execution modes.
const (
	Dependent ExecutionMode = "dependent" // 依赖执行: in the node's order
	Parallel  ExecutionMode = "parallel"  // 并行执行: both at once, results merged
)

// Part is one of the two things that a node can carry.
type Part string

// The parts, in their usual order.
const (
	PipelinePart Part = "pipeline"
	TaskPart     Part = "task"
)

// OnFailure says what follows when a node has failed.
type OnFailure string

// What can follow.
const (
	Stop               OnFailure = "stop"                 // the run fails
	Continue           OnFailure = "continue"             // its edges are followed as if it had succeeded
	FollowFailureEdges OnFailure = "follow_failure_edges" // only its failure edges are followed
)

// JoinMode says which incoming edges a node waits for.
type JoinMode string

// The joins that have a name.
const (
	JoinAll JoinMode = "all" // all are decided and at least one is taken
	JoinAny JoinMode = "any" // one is taken
)

// Network says what a task may reach.
type Network string

// The networks.
const (
	NoNetwork Network = "none"
	Egress    Network = "egress" // outside, through the egress proxy
)

// Direction is where a chain flows to on the canvas.
type Direction string

// The directions.
const (
	Down  Direction = "down"
	Right Direction = "right"
)

// word is a text type that takes only certain values.
type word interface{ values() []string }

func (FormatName) values() []string    { return []string{Format} }
func (DocKind) values() []string       { return []string{string(Chain)} }
func (ExecutionMode) values() []string { return []string{string(Dependent), string(Parallel)} }
func (Part) values() []string          { return []string{string(PipelinePart), string(TaskPart)} }
func (OnFailure) values() []string {
	return []string{string(Stop), string(Continue), string(FollowFailureEdges)}
}
func (JoinMode) values() []string  { return []string{string(JoinAll), string(JoinAny)} }
func (Network) values() []string   { return []string{string(NoNetwork), string(Egress)} }
func (Direction) values() []string { return []string{string(Down), string(Right)} }

// lexical is a text type whose values have a certain form. The pattern is
// written so that Go and JSON Schema read it alike.
type lexical interface{ form() form }

type form struct {
	pattern *regexp.Regexp
	says    string // completes "this must be …"
}

var (
	nodeIDForm = form{regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`), "a small letter and then up to 63 small letters, digits, _ or -"}
	keyForm    = form{regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`), "1 to 64 small letters, digits and inner hyphens"}
	refForm    = form{regexp.MustCompile(`^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$`), "a key: small letters, digits and inner dots, hyphens or underscores"}
	envForm    = form{regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,199}$`), "the name of an environment variable: letters, digits and _"}
	fileForm   = form{regexp.MustCompile(`^[^./\\\x00-\x1f\x7f-\x9f][^/\\\x00-\x1f\x7f-\x9f]{0,199}$`), "the name of a file: no directory, no control characters, and no dot at its beginning"}
)

func (NodeID) form() form   { return nodeIDForm }
func (KindName) form() form { return nodeIDForm }
func (Key) form() form      { return keyForm }
func (Ref) form() form      { return refForm }
func (EnvName) form() form  { return envForm }
func (FileName) form() form { return fileForm }
