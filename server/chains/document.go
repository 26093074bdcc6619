package chains

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
)

// Input is a document as it was sent.
type Input struct {
	Data     []byte
	Encoding chain.Encoding
}

// document is a document that can be kept.
type document struct {
	*chain.Document
	// text is its canonical form, and checksum that of it.
	text, checksum string
	// name is the chain's, as lists show it.
	name string
}

// read refuses what is no document: chain.too_large (TooLarge),
// chain.unreadable (Malformed), or chain.document (Invalid), with all that is
// wrong with its shape.
func read(in Input) (document, error) {
	parsed, problems := chain.Parse(in.Data, in.Encoding)
	if len(problems) > 0 {
		return document{}, refused(problems)
	}
	shown := string(parsed.Key) // a draft may have no name yet
	if strings.TrimSpace(parsed.Name) != "" {
		var err error
		if shown, err = name.Check("/name", parsed.Name); err != nil {
			return document{}, err
		}
	}
	if strings.ContainsRune(parsed.Description, 0) { // which no text in the database can have
		return document{}, fault.At("/description", "name.characters", "the description has the character U+0000, which cannot be seen")
	}
	text := parsed.Canonical()
	return document{Document: parsed, text: string(text), checksum: checksum(text), name: shown}, nil
}

func refused(problems []fault.Detail) error {
	has := func(code string) bool {
		return slices.ContainsFunc(problems, func(d fault.Detail) bool { return d.Code == code })
	}
	switch {
	case has("chain.too_large"):
		return fault.New(fault.TooLarge, "chain.too_large", "the document is larger than the %d MiB that are allowed", chain.MaxBytes>>20).With(problems...)
	case has("chain.syntax"):
		return fault.New(fault.Malformed, "chain.unreadable", "this cannot be read as a document").With(problems...)
	default:
		return fault.New(fault.Invalid, "chain.document", "this is not a chain document").With(problems...)
	}
}

// parse reads a document that was kept.
func parse(text string) (*chain.Document, error) {
	d, problems := chain.Parse([]byte(text), chain.EncodingJSON)
	if len(problems) > 0 {
		return nil, refused(problems)
	}
	return d, nil
}

// Encode writes a document that was kept as it is asked for.
func Encode(text string, e chain.Encoding) ([]byte, error) {
	if e != chain.EncodingYAML {
		return []byte(text), nil
	}
	d, err := parse(text)
	if err != nil {
		return nil, err
	}
	return d.YAML(), nil
}

// placeless takes lines and columns away where nobody has seen the text.
func placeless(problems []chain.Problem) []chain.Problem {
	for i := range problems {
		problems[i].Line, problems[i].Column = 0, 0
	}
	return problems
}

func checksum(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}
