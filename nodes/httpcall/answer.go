package httpcall

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"catenary/nodes"
)

// maxDepth is how deep JSON may be nested that glue is to read.
const maxDepth = 64

// output is what the nodes behind see of an answer.
type output struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
	// Encoding is base64 if the body is not text.
	Encoding string `json:"encoding,omitempty"`
}

// readBody reads as much as an output can hold, and says whether that is the
// whole body.
func readBody(from io.Reader) (text []byte, whole bool, err error) {
	text, err = io.ReadAll(io.LimitReader(from, nodes.MaxOutput+1))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	return text, len(text) <= nodes.MaxOutput, nil
}

// write makes the output, unless it would be too large.
func (s *sending) write(answer *http.Response, text []byte) ([]byte, bool) {
	out := output{Status: answer.StatusCode, Headers: map[string]string{}, Body: json.RawMessage("null")}
	for name, values := range answer.Header {
		out.Headers[strings.ToLower(name)] = s.redactor.Text(strings.Join(values, ", "))
	}
	switch {
	case len(text) == 0:
	case isJSON(answer.Header.Get("Content-Type")) && json.Valid(text) && depth(text) <= maxDepth:
		out.Body = text
	case utf8.Valid(text):
		out.Body = quote(string(text))
	default:
		out.Body, out.Encoding = quote(base64.StdEncoding.EncodeToString(text)), "base64"
	}
	written := quote(out)
	return written, len(written) <= nodes.MaxOutput
}

// redact takes the secrets out of what the server sent back.
func (s *sending) redact(text []byte) []byte {
	if len(s.secrets) == 0 {
		return text
	}
	return []byte(s.redactor.Text(string(text)))
}

func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// quote writes JSON as short as it can be.
func quote(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // texts, and JSON that is valid
	return bytes.TrimSpace(b.Bytes())
}

// depth is how deep valid JSON is nested.
func depth(text []byte) int {
	deepest, now, inText := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// excerpt is the beginning of an answer for people, if it is text.
func excerpt(text []byte) string {
	const most = 500
	cut := text
	if len(cut) > most {
		cut = cut[:most]
	}
	for len(cut) > 0 && len(cut) < len(text) && !utf8.RuneStart(text[len(cut)]) {
		cut = cut[:len(cut)-1]
	}
	if !utf8.Valid(cut) {
		return ""
	}
	return strings.Join(strings.FieldsFunc(string(cut), func(r rune) bool { return r < ' ' }), " ")
}
