package templates

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"text/template"

	"catenary/chain"
	"catenary/nodes"
	"catenary/server/approvals"
	"catenary/server/releases"
)

//go:embed documents scripts
var files embed.FS

// Choices are what somebody says of what is made of a template.
type Choices struct {
	// Key is the chain's, or what the keys of several begin with. Name is that of
	// the chain or of the release.
	Key, Name string
	// Language of what stands in it; English if empty.
	Language Language
	// Values fill parameters in, by their keys. One that is not chosen has its
	// default: the draft then has a problem that says so, unless there is one of
	// that name.
	Values map[string]string
	// People fill in those that ask for people.
	People map[string]approvals.By
	// Publish lets the chains be published as soon as they are made.
	Publish bool
	// scripts are keys of scripts by the names that the template gives them.
	scripts map[string]string
}

// Document writes the chain of a part, in the template's encoding. In YAML each
// choice is written as a JSON text, which is YAML that can mean nothing else.
func (t Template) Document(p Part, c Choices) ([]byte, error) {
	if t.kept != nil {
		return t.kept.Content.document(c)
	}
	file := t.Key
	if p.Key != "" {
		file += "/" + p.Key
	}
	return t.filled(file+".yaml", t.Parameters, c, template.FuncMap{
		"key":  func() (string, error) { return quote(p.key(c.Key)) },
		"name": func() (string, error) { return quote(p.name(c.Name, c.Language)) },
	})
}

// Encoding is that of its documents.
func (t Template) Encoding() chain.Encoding {
	if t.kept != nil {
		return chain.EncodingJSON
	}
	return chain.EncodingYAML
}

// Plan is that of a release of the chains.
func (t Template) Plan(c Choices) (releases.Plan, error) {
	if t.kept != nil {
		return t.kept.Content.plan(c)
	}
	text, err := t.filled(t.Key+"/release.json", t.Release.Parameters, c, template.FuncMap{
		"chain": func(part string) (string, error) {
			i := slices.IndexFunc(t.Chains, func(p Part) bool { return p.Key == part })
			if i < 0 {
				return "", fmt.Errorf("template %s has no chain %s", t.Key, part)
			}
			return quote(t.Chains[i].key(c.Key))
		},
	})
	if err != nil {
		return releases.Plan{}, err
	}
	var plan releases.Plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return releases.Plan{}, fmt.Errorf("template %s: %w", t.Key, err)
	}
	return plan, nil
}

// filled writes a file with what was chosen.
func (t Template) filled(file string, parameters []Parameter, c Choices, more template.FuncMap) ([]byte, error) {
	find := func(key string) (Parameter, error) {
		i := slices.IndexFunc(parameters, func(p Parameter) bool { return p.Key == key })
		if i < 0 {
			return Parameter{}, fmt.Errorf("template %s has no parameter %s", t.Key, key)
		}
		return parameters[i], nil
	}
	parsed, err := template.New(path.Base(file)).Delims("<%", "%>").Funcs(template.FuncMap{
		"say": func(en, zh string) (string, error) {
			if c.Language == Chinese {
				return quote(zh)
			}
			return quote(en)
		},
		// words stand in a text, such as a comment.
		"words": func(en, zh string) string { return c.Language.of(nodes.Words{EN: en, ZH: zh}) },
		"value": func(key string) (string, error) {
			p, err := find(key)
			if err != nil {
				return "", err
			}
			return quote(p.value(c))
		},
		// at is a place at an address that was chosen.
		"at": func(key, place string) (string, error) {
			p, err := find(key)
			if err != nil {
				return "", err
			}
			return quote(strings.TrimSuffix(p.value(c), "/") + place)
		},
		"people": func(key string) (string, error) {
			p, err := find(key)
			if err != nil {
				return "", err
			}
			return quote(p.people(c))
		},
		"script": func(name string) (string, error) {
			if key := c.scripts[name]; key != "" {
				return quote(key)
			}
			return quote(name)
		},
	}).Funcs(more).ParseFS(files, "documents/"+file)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, nil)
	return out.Bytes(), err
}

// value is what was chosen for a parameter, or what is meant without.
func (p Parameter) value(c Choices) string {
	switch {
	case c.Values[p.Key] != "":
		return c.Values[p.Key]
	case p.Default != "":
		return p.Default
	default:
		return p.Key
	}
}

// people are those who were chosen, or the holders of the role that is meant
// without.
func (p Parameter) people(c Choices) approvals.By {
	if by, chosen := c.People[p.Key]; chosen {
		return by
	}
	return approvals.By{Role: p.Default}
}

func quote(value any) (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return string(bytes.TrimSpace(out.Bytes())), err
}

// Graph is that of the chain of a part, with the names of a language: for its
// picture.
func (t Template) Graph(p Part, l Language) (*chain.Document, error) {
	var text []byte
	var err error
	if t.kept != nil {
		text = t.kept.Card.Graph
	} else if text, err = t.Document(p, Choices{Key: t.Key, Name: l.of(t.Title), Language: l}); err != nil {
		return nil, err
	}
	d, wrong := chain.Parse(text, t.Encoding())
	if len(wrong) > 0 {
		return nil, fmt.Errorf("template %s: %s at %s", t.Key, wrong[0].Detail, wrong[0].Pointer)
	}
	return d, nil
}

// Phases are the names of the phases of a release, in a language.
func (t Template) Phases(l Language) ([]string, error) {
	if t.kept != nil {
		return t.kept.Card.Phases, nil
	}
	plan, err := t.Plan(Choices{Key: t.Key, Language: l})
	var all []string
	for _, p := range plan.Phases {
		all = append(all, p.Name)
	}
	return all, err
}

// source is the text of a script.
func (t Template) source(s Script) (string, error) {
	if t.kept != nil {
		for _, one := range t.kept.Content.Scripts {
			if one.Key == s.Key {
				return one.Source, nil
			}
		}
		return "", fmt.Errorf("template %s has no script %s", t.Key, s.Key)
	}
	return s.Source()
}

// Source is the text of a script that the program brings along.
func (s Script) Source() (string, error) {
	text, err := files.ReadFile("scripts/" + s.file)
	return string(text), err
}
