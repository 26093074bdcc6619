// Package chain is the document that people design: a graph of nodes with
// their pipelines, tasks and glue. It reads and writes the document, says what
// is wrong with it and how two of them differ.
//
// It does no input or output and knows no node kind by name: what it must know
// of kinds, references and glue it asks through the interfaces in env.go.
package chain

// Format is the only format there is.
const Format = "catenary/v1"

// Limits of a document. Beyond MaxNodes, use child chains.
const (
	MaxBytes = 4 << 20
	MaxDepth = 64
	MaxNodes = 1000
)

// Document is a chain (业务链) as designed. Make one with Parse: it vouches for
// the shape (types, patterns, known fields), Validate for the meaning.
type Document struct {
	Format      FormatName `json:"format" chain:"required" desc:"The version of this format."`
	Kind        DocKind    `json:"kind" chain:"required" desc:"What the document describes."`
	Key         Key        `json:"key" chain:"required" desc:"Names the chain in its org."`
	Name        string     `json:"name" chain:"required,max=200" desc:"What people call the chain."`
	Description string     `json:"description" chain:"max=10000" desc:"What the chain is for, in Markdown."`
	Input       JSON       `json:"input" chain:"object" desc:"JSON Schema of a run's input; the form to start a run by hand is made from it."`
	Timeout     Duration   `json:"timeout" desc:"How long a run may take from its beginning on, pauses and waits included."`
	Graph
	Layout *Layout `json:"layout" desc:"How the chain is drawn. It means nothing to a run."`

	// source is the tree the document was read from; it tells lines and columns.
	source *value
}

// Graph is what runs: nodes, the edges between them, and what comes out. The
// node kinds that contain a graph use it too.
type Graph struct {
	Nodes  []Node `json:"nodes" chain:"required,max=1000" desc:"The steps."`
	Edges  []Edge `json:"edges" chain:"keep,max=10000" desc:"Which node follows which."`
	Output JSON   `json:"output" desc:"The result; strings in it may be ${{ expressions }}."`
}

// Node is one step as designed (业务执行节点).
type Node struct {
	ID   NodeID `json:"id" chain:"required" desc:"Names the node; unique in the chain, inner graphs included."`
	Name string `json:"name" chain:"max=200" desc:"What people call the node."`
	Body
	Join      *Join     `json:"join" desc:"When a node with several incoming edges is ready; all by default."`
	OnFailure OnFailure `json:"on_failure" desc:"What follows when the node has failed; stop by default."`
	Undo      *Body     `json:"undo" desc:"What reverses this node when the run is undone."`
}

// Body is what a node does: its kind and the kind's configuration. An undo is
// a body without a node.
type Body struct {
	Kind      KindName      `json:"kind" chain:"required" desc:"The kind of node; its configuration stands under a key of the same name."`
	Pipeline  *Pipeline     `json:"pipeline" desc:"A call of a pipeline engine."`
	Task      *Task         `json:"task" desc:"A script run in a container."`
	Execution ExecutionMode `json:"execution" desc:"How a pipeline and a task of the same node run; dependent by default."`
	Order     []Part        `json:"order" chain:"unique" desc:"With dependent: what comes first; pipeline, then task by default."`
	LetFinish bool          `json:"let_finish" desc:"With parallel: if one fails, the other goes on to its end instead of being cancelled."`
	// Config is the configuration of every kind that has no fields of its own
	// above; in the document its key is the kind.
	Config  JSON     `chain:"config"`
	Timeout Duration `json:"timeout" desc:"How long one attempt may take."`
	Retry   *Retry   `json:"retry" desc:"How often a failed attempt is tried again."`
}

// PartFields names the fields that only bodies with a pipeline or a task use,
// as far as they are set.
func (b *Body) PartFields() []string {
	var set []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"pipeline", b.Pipeline != nil},
		{"task", b.Task != nil},
		{"execution", b.Execution != ""},
		{"order", len(b.Order) > 0},
		{"let_finish", b.LetFinish},
	} {
		if f.set {
			set = append(set, f.name)
		}
	}
	return set
}

// LeavesFiles says that the body may leave artefacts: those of its task, or those
// that people give to its form.
func (b *Body) LeavesFiles() bool { return b.Task != nil || b.Kind == "form" }

// Pipeline is a call of a pipeline engine (流水线) at an interface position
// (接口位置).
type Pipeline struct {
	Engine     Ref  `json:"engine" chain:"required" desc:"Key of the pipeline engine."`
	Position   Ref  `json:"position" chain:"required" desc:"What the engine is asked to do."`
	Parameters JSON `json:"parameters" chain:"object" desc:"Parameters of the position; strings may hold ${{ expressions }}."`
}

// Task is a script run in a container made from an environment (任务).
type Task struct {
	Script      Ref                   `json:"script" chain:"required" desc:"Key of the script."`
	Environment Ref                   `json:"environment" chain:"required" desc:"Key of the environment it runs in."`
	Arguments   []string              `json:"arguments" chain:"max=1000" desc:"Arguments of the script; may hold ${{ expressions }}."`
	Env         map[EnvName]Text      `json:"env" desc:"Environment variables: text, or a secret."`
	Input       JSON                  `json:"input" desc:"What the script reads as its input; the node's input by default."`
	Artefacts   map[FileName]Artefact `json:"artefacts" chain:"max=64" desc:"Files that earlier tasks left or people gave to earlier forms, by the name under which the script finds them in $CATENARY_ARTEFACTS_IN."`
	Limits      *Limits               `json:"limits" desc:"Lowers the limits of the organisation."`
	Network     Network               `json:"network" desc:"What the task may reach; none by default."`
}

// Artefact is a file that an earlier node left.
type Artefact struct {
	Node NodeID `json:"node" chain:"required" desc:"The node whose task or form left it."`
	Name string `json:"name" desc:"The name that it was left under; may hold ${{ expressions }}. The same name by default."`
}

// Limits of one task run.
type Limits struct {
	CPU     Number   `json:"cpu" chain:"above=0,max=1024" desc:"Processor cores."`
	Memory  Size     `json:"memory" desc:"Memory, such as 512Mi."`
	Pids    int      `json:"pids" chain:"min=1,max=1000000" desc:"Processes and threads."`
	Timeout Duration `json:"timeout" desc:"Time, such as 10m."`
}

// Retry says how often a body is tried and how long is waited in between.
type Retry struct {
	Attempts int      `json:"attempts" chain:"required,min=1,max=100" desc:"Tries in all, the first included."`
	Backoff  *Backoff `json:"backoff" desc:"The pauses between tries."`
}

// Backoff is the pauses between tries: the first, how they grow, the longest.
type Backoff struct {
	Initial Duration `json:"initial" desc:"The first pause; 1s by default."`
	Factor  Number   `json:"factor" chain:"min=1,max=100" desc:"How the pause grows; 2 by default."`
	Max     Duration `json:"max" desc:"The longest pause; 1m by default."`
}

// Edge leads from one node to another.
type Edge struct {
	From      NodeID `json:"from" chain:"required" desc:"The node it leaves."`
	To        NodeID `json:"to" chain:"required" desc:"The node it leads to."`
	When      string `json:"when" desc:"JavaScript expression: the edge is taken if it is true."`
	Otherwise bool   `json:"otherwise" desc:"Taken if no other edge of its node was."`
	Failure   bool   `json:"failure" desc:"Taken when the node has failed; needs on_failure: follow_failure_edges."`
	Map       string `json:"map" desc:"JavaScript function body: returns what the next node gets as input."`
	Label     string `json:"label" chain:"max=200" desc:"What stands at the edge on the canvas."`
}

// Layout is how the chain is drawn on the canvas.
type Layout struct {
	Direction Direction        `json:"direction" desc:"Where the chain flows to; down by default."`
	Nodes     map[NodeID]Point `json:"nodes" desc:"Where each node stands."`
	Notes     []Note           `json:"notes" chain:"max=1000" desc:"Notes beside the nodes."`
	Groups    []Group          `json:"groups" chain:"max=1000" desc:"Nodes that are shown as one."`
}

// Point is a place on the canvas.
type Point struct {
	X Number `json:"x" chain:"required" desc:"To the right."`
	Y Number `json:"y" chain:"required" desc:"Down."`
}

// Note is a text on the canvas.
type Note struct {
	ID     NodeID `json:"id" chain:"required" desc:"Names the note."`
	Text   string `json:"text" chain:"required,max=10000" desc:"Markdown."`
	X      Number `json:"x" chain:"required" desc:"To the right."`
	Y      Number `json:"y" chain:"required" desc:"Down."`
	Width  Number `json:"width" chain:"min=0" desc:"Width on the canvas."`
	Height Number `json:"height" chain:"min=0" desc:"Height on the canvas."`
	Color  string `json:"color" chain:"max=40" desc:"Name of a colour."`
}

// Group shows several nodes as one.
type Group struct {
	ID     NodeID   `json:"id" chain:"required" desc:"Names the group."`
	Name   string   `json:"name" chain:"max=200" desc:"What stands on it."`
	Nodes  []NodeID `json:"nodes" chain:"required,unique" desc:"The nodes in it."`
	Folded bool     `json:"folded" desc:"Shown as one card."`
	Color  string   `json:"color" chain:"max=40" desc:"Name of a colour."`
}
