package chains

import (
	"context"

	"catenary/chain"
	"catenary/rbac"
)

// Creation makes outside what the nodes of a version need, before there is the
// version: pipelines on their engines, images in the registry. What it is asked
// for twice it makes once.
type Creation interface {
	// Pipeline makes the pipeline of a node for a publication, and says what the
	// engine calls it and where people look at it; the link can be "".
	Pipeline(ctx context.Context, r PipelineRequest) (id, link string, err error)
	// Image brings the image of an environment to the registry, unless it is
	// there, and returns the digest by which it is pinned.
	Image(ctx context.Context, tenant rbac.TenantID, environment string, progress func(Progress)) (digest string, err error)
	// Keep gives what was made for a publication to the version; it belongs to
	// the transaction of the version.
	Keep(ctx context.Context, p Publication, version int64) error
	// Discard takes away the pipelines that were made for a publication. Images
	// stay: others may use them, and what nobody uses is collected.
	Discard(ctx context.Context, p Publication) error
}

// PipelineRequest asks for the pipeline of a node (流水线请求).
type PipelineRequest struct {
	Publication Publication
	Node        chain.NodeID
	Undo        bool
	// Engine is the id that the engine's key means.
	Engine   string
	Pipeline *chain.Pipeline
	// Name is what the pipeline is called for people.
	Name string
}

// Progress is how far an image is on its way to the registry.
type Progress struct {
	Phase string
	// Done and Total are bytes; Total is 0 while nobody knows.
	Done, Total int64
}

// Part is one thing that a publication makes for a node.
type Part struct {
	Node chain.NodeID `json:"node"`
	Undo bool         `json:"undo,omitempty"`
	// Kind is pipeline or task.
	Kind chain.Part `json:"kind"`
	// Key is that of the engine or of the environment.
	Key   chain.Ref `json:"key"`
	State PartState `json:"state"`
	Phase string    `json:"phase,omitempty"`
	Done  int64     `json:"done,omitempty"`
	Total int64     `json:"total,omitempty"`
	// Made is what the engine calls the pipeline, or the digest of the image.
	Made string `json:"made,omitempty"`
	// Link is where people look at the pipeline.
	Link string `json:"link,omitempty"`
	// Code and Detail say why it failed.
	Code   string `json:"code,omitempty"`
	Detail string `json:"detail,omitempty"`

	body *chain.Body
}

// PartState is where a part stands.
type PartState string

// The states of a part.
const (
	PartPending PartState = "pending"
	PartMaking  PartState = "making"
	PartMade    PartState = "made"
	PartFailed  PartState = "failed"
)

// parts lists what is to be made for a document, in its order: of a node with
// both, the pipeline first (product.md, the creation method).
func (s *Service) parts(d *chain.Document) ([]Part, error) {
	var parts []Part
	err := chain.Bodies(&d.Graph, s.Kinds, func(at chain.At, body *chain.Body) error {
		if body.Pipeline != nil {
			parts = append(parts, Part{Node: at.Node, Undo: at.Undo, Kind: chain.PipelinePart, Key: body.Pipeline.Engine, State: PartPending, body: body})
		}
		if body.Task != nil {
			parts = append(parts, Part{Node: at.Node, Undo: at.Undo, Kind: chain.TaskPart, Key: body.Task.Environment, State: PartPending, body: body})
		}
		return nil
	})
	return parts, err
}
