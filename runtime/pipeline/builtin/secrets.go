package builtin

import (
	"context"

	"catenary/internal/fault"
	"catenary/internal/secret"
)

// hider takes the secrets of a step out of texts. Where one is not to be had any
// more nobody can say what is to be hidden: then nothing is told.
func (e *engine) hider(ctx context.Context, org string, s Step) (func(text string) string, error) {
	if len(s.Secrets) == 0 {
		return func(text string) string { return text }, nil
	}
	var values []secret.Value
	for _, key := range s.Secrets {
		v, err := e.Resources.Secret(ctx, e.tenant, org, key)
		switch {
		case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden):
			return func(string) string { return secret.Mark }, nil
		case err != nil:
			return nil, err
		}
		values = append(values, v)
	}
	return secret.NewRedactor(values...).Text, nil
}

// hidden is what a container gave, without the secrets of its step.
func (e *engine) hidden(ctx context.Context, org string, s Step, o Observation) (Observation, error) {
	hide, err := e.hider(ctx, org, s)
	if err != nil || len(s.Secrets) == 0 {
		return o, err
	}
	o.Output = secret.JSON(o.Output, hide)
	if o.Failure != nil {
		f := *o.Failure
		f.Message = hide(f.Message)
		o.Failure = &f
	}
	return o, nil
}
