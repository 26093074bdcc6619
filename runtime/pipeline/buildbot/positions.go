package buildbot

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"catenary/nodes"
	"catenary/runtime/pipeline"
)

// scheduler is a force scheduler as Buildbot describes it.
type scheduler struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Builders []string `json:"builder_names"`
	Fields   []field  `json:"all_fields"`
}

// field is one of a scheduler's form; nested ones have fields of their own.
type field struct {
	FullName string          `json:"fullName"`
	Label    string          `json:"label"`
	Type     string          `json:"type"`
	Default  json.RawMessage `json:"default"`
	Required bool            `json:"required"`
	Hide     bool            `json:"hide"`
	Choices  []string        `json:"choices"`
	Strict   bool            `json:"strict"`
	Multiple bool            `json:"multiple"`
	Tooltip  string          `json:"tooltip"`
	Fields   []field         `json:"fields"`
}

// keyField carries our key, if a scheduler has such a field.
const keyField = "catenary_key"

// builderField chooses a builder where a scheduler has several.
const builderField = "builder"

// flat gives the fields that hold values.
func flat(fields []field) []field {
	var out []field
	for _, f := range fields {
		if len(f.Fields) > 0 || f.Type == "nested" {
			out = append(out, flat(f.Fields)...)
			continue
		}
		switch f.FullName {
		case "", "username", "reason": // we say who and why
		default:
			out = append(out, f)
		}
	}
	return out
}

func (s scheduler) has(name string) bool {
	for _, f := range flat(s.Fields) {
		if f.FullName == name {
			return true
		}
	}
	return false
}

// schedulers reads all force schedulers.
func (e *engine) schedulers(ctx context.Context) ([]scheduler, error) {
	var answer struct {
		List []scheduler `json:"forceschedulers"`
	}
	if _, err := e.get(ctx, "forceschedulers", &answer); err != nil {
		return nil, err
	}
	return answer.List, nil
}

// scheduler finds the one of a position.
func (e *engine) scheduler(ctx context.Context, position string) (scheduler, error) {
	all, err := e.schedulers(ctx)
	if err != nil {
		return scheduler{}, err
	}
	for _, s := range all {
		if keyOf(s.Name) == position {
			return s, nil
		}
	}
	return scheduler{}, pipeline.NoPosition(position)
}

// keyOf makes a key of a scheduler's name.
func keyOf(name string) string {
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	return strings.Trim(key, ".-_")
}

// Positions lists the force schedulers.
func (e *engine) Positions(ctx context.Context) ([]pipeline.Position, error) {
	all, err := e.schedulers(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]pipeline.Position, 0, len(all))
	for _, s := range all {
		parameters, err := s.parameters()
		if err != nil {
			return nil, err
		}
		title := s.Label
		if title == "" {
			title = s.Name
		}
		builders := strings.Join(s.Builders, ", ")
		out = append(out, pipeline.Position{
			Key: keyOf(s.Name), Title: nodes.Words{EN: title, ZH: title},
			Help:       nodes.Words{EN: "Builds with " + builders + ".", ZH: "使用 " + builders + " 构建。"},
			Parameters: parameters,
			Output:     json.RawMessage(`{"type":"object","properties":{"number":{"type":"integer"},"result":{"type":"string"},"properties":{"type":"object"}}}`),
		})
	}
	return out, nil
}

// parameters makes the JSON Schema of a scheduler's fields.
func (s scheduler) parameters() (json.RawMessage, error) {
	properties, required := map[string]any{}, []string{}
	var order []string
	if len(s.Builders) > 1 {
		properties[builderField] = map[string]any{"type": "string", "title": "Builder", "enum": s.Builders, "default": s.Builders[0]}
		order = append(order, builderField)
	}
	for _, f := range flat(s.Fields) {
		if f.Hide || f.FullName == keyField {
			continue
		}
		properties[f.FullName] = f.schema()
		order = append(order, f.FullName)
		if f.Required {
			required = append(required, f.FullName)
		}
	}
	text, err := json.Marshal(map[string]any{
		"type": "object", "properties": properties, "required": required, "additionalProperties": false, "x-order": order,
	})
	return pipeline.Dynamic(text), err
}

func (f field) schema() map[string]any {
	s := map[string]any{"title": strings.TrimSuffix(f.Label, ":")}
	if f.Tooltip != "" {
		s["description"] = f.Tooltip
	}
	switch f.Type {
	case "int":
		s["type"] = "integer"
	case "bool":
		s["type"] = "boolean"
	default:
		s["type"] = "string"
		if f.Required {
			s["minLength"] = 1
		}
		if len(f.Choices) > 0 && f.Strict {
			s["enum"] = f.Choices
		}
	}
	if f.Multiple {
		item := map[string]any{"type": s["type"]}
		if s["enum"] != nil {
			item["enum"] = s["enum"]
			delete(s, "enum")
		}
		s["type"], s["items"] = "array", item
	}
	var fallback any
	if json.Unmarshal(f.Default, &fallback) == nil && fallback != nil && fallback != "" {
		s["default"] = fallback
	}
	return s
}

// builder finds the number of a builder by its name.
func (e *engine) builder(ctx context.Context, name string) (int64, error) {
	var answer struct {
		List []struct {
			ID   int64  `json:"builderid"`
			Name string `json:"name"`
		} `json:"builders"`
	}
	_, err := e.get(ctx, "builders?field=builderid&field=name&name="+url.QueryEscape(name), &answer)
	if err != nil {
		return 0, err
	}
	for _, b := range answer.List {
		if b.Name == name {
			return b.ID, nil
		}
	}
	return 0, pipeline.Refused("/parameters/"+builderField, "Buildbot has no builder %q", name)
}
