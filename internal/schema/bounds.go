package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"regexp/syntax"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	// MaxBytes is how large a schema may be.
	MaxBytes = 256 << 10
	// maxPattern is how long one pattern may be, in bytes.
	maxPattern = 1000
	// maxProgram is how many instructions the patterns of one schema may make
	// in all: a few letters such as (a{100}){10} are a thousand.
	maxProgram = 400_000
)

// patterns compiles the patterns of one schema, and those in values that the
// schema says are patterns themselves.
type patterns struct {
	left int
	// done says that the schema is compiled: from now on patterns come from
	// values, by many at once, and are not kept.
	done bool
}

var errTooMuch = errors.New("the patterns of this schema take too much memory")

func (p *patterns) compile(text string) (jsonschema.Regexp, error) {
	if len(text) > maxPattern {
		return nil, errors.New("the pattern is too long")
	}
	if p.left < 0 {
		return nil, errTooMuch
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	if !p.done {
		if p.left -= len(program.Inst); p.left < 0 {
			return nil, errTooMuch
		}
	}
	return regexp.Compile(text)
}

// read decodes JSON. A number beyond the bounds of a double is an error: exact
// arithmetic with 1e999999999 takes all the memory there is.
func read(text []byte) (any, error) {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	return value, bounded(value)
}

func bounded(value any) error {
	switch v := value.(type) {
	case json.Number:
		if len(v) > 100 {
			return strconv.ErrRange
		}
		_, err := strconv.ParseFloat(string(v), 64)
		return err
	case []any:
		for _, item := range v {
			if err := bounded(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, item := range v {
			if err := bounded(item); err != nil {
				return err
			}
		}
	}
	return nil
}
