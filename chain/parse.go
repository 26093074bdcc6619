package chain

import "catenary/internal/fault"

// Encoding is how a document is written.
type Encoding string

const (
	EncodingJSON Encoding = "json"
	EncodingYAML Encoding = "yaml"
)

// Parse reads a document and returns all that is wrong with its shape, or the
// document and nothing.
func Parse(data []byte, e Encoding) (*Document, []fault.Detail) { return nil, nil }

// Canonical returns the one JSON text of the document, layout included.
func (d *Document) Canonical() []byte { return nil }

// Digest is "sha256:" and the hex digest of what the document means: its
// canonical form without layout.
func (d *Document) Digest() string { return "" }

// YAML returns the document as people read it.
func (d *Document) YAML() []byte { return nil }
