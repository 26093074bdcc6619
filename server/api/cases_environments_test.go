package api_test

import (
	"net/http"

	"catenary/runtime/image"
	"catenary/server/environments"
)

// environmentCases are of environments, uploads and registries.
func environmentCases() map[string]routeCase {
	return map[string]routeCase{
		"listEnvironments": {prepare: func(g *given) { g.environment() }},
		"createEnvironment": {prepare: func(g *given) {
			g.body = object{"key": "shell", "name": "Shell", "source": object{"kind": "docker", "reference": "shell:1"}, "entry": []string{"sh"}}
		}, status: http.StatusCreated},
		"getEnvironment": {prepare: func(g *given) { g.environment() }},
		"editEnvironment": {prepare: func(g *given) {
			g.ifMatch(g.environment().Revision)
			g.body = object{"name": "Another name", "limits": object{"memory": "64Mi"}, "deprecation": object{"deprecated": true, "note": "until May"}}
		}},
		"deleteEnvironment":      {prepare: func(g *given) { g.environment() }, status: http.StatusNoContent},
		"listEnvironmentUses":    {prepare: func(g *given) { g.environment() }},
		"getEnvironmentImage":    {prepare: func(g *given) { g.environment() }},
		"streamEnvironmentImage": {prepare: func(g *given) { g.environment() }},
		"askEnvironmentImage": {prepare: func(g *given) {
			g.environment()
			g.body = object{"accept": ""}
		}, status: http.StatusAccepted, settle: func(g *given) { g.Environments.Stop() }},
		"beginUpload": {prepare: func(g *given) { g.body = object{"size": 5} }, status: http.StatusCreated},
		"getUpload":   {prepare: func(g *given) { g.upload() }},
		"appendUpload": {prepare: func(g *given) {
			g.upload()
			g.header.Set("Upload-Offset", "0")
			g.body, g.kind = "hello", "application/offset+octet-stream"
		}},
		"deleteUpload": {prepare: func(g *given) { g.upload() }, status: http.StatusNoContent},
		"getRegistry":  {prepare: func(g *given) { g.registry() }},
		"createRegistry": {prepare: func(g *given) {
			g.body = object{"url": "https://registry.example.org/team"}
		}, status: http.StatusCreated},
		"replaceRegistry": {prepare: func(g *given) {
			g.ifMatch(g.registry().Revision)
			g.body = object{"url": "https://registry.example.org/team", "username": "robot", "secret": "registry"}
		}},
		"deleteRegistry": {prepare: func(g *given) { g.ifMatch(g.registry().Revision) }, status: http.StatusNoContent},
	}
}

// environment makes an environment of Stock and puts its key into the address.
func (g *given) environment() environments.View {
	g.t.Helper()
	g.params["environment_key"] = "shell"
	return must[environments.View](g)(g.Environments.Create(g.t.Context(), g.owner(), g.stock(), environments.New{
		Key: "shell", Name: "Shell", Entry: []string{"sh"}, Source: environments.Source{Kind: image.Docker, Reference: "shell:1"},
	}))
}

// imaged makes an environment of Stock that has an image.
func (g *given) imaged() environments.View {
	g.t.Helper()
	e := g.environment()
	e.Image = "sha256:aa"
	if done, err := g.Store.SetImage(g.t.Context(), e.Environment, e.Image); err != nil || !done {
		g.t.Fatal(done, err)
	}
	return e
}

// upload begins a file of five bytes.
func (g *given) upload() {
	g.t.Helper()
	u := must[environments.Upload](g)(g.Environments.BeginUpload(g.t.Context(), g.owner(), g.stock(), 5, ""))
	g.params["upload_id"] = u.ID
}

// registry sets the registry of Stock.
func (g *given) registry() environments.Registry {
	g.t.Helper()
	return must[environments.Registry](g)(g.Environments.SetRegistry(g.t.Context(), g.owner(), g.stock(), 0,
		environments.Registry{URL: "https://registry.example.org"}))
}
