package pipeline

import "encoding/json"

// Dynamic marks every value inside a JSON Schema of parameters as one that an
// ${{ expression }} may give. An adapter whose schemas come from elsewhere uses
// it; what is no schema stays as it is.
func Dynamic(schema json.RawMessage) json.RawMessage {
	var root any
	if json.Unmarshal(schema, &root) != nil {
		return schema
	}
	mark(root, false)
	out, err := json.Marshal(root)
	if err != nil {
		return schema
	}
	return out
}

func mark(node any, inside bool) {
	s, ok := node.(map[string]any)
	if !ok {
		return
	}
	if properties, ok := s["properties"].(map[string]any); ok {
		for _, p := range properties {
			mark(p, true)
		}
	}
	mark(s["items"], true)
	mark(s["additionalProperties"], true)
	if inside {
		s["x-expression"] = true
	}
}
