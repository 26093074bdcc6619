package api

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// jsonFormat reads and writes JSON for Huma. What it reads has been through
// strictJSON, and then through the schema where it is read into an any.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		return e.Encode(v)
	},
	Unmarshal: func(data []byte, v any) error {
		err := json.Unmarshal(data, v)
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return misfit{at: pointerOf(wrong.Field), text: "this " + wrong.Value + " does not fit here"}
		}
		if err != nil {
			return misfit{text: "the body does not fit this route"}
		}
		return nil
	},
}

// misfit is a value that the schema allows and Go's type does not, such as 1.0
// or a number too large. Huma hands errors on as text only, so the pointer
// travels in the text.
type misfit struct{ at, text string }

const misfitMark = "\x1f"

func (m misfit) Error() string { return misfitMark + m.at + misfitMark + m.text }

// misfitOf reads back what misfit wrote.
func misfitOf(message string) (at, text string, ok bool) {
	parts := strings.Split(message, misfitMark)
	if len(parts) != 3 || parts[0] != "" {
		return "", "", false
	}
	return parts[1], parts[2], true
}
