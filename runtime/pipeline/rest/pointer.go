package rest

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"catenary/runtime/pipeline"
)

// read decodes an answer; numbers keep their text. An empty one is null.
func read(a pipeline.Answer) (any, error) {
	if len(bytes.TrimSpace(a.Body)) == 0 {
		return nil, nil
	}
	var raw json.RawMessage
	if err := a.JSON(&raw); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, pipeline.BadAnswer("the engine's answer is not JSON")
	}
	return value, nil
}

// at goes to a JSON pointer; absent is nil.
func at(value any, pointer string) any {
	if pointer == "" {
		return value
	}
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch in := value.(type) {
		case map[string]any:
			value = in[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			value = in[i]
		default:
			return nil
		}
	}
	return value
}

// isPointer says whether a text is a JSON pointer.
func isPointer(s string) bool { return s == "" || s[0] == '/' }
