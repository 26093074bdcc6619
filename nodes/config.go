package nodes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"catenary/chain"
	"catenary/internal/schema"
)

// The fields of a configuration are of ordinary Go types, and of those below
// where they hold glue, a reference or a graph. Everything a document must know
// of a configuration is read off these types: a kind need not look for it.

// Template is a text that may hold ${{ expressions }}.
type Template string

func (t Template) find(pointer string) chain.Findings {
	return chain.TextSources(pointer, string(t))
}

// Any is a JSON value; texts in it may hold ${{ expressions }}.
type Any json.RawMessage

// MarshalJSON writes the value.
func (a Any) MarshalJSON() ([]byte, error) { return json.RawMessage(a).MarshalJSON() }

// UnmarshalJSON keeps the value.
func (a *Any) UnmarshalJSON(data []byte) error {
	*a = bytes.Clone(data)
	return nil
}

func (a Any) find(pointer string) chain.Findings { return chain.JSONSources(pointer, chain.JSON(a)) }

// Dynamic is a value, or one ${{ expression }} that gives it.
type Dynamic[T any] struct {
	Value T
	// Expression is the whole text with its braces, or empty.
	Expression Template
}

// UnmarshalJSON takes a text that begins like an expression for one.
func (d *Dynamic[T]) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil && isExpression(text) {
		d.Expression = Template(text)
		return nil
	}
	return json.Unmarshal(data, &d.Value)
}

// isExpression says whether a text is one expression, or tries to be.
func isExpression(text string) bool {
	segments, err := chain.Split(text)
	return err != nil || len(segments) == 1 && segments[0].Expression
}

// MarshalJSON writes the expression, or the value.
func (d Dynamic[T]) MarshalJSON() ([]byte, error) {
	if d.Expression != "" {
		return json.Marshal(d.Expression)
	}
	return json.Marshal(d.Value)
}

func (d Dynamic[T]) find(pointer string) chain.Findings {
	if d.Expression != "" {
		return d.Expression.find(pointer)
	}
	var found chain.Findings
	walk(reflect.ValueOf(&d.Value).Elem(), pointer, &found)
	return found
}

// Code is the body of a JavaScript function.
type Code string

func (c Code) find(pointer string) chain.Findings {
	if c == "" {
		return chain.Findings{}
	}
	return chain.Findings{Sources: []chain.Source{{Pointer: pointer, Kind: chain.FunctionBody, Text: string(c)}}}
}

// Graph is a graph inside a node.
type Graph chain.JSON

// MarshalJSON writes the graph.
func (g Graph) MarshalJSON() ([]byte, error) { return json.RawMessage(g).MarshalJSON() }

// UnmarshalJSON keeps the graph; chain.ParseGraph reads it.
func (g *Graph) UnmarshalJSON(data []byte) error {
	*g = bytes.Clone(data)
	return nil
}

func (g Graph) find(pointer string) chain.Findings {
	if g == nil {
		return chain.Findings{}
	}
	graph, wrong := chain.ParseGraph(chain.JSON(g))
	var found chain.Findings
	for _, d := range wrong {
		found.Problems = append(found.Problems, chain.NewProblem(chain.Error, pointer+d.Pointer, d.Code, "%s", d.Detail))
	}
	if len(wrong) == 0 {
		found.Graphs = []chain.InnerGraph{{Pointer: pointer, Graph: graph}}
	}
	return found
}

// Secret is the key of a secret.
type Secret chain.Ref

func (s Secret) find(pointer string) chain.Findings {
	if s == "" {
		return chain.Findings{}
	}
	return chain.Findings{References: []chain.Reference{{Kind: chain.SecretRef, Key: chain.Ref(s), Pointer: pointer}}}
}

// Switch is the key of a switch that is only read.
type Switch chain.Ref

func (s Switch) find(pointer string) chain.Findings { return switchRef(chain.Ref(s), false, pointer) }

// SetSwitch is the key of a switch that is set.
type SetSwitch chain.Ref

func (s SetSwitch) find(pointer string) chain.Findings {
	return switchRef(chain.Ref(s), true, pointer)
}

func switchRef(key chain.Ref, set bool, pointer string) chain.Findings {
	if key == "" {
		return chain.Findings{}
	}
	return chain.Findings{References: []chain.Reference{{Kind: chain.SwitchRef, Key: key, Set: set, Pointer: pointer}}}
}

// JSONSchema is the schema of data that come from outside later.
type JSONSchema chain.JSON

// MarshalJSON writes the schema.
func (s JSONSchema) MarshalJSON() ([]byte, error) { return json.RawMessage(s).MarshalJSON() }

// UnmarshalJSON keeps the schema.
func (s *JSONSchema) UnmarshalJSON(data []byte) error {
	*s = bytes.Clone(data)
	return nil
}

func (s JSONSchema) find(pointer string) chain.Findings {
	var found chain.Findings
	if s == nil {
		return found
	}
	_, wrong := schema.Compile(s)
	for _, v := range wrong {
		found.Problems = append(found.Problems, chain.NewProblem(chain.Error, pointer+v.Pointer, "chain.input_schema",
			"this is no JSON Schema: %s", v.Detail))
	}
	return found
}

// Chain is a call of another chain.
type Chain struct {
	Key     chain.Ref `json:"key" jsonschema:"title=Chain,description=Key of the chain that is run.,pattern=^[a-z0-9]([a-z0-9-]{0\\,62}[a-z0-9])?$" jsonschema_extras:"x-widget=chain,x-title-zh=业务链,x-description-zh=要运行的业务链的标识。"`
	Version int64     `json:"version,omitempty" jsonschema:"title=Version,description=The latest published version if empty; it is fixed when this chain is published.,minimum=1" jsonschema_extras:"x-title-zh=版本,x-description-zh=留空则用最新发布的版本；发布本链时固定下来。"`
	Input   Any       `json:"input,omitempty" jsonschema:"title=Input,description=Input of its run; the node's own input if empty." jsonschema_extras:"x-title-zh=输入,x-description-zh=子运行的输入；留空则为本节点的输入。"`
}

func (c Chain) find(pointer string) chain.Findings {
	found := c.Input.find(pointer + "/input")
	if c.Key != "" {
		found.References = []chain.Reference{{Kind: chain.ChainRef, Key: c.Key, Version: c.Version, Pointer: pointer + "/key"}}
	}
	return found
}

// Decode reads a configuration into its type. Fields that the type does not
// have are refused; no configuration is an empty one.
func Decode[T any](config chain.JSON) (T, error) {
	var into T
	if len(config) == 0 {
		config = chain.JSON(`{}`)
	}
	d := json.NewDecoder(bytes.NewReader(config))
	d.DisallowUnknownFields()
	if err := d.Decode(&into); err != nil {
		return into, fmt.Errorf("read configuration: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return into, fmt.Errorf("read configuration: there is something behind its end")
	}
	return into, nil
}
