// Package trials lets people try a script, or an environment with a command, by
// itself: as a run without a chain. It counts for the limits of its org, is
// cancelled, logged and kept as any other run is. Such a run gets no secrets, no
// variables and no network, and has five minutes at most.
package trials

import (
	"context"
	"strings"
	"unicode/utf8"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/server/audit"
	"catenary/server/chains"
	"catenary/server/environments"
	"catenary/server/runs"
	"catenary/server/scripts"
)

// Store finds what is tried. What is not there is script.unknown,
// script.version_unknown or environment.unknown (NotFound).
type Store interface {
	Script(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (scripts.Script, error)
	ScriptVersion(ctx context.Context, tenant rbac.TenantID, script string, version int64) (scripts.Version, error)
	Environment(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, key string) (environments.Environment, error)
	UsableEnvironments(ctx context.Context, tenant rbac.TenantID, org rbac.OrgID, needs rbac.Permission, keys []string) ([]chains.Target, error)
}

// Runs starts runs; runs.Service does.
type Runs interface {
	Unattended(ctx context.Context, u runs.Unattended) (runs.Started, error)
}

// Service is the use cases. All fields are needed.
type Service struct {
	Store Store
	Runs  Runs
	Auth  *rbac.Authorizer
	Audit *audit.Log
	NewID func() string
}

// Script tries a script of an org in an environment that the org may use. It
// needs run:start, chain:view and environment:use, and script:edit for a text
// that was not saved. An environment without an image is environment.imageless
// (Conflict); other faults are those of a start.
func (s *Service) Script(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string, q Script) (runs.Started, error) {
	needs := []rbac.Permission{rbac.RunStart, rbac.ChainView, rbac.EnvironmentUse}
	if q.Source != nil {
		needs = append(needs, rbac.ScriptEdit)
	}
	if err := s.may(ctx, who, org, needs...); err != nil {
		return runs.Started{}, err
	}
	if len(q.Arguments) > maxArguments {
		return runs.Started{}, fault.At("/arguments", "trial.arguments", "a script is given %d arguments at most", maxArguments)
	}
	script, err := s.Store.Script(ctx, who.Tenant, org, key)
	if err != nil {
		return runs.Started{}, err
	}
	pin, err := s.pinned(ctx, script, q)
	if err != nil {
		return runs.Started{}, err
	}
	environment, err := s.usable(ctx, who, org, q.Environment)
	if err != nil {
		return runs.Started{}, err
	}
	text := document("script", script.Key, script.Name, environment.Key, q.Arguments)
	if _, wrong := chain.Parse([]byte(text), chain.EncodingJSON); len(wrong) > 0 {
		return runs.Started{}, fault.At("/arguments", "trial.arguments", "%s", wrong[0].Detail)
	}
	return s.start(ctx, who, org, q.Start, thing{
		kind: "script", id: script.ID, name: script.Name, ref: script.Key, script: pin, environment: environment, document: text, input: q.Input,
	})
}

// pinned is what the reference to the script means.
func (s *Service) pinned(ctx context.Context, script scripts.Script, q Script) (runtime.Pin, error) {
	switch {
	case q.Source != nil:
		return runtime.Pin{Source: *q.Source, Digest: scripts.Digest(*q.Source)}, scripts.CheckSource(*q.Source)
	case q.Version == 0:
		return runtime.Pin{ID: script.ID, Version: script.Version, Digest: script.Digest}, nil
	case q.Version < 0 || q.Version > script.Version:
		return runtime.Pin{}, fault.At("/version", "script.version_unknown", "the script has no version %d", q.Version)
	}
	v, err := s.Store.ScriptVersion(ctx, script.Tenant, script.ID, q.Version)
	return runtime.Pin{ID: script.ID, Version: v.Version, Digest: v.Digest}, err
}

// usable finds an environment that an org may use, its own or a shared one.
func (s *Service) usable(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (chains.Target, error) {
	targets, err := s.Store.UsableEnvironments(ctx, who.Tenant, org, rbac.EnvironmentUse, []string{key})
	if err != nil {
		return chains.Target{}, err
	}
	above, err := s.Auth.Ancestors(ctx, who.Tenant, org)
	if err != nil {
		return chains.Target{}, err
	}
	found, there := chains.Nearest(above, targets)[key]
	if !there {
		return found, fault.At("/environment", "environment.unknown", "there is no environment %q that this org may use", key)
	}
	return found, imaged(found)
}

// imaged says that an environment has no image, if it has none.
func imaged(e chains.Target) error {
	if e.Digest != "" {
		return nil
	}
	return fault.New(fault.Conflict, "environment.imageless", "the environment has no image yet; bring it to the registry first")
}

// Environment tries an environment of an org with a command, which its shell
// runs. It needs environment:write and run:start.
func (s *Service) Environment(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, command string, q Start) (runs.Started, error) {
	if err := s.may(ctx, who, org, rbac.EnvironmentEdit, rbac.RunStart); err != nil {
		return runs.Started{}, err
	}
	switch {
	case strings.TrimSpace(command) == "":
		return runs.Started{}, fault.At("/command", "trial.command", "want a command")
	case len(command) > MaxCommand:
		return runs.Started{}, fault.At("/command", "trial.command", "the command has %d bytes; %d are allowed", len(command), MaxCommand)
	case !utf8.ValidString(command) || strings.ContainsRune(command, 0):
		return runs.Started{}, fault.At("/command", "trial.command", "the command is no text")
	}
	e, err := s.Store.Environment(ctx, who.Tenant, org, key)
	if err != nil {
		return runs.Started{}, err
	}
	target := chains.Target{ID: e.ID, Key: e.Key, Digest: e.Image}
	if err := imaged(target); err != nil {
		return runs.Started{}, err
	}
	pin := runtime.Pin{Source: command, Digest: scripts.Digest(command), Interpreter: []string{"/bin/sh"}}
	text := document("command", "command", e.Name, e.Key, nil)
	return s.start(ctx, who, org, q, thing{
		kind: "environment", id: e.ID, name: e.Name, ref: "command", script: pin, environment: target, document: text,
	})
}

func (s *Service) may(ctx context.Context, who rbac.Actor, org rbac.OrgID, needs ...rbac.Permission) error {
	for _, act := range needs {
		if err := s.Auth.Can(ctx, who, act, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
	}
	return nil
}

// thing is what is tried.
type thing struct {
	kind, id, name string
	// document is what runs; ref is how it calls the script.
	document, ref string
	script        runtime.Pin
	environment   chains.Target
	input         []byte
}

// start begins the run of a trial, and says so in the audit log.
func (s *Service) start(ctx context.Context, who rbac.Actor, org rbac.OrgID, q Start, of thing) (runs.Started, error) {
	pins := runtime.Pins{
		chain.ScriptRef:      {of.ref: of.script},
		chain.EnvironmentRef: {of.environment.Key: {ID: of.environment.ID, Digest: of.environment.Digest}},
	}
	title := q.Title
	if title == "" {
		title = "Trial: " + of.name
		if long := []rune(title); len(long) > maxTitle {
			title = string(long[:maxTitle])
		}
	}
	// What was begun is told, whether or not the caller waits for it.
	ctx = context.WithoutCancel(ctx)
	started, err := s.Runs.Unattended(ctx, runs.Unattended{
		ID: s.NewID(), Key: q.Once.Key, Digest: q.Once.Digest, By: who, Org: org,
		Document: &runs.Document{Document: of.document, Pins: written(pins)}, Title: title, Input: of.input,
		Trigger: runs.Trigger{Kind: "test", ID: of.id, Gates: []string{}}, Test: true, Wait: q.Wait,
	})
	if err != nil || started.Replayed {
		return started, err
	}
	return started, s.Audit.Record(ctx, who, audit.Entry{
		Action: of.kind + ":tried", Kind: of.kind, ResourceID: of.id, OrgID: org, After: map[string]any{
			"run": started.Run.ID, "environment": of.environment.Key, "version": of.script.Version, "digest": of.script.Digest,
		},
	})
}
