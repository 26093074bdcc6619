// Package secret keeps values out of what is printed: a Value hides itself in
// logs, errors and JSON, and a Redactor finds values in a stream of bytes. It
// does not know where values come from.
package secret

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
)

// Mark is what stands wherever a value would.
const Mark = "[secret]"

// Value is a text that prints as [secret] in whatever form it is printed. Only
// Reveal gives it out. The zero Value is an empty one.
type Value struct {
	// A pointer, because fmt does not call methods of unexported fields: of a
	// pointer it prints the address only.
	held *held
}

type held struct{ text []byte }

// New returns a Value of a copy of text.
func New(text []byte) Value { return Value{&held{append([]byte(nil), text...)}} }

// Reveal gives the text itself, a copy. Whoever calls it sees to it that the
// text is not written anywhere.
func (v Value) Reveal() []byte {
	if v.held == nil {
		return nil
	}
	return append([]byte(nil), v.held.text...)
}

// Len is how many bytes the text has.
func (v Value) Len() int {
	if v.held == nil {
		return 0
	}
	return len(v.held.text)
}

// Equal compares in a time that does not tell where texts differ.
func (v Value) Equal(w Value) bool {
	return subtle.ConstantTimeCompare(v.Reveal(), w.Reveal()) == 1
}

// String gives [secret].
func (Value) String() string { return Mark }

// GoString gives [secret].
func (Value) GoString() string { return Mark }

// Format writes [secret], whatever the verb.
func (Value) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Mark) }

// LogValue gives [secret].
func (Value) LogValue() slog.Value { return slog.StringValue(Mark) }

// MarshalText gives [secret].
func (Value) MarshalText() ([]byte, error) { return []byte(Mark), nil }

// MarshalJSON gives "[secret]".
func (Value) MarshalJSON() ([]byte, error) { return []byte(`"` + Mark + `"`), nil }

// UnmarshalJSON takes a JSON string, so that a request's body can have a Value
// and the text never stands in a plain string of ours.
func (v *Value) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return fmt.Errorf("a secret is a JSON string") // the error of json may show the text
	}
	*v = New([]byte(text))
	return nil
}

// UnmarshalText takes the text.
func (v *Value) UnmarshalText(b []byte) error {
	*v = New(b)
	return nil
}
