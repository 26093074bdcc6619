package templates

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"text/template"

	"catenary/chain"
)

//go:embed documents scripts
var files embed.FS

// Choices are what somebody says of a chain that is made of a template.
type Choices struct {
	// Key and Name are the chain's.
	Key, Name string
	// Language of what stands in the chain; English if empty.
	Language Language
	// Environments are keys of environments by the names that the template gives
	// them. One that is not chosen keeps the template's name: the draft then has
	// a problem that says so, unless there is one of that name.
	Environments map[string]string
	// scripts are keys of scripts by the names that the template gives them.
	scripts map[string]string
}

// Document writes the chain as YAML. Each choice is written as a JSON text,
// which is YAML that can mean nothing else.
func (t Template) Document(c Choices) ([]byte, error) {
	chosen := func(from map[string]string) func(string) (string, error) {
		return func(name string) (string, error) {
			if key := from[name]; key != "" {
				return quote(key)
			}
			return quote(name)
		}
	}
	parsed, err := template.New(t.Key+".yaml").Delims("<%", "%>").Funcs(template.FuncMap{
		"key":  func() (string, error) { return quote(c.Key) },
		"name": func() (string, error) { return quote(c.Name) },
		"say": func(en, zh string) (string, error) {
			if c.Language == Chinese {
				return quote(zh)
			}
			return quote(en)
		},
		"environment": chosen(c.Environments),
		"script":      chosen(c.scripts),
	}).ParseFS(files, "documents/"+t.Key+".yaml")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, nil)
	return out.Bytes(), err
}

func quote(text string) (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(text)
	return string(bytes.TrimSpace(out.Bytes())), err
}

// Graph is the chain's, with the names of a language: for its picture.
func (t Template) Graph(l Language) (*chain.Document, error) {
	text, err := t.Document(Choices{Key: t.Key, Name: l.of(t.Title), Language: l})
	if err != nil {
		return nil, err
	}
	d, wrong := chain.Parse(text, chain.EncodingYAML)
	if len(wrong) > 0 {
		return nil, fmt.Errorf("template %s: %s at %s", t.Key, wrong[0].Detail, wrong[0].Pointer)
	}
	return d, nil
}

// Source is the script's text.
func (s Script) Source() (string, error) {
	text, err := files.ReadFile("scripts/" + s.file)
	return string(text), err
}
