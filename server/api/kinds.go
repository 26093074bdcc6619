package api

import (
	"context"
	"encoding/json"
	"net/http"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/nodes"
	"catenary/nodes/builtin"
)

func (a *API) registerKinds() {
	const tag = "node-kinds"
	k := newKinds(builtin.Registry())
	register(a, route{
		ID: "listNodeKinds", Method: http.MethodGet, Path: "/node-kinds", Access: personal, Tag: tag,
		Summary: "Node kinds in the order of the palette, with all that palette, form and help need",
	}, k.list)
	register(a, route{
		ID: "getNodeKind", Method: http.MethodGet, Path: "/node-kinds/{kind}", Access: personal, Tag: tag, Summary: "One node kind",
	}, k.get)
	register(a, route{
		ID: "getChainSchema", Method: http.MethodGet, Path: "/chain-schema", Access: personal, Tag: tag,
		Summary: "The JSON Schema (2020-12) of a chain document with these node kinds",
	}, k.schema)
}

// kinds is what is told of node kinds; it stays the same while the server runs.
type kinds struct {
	items       []kindBody
	listETag    string
	etags       map[string]string
	chainSchema fixed
}

type kindBody struct {
	Name     string          `json:"name"`
	Version  int             `json:"version" doc:"That of the configuration's shape"`
	Title    nodes.Words     `json:"title"`
	Summary  nodes.Words     `json:"summary" doc:"One sentence"`
	Help     nodes.Words     `json:"help" doc:"Markdown"`
	Icon     string          `json:"icon" doc:"Name of a Tabler outline icon"`
	Keywords []string        `json:"keywords" doc:"What finds the kind besides its title, pinyin and its initials included"`
	Schema   json.RawMessage `json:"schema" doc:"JSON Schema of the configuration, with hints for the form"`
	Fields   bool            `json:"fields" doc:"The configuration stands in the node itself, not under a key of the kind's name"`
	Ports    nodes.Ports     `json:"ports" doc:"Where edges can be drawn"`
	Effects  bool            `json:"effects" doc:"Running such a node can be noticed outside"`
}

func newKinds(r *nodes.Registry) *kinds {
	k := &kinds{etags: map[string]string{}, chainSchema: newFixed("application/schema+json", r.ChainSchema())}
	tagOf := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			panic("api: a node kind cannot be written: " + err.Error()) // a schema that is not JSON; the registry takes none
		}
		return newFixed(jsonType, text).etag
	}
	for _, d := range r.Descriptions() {
		body := kindBody{
			Name: string(d.Name), Version: d.Version, Title: d.Title, Summary: d.Summary, Help: d.Help, Icon: d.Icon,
			Keywords: d.Keywords, Schema: d.Config.JSON, Fields: d.Fields, Ports: d.Ports, Effects: d.Effects,
		}
		k.items = append(k.items, body)
		k.etags[body.Name] = tagOf(body)
	}
	k.listETag = tagOf(k.items)
	return k
}

// IfNoneMatch is embedded in the input of routes whose answer may be known.
type IfNoneMatch struct {
	Known string `header:"If-None-Match" doc:"The ETag of what you have; the answer is 304 if it still holds"`
}

// Cached is embedded in the output of routes whose answer may be kept, if it is
// asked for each time.
type Cached struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
}

func cached(etag string) Cached {
	return Cached{ETag: etag, CacheControl: "private, no-cache"}
}

// status is 304 for who has what etag names.
func (in IfNoneMatch) status(etag string) int {
	if known(in.Known, etag) {
		return http.StatusNotModified
	}
	return http.StatusOK
}

type kindsInput struct{ IfNoneMatch }

type kindsOutput struct {
	Status int
	Cached
	Body listBody[kindBody]
}

// list: GET /node-kinds
func (k *kinds) list(_ context.Context, in *kindsInput) (*kindsOutput, error) {
	return &kindsOutput{Status: in.status(k.listETag), Cached: cached(k.listETag), Body: listBody[kindBody]{Items: k.items}}, nil
}

type kindInput struct {
	IfNoneMatch
	Kind string `path:"kind" doc:"Name of the kind" example:"work"`
}

type kindOutput struct {
	Status int
	Cached
	Body kindBody
}

// get: GET /node-kinds/{kind}
func (k *kinds) get(_ context.Context, in *kindInput) (*kindOutput, error) {
	for _, body := range k.items {
		if body.Name == in.Kind {
			return &kindOutput{Status: in.status(k.etags[in.Kind]), Cached: cached(k.etags[in.Kind]), Body: body}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "kind.unknown", "there is no node kind %q", chain.KindName(in.Kind))
}

type chainSchemaOutput struct {
	Status int
	Cached
	Body json.RawMessage
}

// schema: GET /chain-schema
func (k *kinds) schema(_ context.Context, in *kindsInput) (*chainSchemaOutput, error) {
	return &chainSchemaOutput{Status: in.status(k.chainSchema.etag), Cached: cached(k.chainSchema.etag), Body: k.chainSchema.body}, nil
}
