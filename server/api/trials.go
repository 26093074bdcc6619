package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"catenary/rbac"
	"catenary/server/trials"
)

func (a *API) registerTrials() {
	a.raw(route{
		ID: "tryScript", Method: http.MethodPost, Path: "/orgs/{org_id}/scripts/{script_key}/trial", Permission: rbac.RunStart, Tag: runTag,
		Summary: "Try a script in an environment, as a run without a chain that has no secrets, no network and 5 minutes; needs chain:view and environment:use, too, and script:edit for a text that was not saved",
		Limit:   limitStart, Keyed: true, MaxBody: scriptMaxBody + startMaxBody,
	}, a.startOperation(schemaOf[scriptTrialBody](a), func() *huma.Param {
		return pathParam("script_key", "The script's key", "check-stock")
	}), a.tryScript)
	a.raw(route{
		ID: "tryEnvironment", Method: http.MethodPost, Path: "/orgs/{org_id}/environments/{environment_key}/trial", Permission: rbac.EnvironmentEdit, Tag: runTag,
		Summary: "Run a command of the shell in an environment, as a run without a chain that has no secrets, no network and 5 minutes; needs run:start, too",
		Limit:   limitStart, Keyed: true,
	}, a.startOperation(schemaOf[environmentTrialBody](a), func() *huma.Param {
		return pathParam("environment_key", "The environment's key", "python-3.11")
	}), a.tryEnvironment)
}

// scriptTrialBody is how a script is tried.
type scriptTrialBody struct {
	Environment string          `json:"environment" doc:"Key of the environment to run it in; it has to have an image" example:"python-3.11"`
	Version     int64           `json:"version,omitempty" minimum:"0" doc:"Of the script; the newest if left out"`
	Source      string          `json:"source,omitempty" doc:"A text to try in place of a version; nothing of it is saved as one"`
	Input       json.RawMessage `json:"input,omitempty" doc:"What the script reads; {} if left out"`
	Arguments   []string        `json:"arguments,omitempty" maxItems:"1000" doc:"What the script is given; plain texts, no expressions"`
	Title       string          `json:"title,omitempty" maxLength:"200" doc:"What people find the run by; it names the script if left out"`
}

// tryScript: POST /orgs/{org_id}/scripts/{script_key}/trial
func (a *API) tryScript(c echo.Context) error {
	var q trials.Script
	err := fieldsOf(bodyOf(c), map[string]any{
		"environment": &q.Environment, "version": &q.Version, "source": &q.Source, "input": &q.Input, "arguments": &q.Arguments, "title": &q.Title,
	})
	if err != nil {
		return err
	}
	if q.Once, err = onceOf(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	q.Wait = waitOf(c.Request().Header)
	s, err := a.Trials.Script(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("script_key"), q)
	if err != nil {
		return err
	}
	return started(c, s, q.Wait)
}

// environmentTrialBody is how an environment is tried.
type environmentTrialBody struct {
	Command string `json:"command" doc:"What /bin/sh of the image runs, of 64 KiB at most" example:"python --version"`
	Title   string `json:"title,omitempty" maxLength:"200" doc:"What people find the run by; it names the environment if left out"`
}

// tryEnvironment: POST /orgs/{org_id}/environments/{environment_key}/trial
func (a *API) tryEnvironment(c echo.Context) error {
	var q trials.Start
	var command string
	err := fieldsOf(bodyOf(c), map[string]any{"command": &command, "title": &q.Title})
	if err != nil {
		return err
	}
	if q.Once, err = onceOf(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	q.Wait = waitOf(c.Request().Header)
	s, err := a.Trials.Environment(ctx, actor(ctx), rbac.OrgID(c.Param("org_id")), c.Param("environment_key"), command, q)
	if err != nil {
		return err
	}
	return started(c, s, q.Wait)
}
