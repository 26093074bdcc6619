// Package templates is chains and releases to begin with (模板): those that the
// program brings along, and those that orgs keep of their own and share to orgs
// below. It says what each is for and what has to be filled in, and makes chains
// of an org and drafts of releases of it. What was made is a chain or a release
// like any other, and knows nothing of its template.
//
// To see templates takes template:view, to make something of one template:use and
// what making it takes, to keep one template:write, at the org. What an org keeps
// is a document and the places in it that are filled in: no program of a tenant
// runs when a template is used.
package templates

import (
	"catenary/nodes"
	"catenary/server/triggers"
)

// Template is a chain, or several, to begin with.
type Template struct {
	Key string
	// Title is also the name that is proposed for what is made.
	Title   nodes.Words
	Summary nodes.Words
	// Parameters are filled in when the chains are made.
	Parameters []Parameter
	// Chains are made in this order, and published in it.
	Chains []Part
	// Scripts are made in the org along with the chains.
	Scripts []Script
	// Webhook starts the first chain, if there is one: it is made with the
	// chain's key as its own.
	Webhook *triggers.Webhook
	// Release is what is released with the chains, if the template is of a release.
	Release *Release

	// kept is what an org keeps it as; nil: the program brings it along.
	kept *Kept
}

// Part is one of the chains. One that is alone has no key, and gets that which
// was chosen; otherwise that of the part is put behind it.
type Part struct {
	Key  string
	Name nodes.Words
}

// Release is the plan of a release of the chains.
type Release struct {
	// Parameters are filled in each time that a release is drawn up.
	Parameters []Parameter
}

// Kind says what a parameter is filled in with.
type Kind string

// The kinds. All but People and Text are keys of things that the org may use.
const (
	Engine      Kind = "engine"
	Environment Kind = "environment"
	Secret      Kind = "secret"
	Switch      Kind = "switch"
	Chain       Kind = "chain"
	People      Kind = "people" // the holders of a role, a group or a member
	Text        Kind = "text"
)

// Parameter is something to be filled in; the documents know it by Key.
type Parameter struct {
	Key  string `json:"key"`
	Kind Kind   `json:"kind"`
	// Needs says what is asked for.
	Needs nodes.Words `json:"needs"`
	// Default is what is meant where nothing was chosen: Key where it is empty,
	// and a role where people are asked for.
	Default string `json:"default"`
}

// Script is a small script that comes with a template.
type Script struct {
	Key      string      `json:"key"`
	Name     nodes.Words `json:"name"`
	Language string      `json:"language"`
	file     string
}

// Language is that of the names in what is made.
type Language string

// The languages that templates are written in.
const (
	English Language = "en"
	Chinese Language = "zh"
)

func (l Language) of(w nodes.Words) string {
	if l == Chinese {
		return w.ZH
	}
	return w.EN
}

// key is that of the chain of a part.
func (p Part) key(chosen string) string {
	if p.Key == "" {
		return chosen
	}
	return chosen + "-" + p.Key
}

// name is that of the chain of a part.
func (p Part) name(chosen string, l Language) string {
	if p.Key == "" {
		return chosen
	}
	return chosen + ": " + l.of(p.Name)
}

// Find gives the template with a key.
func Find(key string) (Template, bool) {
	for _, t := range All() {
		if t.Key == key {
			return t, true
		}
	}
	return Template{}, false
}
