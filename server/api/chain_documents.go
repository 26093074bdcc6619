package api

import (
	"mime"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/negotiation"

	"catenary/chain"
	"catenary/server/chains"
)

const yamlType = "application/yaml"

// DocumentBody is embedded in the input of routes that take a chain document.
// Package chain reads it, and says of every problem where in the text it is.
type DocumentBody struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/yaml"`
}

func (in DocumentBody) input() chains.Input {
	contentType, _, _ := mime.ParseMediaType(in.ContentType) // the edge has let it in
	if contentType == yamlType {
		return chains.Input{Data: in.RawBody, Encoding: chain.EncodingYAML}
	}
	return chains.Input{Data: in.RawBody, Encoding: chain.EncodingJSON}
}

// AcceptDocument is embedded in the input of routes that give a chain document.
type AcceptDocument struct {
	Accept string `header:"Accept" hidden:"true"`
}

// documentOutput is a chain document as it was asked for.
type documentOutput struct {
	ContentType string `header:"Content-Type"`
	ETag        string `header:"ETag"`
	Vary        string `header:"Vary"`
	Body        []byte
}

// output writes a document that was kept: JSON in canonical form, byte for
// byte, unless YAML is asked for.
func (in AcceptDocument) output(text, tag string) (*documentOutput, error) {
	contentType, encoding := jsonType, chain.EncodingJSON
	if negotiation.SelectQValue(in.Accept, []string{jsonType, yamlType}) == yamlType {
		contentType, encoding = yamlType, chain.EncodingYAML
	}
	data, err := chains.Encode(text, encoding)
	if err != nil {
		return nil, err
	}
	return &documentOutput{ContentType: contentType, ETag: tag, Vary: "Accept", Body: data}, nil
}

// documentContent is how the OpenAPI document describes a chain document; its
// own schema is published beside it.
func documentContent() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{
		jsonType: {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: "A chain document (catenary/v1)"}},
		yamlType: {Schema: &huma.Schema{Type: huma.TypeString, Description: "A chain document (catenary/v1) as YAML"}},
	}
}

// takesDocument says in the OpenAPI document that an operation takes a chain
// document, which Huma cannot know of a raw body.
func takesDocument(a *API, id string, required bool) {
	body := a.operation(id).RequestBody
	body.Content, body.Required = documentContent(), required
}

// givesDocument says that an operation answers with a chain document.
func givesDocument(a *API, id string) {
	a.operation(id).Responses["200"].Content = documentContent()
}

// operation is one that was registered.
func (a *API) operation(id string) *huma.Operation {
	for _, r := range a.routes {
		if r.ID == id {
			return operationOf(a.huma.OpenAPI().Paths[prefix+r.Path], r.Method)
		}
	}
	panic("api: no route " + id)
}
