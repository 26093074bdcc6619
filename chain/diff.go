package chain

// ChangeKind says what happened to a part of a document.
type ChangeKind string

const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // on the canvas only
)

// Subject says which part of a document changed.
type Subject string

const (
	SubjectDocument Subject = "document"
	SubjectNode     Subject = "node"
	SubjectEdge     Subject = "edge"
	SubjectLayout   Subject = "layout"
)

// Change is one difference between two documents.
type Change struct {
	Kind    ChangeKind    `json:"kind"`
	Subject Subject       `json:"subject"`
	Node    NodeID        `json:"node,omitempty"`
	From    NodeID        `json:"from,omitempty"`
	To      NodeID        `json:"to,omitempty"`
	Pointer string        `json:"pointer"` // in the newer document; of what was removed, in the older
	Fields  []FieldChange `json:"fields,omitempty"`
}

// FieldChange is one field that differs.
type FieldChange struct {
	Pointer string `json:"pointer"` // relative to the part
	Before  JSON   `json:"before,omitempty"`
	After   JSON   `json:"after,omitempty"`
}

// Diff returns how to differs from from: document fields, nodes, edges, layout.
func Diff(from, to *Document) []Change { return nil }
