package nodes

import (
	"fmt"
	"slices"

	"catenary/chain"
	"catenary/internal/schema"
)

// Registry has the kinds that there are. It is made once and never changes, and
// answers package chain what it must know of them.
type Registry struct {
	entries map[chain.KindName]*entry
	order   []chain.KindName
}

type entry struct {
	kind        Kind
	description Description
	config      *schema.Schema
}

// NewRegistry describes and checks each kind. The error names the first that is
// wrong: a name or version that cannot be, a name that is there twice or that
// is a field of every node, a text that is missing, a bad schema.
func NewRegistry(kinds ...Kind) (*Registry, error) {
	r := &Registry{entries: map[chain.KindName]*entry{}}
	for _, k := range kinds {
		d := k.Describe()
		if err := check(k, d); err != nil {
			return nil, fmt.Errorf("node kind %q: %w", d.Name, err)
		}
		if _, taken := r.entries[d.Name]; taken {
			return nil, fmt.Errorf("node kind %q: the name is there twice", d.Name)
		}
		config, wrong := schema.Compile(chain.WithExpressions(d.Config.JSON))
		if len(wrong) > 0 {
			return nil, fmt.Errorf("node kind %q: schema at %q: %s", d.Name, wrong[0].Pointer, wrong[0].Detail)
		}
		r.entries[d.Name] = &entry{kind: k, description: d, config: config}
		r.order = append(r.order, d.Name)
	}
	return r, nil
}

func check(k Kind, d Description) error {
	switch {
	case !chain.ValidKindName(d.Name):
		return fmt.Errorf("a document cannot have it as the name of a kind")
	case d.Version < 1:
		return fmt.Errorf("versions begin with 1")
	case d.Config.find == nil:
		return fmt.Errorf("it has no schema; make one with SchemaOf")
	case d.Icon == "" || len(d.Keywords) == 0:
		return fmt.Errorf("it needs an icon and keywords")
	}
	_, runner := k.(Runner)
	_, waiter := k.(Waiter)
	switch d.Nature {
	case Glue, Fail, Effect:
		if waiter {
			return fmt.Errorf("a Waiter has the nature %s", Suspend)
		}
		if runner && d.Nature != Effect {
			return fmt.Errorf("a Runner has the nature %s", Effect)
		}
	case Suspend:
		if !waiter || runner {
			return fmt.Errorf("what has the nature %s is a Waiter and no Runner", Suspend)
		}
	default:
		return fmt.Errorf("%q is no nature", d.Nature)
	}
	for _, w := range []Words{d.Title, d.Summary, d.Help} {
		if w.EN == "" || w.ZH == "" {
			return fmt.Errorf("title, summary and help are needed in both languages")
		}
	}
	return nil
}

// Descriptions returns what the kinds say of themselves, in the order in which
// they were given.
func (r *Registry) Descriptions() []Description {
	all := make([]Description, 0, len(r.order))
	for _, name := range r.order {
		all = append(all, r.entries[name].description)
	}
	return all
}

// Description returns what one kind says of itself.
func (r *Registry) Description(name chain.KindName) (Description, bool) {
	e, ok := r.entries[name]
	if !ok {
		return Description{}, false
	}
	return e.description, true
}

// ChainSchema returns the JSON Schema of documents that use these kinds.
func (r *Registry) ChainSchema() []byte {
	kinds := make([]chain.KindSchema, 0, len(r.order))
	for _, d := range r.Descriptions() {
		k := chain.KindSchema{Name: d.Name}
		if !d.Fields {
			k.Config = d.Config.JSON
		}
		kinds = append(kinds, k)
	}
	return chain.Schema(kinds)
}

// Kind finds a kind for package chain.
func (r *Registry) Kind(name chain.KindName) (chain.Kind, bool) {
	e, ok := r.entries[name]
	return e, ok
}

// Check looks at a body as a document needs it.
func (e *entry) Check(body *chain.Body) chain.Findings {
	var found chain.Findings
	problem := func(pointer, code, format string, args ...any) {
		found.Problems = append(found.Problems, chain.NewProblem(chain.Error, pointer, code, format, args...))
	}
	found.Ends = !e.description.Ports.Out
	key := chain.Pointer("", e.description.Name)
	if e.description.Fields {
		if body.Config != nil {
			problem(key, "chain.kind_field", "nodes of kind %q have no key of that name; their fields stand in the node itself", body.Kind)
		}
		return e.validate(body, found)
	}
	for _, field := range body.PartFields() {
		problem(chain.Pointer("", field), "chain.kind_field", "nodes of kind %q have no %s", body.Kind, field)
	}
	config := body.Config
	if config == nil {
		config = chain.JSON(`{}`)
	}
	violations := e.config.Check(config)
	for _, v := range violations {
		problem(key+v.Pointer, "chain.config", "%s", v.Detail)
	}
	inner, err := e.description.Config.find(config)
	if err != nil {
		if len(violations) == 0 {
			problem(key, "chain.config", "%v", err)
		}
		return found
	}
	relocate(&inner, key)
	merge(&found, inner)
	if len(violations) > 0 {
		return found
	}
	return e.validate(body, found)
}

func (e *entry) validate(body *chain.Body, found chain.Findings) chain.Findings {
	if v, ok := e.kind.(Validator); ok {
		found.Problems = append(found.Problems, v.Validate(body)...)
	}
	return found
}

// relocate turns pointers into the configuration into pointers into the body.
func relocate(f *chain.Findings, key string) {
	for i := range f.Problems {
		f.Problems[i].Pointer = key + f.Problems[i].Pointer
	}
	for i := range f.Sources {
		f.Sources[i].Pointer = key + f.Sources[i].Pointer
	}
	for i := range f.References {
		f.References[i].Pointer = key + f.References[i].Pointer
	}
	for i := range f.Graphs {
		f.Graphs[i].Pointer = key + f.Graphs[i].Pointer
	}
}

// Names returns the names of the kinds in alphabetical order.
func (r *Registry) Names() []chain.KindName {
	return slices.Sorted(slices.Values(r.order))
}
