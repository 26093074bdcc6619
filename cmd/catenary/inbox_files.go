package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
	"catenary/nodes/form"
)

// formFiles are files that go to the form of a to-do.
type formFiles struct {
	cmd    *cobra.Command
	client *client.Client
	todo   todoResult
	ids    []string
}

// give sends files, each as FIELD=PATH, and puts their ids into what is filled in: a
// field that takes several gets one more.
func (g *formFiles) give(data json.RawMessage, files []string) (json.RawMessage, error) {
	if len(files) == 0 {
		return data, nil
	}
	var value map[string]any
	if err := json.Unmarshal(data, &value); err != nil || value == nil {
		return nil, usageError("--data is no object: no field of it takes a file")
	}
	var f formResult
	if _, err := g.client.Get(g.cmd.Context(), g.todo.of("forms"), nil, &f); err != nil {
		return nil, err
	}
	schema, _ := f.Schema.(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	for _, file := range files {
		field, path, ok := strings.Cut(file, "=")
		if !ok {
			return nil, usageError(fmt.Sprintf("--file %q is not FIELD=PATH", file))
		}
		pointer := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(field)
		of, _ := properties[field].(map[string]any)
		if of["type"] != "array" {
			id, err := g.send(pointer, path)
			if err != nil {
				return nil, err
			}
			value[field] = id
			continue
		}
		list, _ := value[field].([]any)
		id, err := g.send(pointer+"/"+strconv.Itoa(len(list)), path)
		if err != nil {
			return nil, err
		}
		value[field] = append(list, id)
	}
	return json.Marshal(value)
}

func (g *formFiles) send(field, path string) (id string, err error) {
	content, err := readFile(g.cmd, path, form.MaxFile)
	if err != nil {
		return "", err
	}
	if len(content) == 0 {
		return "", fmt.Errorf("%s is empty", path)
	}
	var made struct {
		ID string `json:"id"`
	}
	err = send(g.cmd.Context(), g.client, client.Request{
		Method: http.MethodPost, Path: g.todo.of("forms", "files"), Body: content, ContentType: "application/octet-stream",
		Query: url.Values{"field": {field}, "name": {filepath.Base(path)}},
	}, &made)
	if err != nil {
		return "", err
	}
	g.ids = append(g.ids, made.ID)
	return made.ID, nil
}

// takeBack takes the files away again: the form was not filled in. What cannot be
// taken away goes when the form ends.
func (g *formFiles) takeBack() {
	for _, id := range g.ids {
		_ = send(g.cmd.Context(), g.client, client.Request{Method: http.MethodDelete, Path: g.todo.of("forms", "files", id)}, nil)
	}
}
