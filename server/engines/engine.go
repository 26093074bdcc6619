package engines

import (
	"encoding/json"

	"catenary/rbac"
	"catenary/runtime/pipeline"
)

// Engine is a pipeline engine (流水线接口引擎) that an org has registered. Times
// are Unix µs.
type Engine struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	ID          string        `db:"id"`
	Org         rbac.OrgID    `db:"org_id"`
	Key         string        `db:"key"`
	Name        string        `db:"name"`
	Description string        `db:"description"`
	// Adapter is the name of one.
	Adapter  string `db:"adapter"`
	Settings string `db:"settings"`
	// Secret is the key of a secret that the org may use; empty for none.
	Secret string `db:"secret"`
	// Rate is calls in a second, Concurrency calls at a time, of each process; 0
	// for no limit.
	Rate          float64        `db:"calls_per_second"`
	Concurrency   int64          `db:"calls_at_once"`
	Revision      int64          `db:"revision"`
	CreatedAt     int64          `db:"created_at"`
	UpdatedAt     int64          `db:"updated_at"`
	UpdatedBy     rbac.SubjectID `db:"updated_by"`
	UpdatedByName string         `db:"updated_by_name"`
	// Shared says that it is in a list because an org above lets it be used.
	Shared bool `db:"shared"`
}

// View is an engine as one person sees it. Whoever may only use it sees neither
// its settings nor its secret; of a shared one whose org he may not view, not
// the org either.
type View struct {
	Engine
	Can []rbac.Permission
	// Breaker is that of this process; nil if it has not called the engine.
	Breaker *pipeline.Breaker
}

// New is an engine to be registered, and what Replace makes of one.
type New struct {
	Key, Name, Description, Adapter string
	Settings                        json.RawMessage
	Secret                          string
	Rate                            float64
	Concurrency                     int64
}

// Reach is what a test of an engine found.
type Reach struct {
	Reachable bool
	// Positions is how many the engine has; Took is in ms.
	Positions int
	Took      int64
	// Code and Detail say why it cannot be reached.
	Code, Detail string
	Can          pipeline.Capabilities
}

// Pipeline is what was made on an engine for a node of a chain.
type Pipeline struct {
	Tenant      rbac.TenantID `db:"tenant_id"`
	ID          string        `db:"id"`
	Org         rbac.OrgID    `db:"org_id"`
	Publication string        `db:"publication_id"`
	Chain       string        `db:"chain_id"`
	Version     int64         `db:"version"`
	Node        string        `db:"node_id"`
	Undo        bool          `db:"undo"`
	Engine      string        `db:"engine_id"`
	Position    string        `db:"position"`
	State       PipelineState `db:"state"`
	External    string        `db:"external_id"`
	Link        string        `db:"link"`
	Parameters  string        `db:"parameters"`
	CreatedAt   int64         `db:"created_at"`
	UpdatedAt   int64         `db:"updated_at"`
}

// PipelineState is where a pipeline stands.
type PipelineState string

// The states of a pipeline.
const (
	Creating PipelineState = "creating"
	Created  PipelineState = "created"
	Deleting PipelineState = "deleting"
)

// Made is the pipeline as its engine knows it.
func (p Pipeline) Made() pipeline.Created {
	return pipeline.Created{Position: p.Position, ID: p.External, Link: p.Link, Parameters: json.RawMessage(p.Parameters)}
}
