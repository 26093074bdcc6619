package chain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"unicode/utf8"

	"catenary/internal/fault"
)

// Encoding is how a document is written.
type Encoding string

// The encodings.
const (
	EncodingJSON Encoding = "json"
	EncodingYAML Encoding = "yaml"
)

// Parse reads a document. It returns the document, or all that is wrong with
// its shape, each with pointer, line and column (syntax ends the reading, so
// that it is said alone). It is safe for hostile input: what it takes in time
// and memory is bounded by MaxBytes, and deep, repeating or self-referring
// texts are refused before they are taken apart.
func Parse(data []byte, e Encoding) (*Document, []fault.Detail) {
	p := &problems{}
	root := read(data, e, p)
	if root == nil {
		return nil, p.list
	}
	d := &Document{source: root}
	(&decoder{problems: p, shapes: shapes{}}).decode(root, reflect.ValueOf(d).Elem(), rules{})
	if len(p.list) > 0 {
		return nil, p.list
	}
	if l := d.Layout; l != nil && l.Direction == "" && len(l.Nodes)+len(l.Notes)+len(l.Groups) == 0 {
		d.Layout = nil
	}
	return d, nil
}

// ParseGraph reads a graph that stands inside the configuration of a node. Its
// details have no lines, and pointers from the graph.
func ParseGraph(data JSON) (*Graph, []fault.Detail) {
	p := &problems{}
	root := read(data, EncodingJSON, p)
	if root == nil {
		return nil, p.list
	}
	g := &Graph{}
	(&decoder{problems: p, shapes: shapes{}}).decode(root, reflect.ValueOf(g).Elem(), rules{})
	for i := range p.list {
		p.list[i].Line, p.list[i].Column = 0, 0
	}
	return g, p.list
}

// WriteGraph writes a graph as it stands inside the configuration of a node;
// ParseGraph reads it.
func WriteGraph(g *Graph) JSON {
	return writeJSON(nil, (&encoder{shapes: shapes{}}).encode(reflect.ValueOf(g).Elem()))
}

func read(data []byte, e Encoding, p *problems) *value {
	if len(data) > MaxBytes {
		p.add(0, 0, codeTooLarge, "the document has %d bytes; %d are allowed", len(data), MaxBytes)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		p.add(0, 0, codeSyntax, "the document is not valid UTF-8")
		return nil
	}
	if e == EncodingYAML {
		return readYAML(data, p)
	}
	return readJSON(string(data), p)
}

// Canonical returns the one JSON text of the document, layout included: sorted
// keys and no blanks (RFC 8785), nothing that says nothing (empty texts, lists
// and maps that may be left out), text untouched. Documents that say the same
// have the same canonical form.
func (d *Document) Canonical() []byte {
	return writeJSON(nil, (&encoder{shapes: shapes{}}).encode(reflect.ValueOf(d).Elem()))
}

// Digest is "sha256:" and the hex digest of what the document means: of its
// canonical form without layout. Moving a node on the canvas does not change
// what was approved; to know whether a draft must be saved, compare Canonical.
func (d *Document) Digest() string {
	meaning := *d
	meaning.Layout = nil
	sum := sha256.Sum256(meaning.Canonical())
	return "sha256:" + hex.EncodeToString(sum[:])
}

// YAML returns the document as people read it: the fields in the order of
// their description, objects of free content by key.
func (d *Document) YAML() []byte {
	return writeYAML((&encoder{shapes: shapes{}, look: true}).encode(reflect.ValueOf(d).Elem()))
}

// MarshalJSON returns the canonical form.
func (d *Document) MarshalJSON() ([]byte, error) { return d.Canonical(), nil }

// CanonicalJSON returns the canonical form of any JSON, or an error that says
// where it is none.
func CanonicalJSON(data []byte) (JSON, error) {
	p := &problems{}
	v := read(data, EncodingJSON, p)
	if len(p.list) > 0 {
		return nil, fmt.Errorf("line %d, column %d: %s", p.list[0].Line, p.list[0].Column, p.list[0].Detail)
	}
	return writeJSON(nil, v), nil
}
