package runtime

import (
	"encoding/json"

	"catenary/chain"
)

// Version is what runs: a document and what its references mean, for good.
type Version struct {
	// Digest names the graph with its pins: compiled graphs are cached by it.
	Digest   string
	Document *chain.Document
	Pins     Pins
}

// Pin is what a reference means.
type Pin struct {
	ID      string `json:"id"`
	Version int64  `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"`
	// Source is the text of a script that is tried out and was never saved: it
	// has no ID. Interpreter runs it in place of the environment's entry.
	Source      string   `json:"source,omitempty"`
	Interpreter []string `json:"interpreter,omitempty"`
}

// Pins are what the references of a version mean, by kind and key.
type Pins map[chain.RefKind]map[string]Pin

// ParsePins reads what a version keeps.
func ParsePins(text []byte) (Pins, error) {
	var p Pins
	if len(text) == 0 {
		return Pins{}, nil
	}
	err := json.Unmarshal(text, &p)
	return p, err
}
