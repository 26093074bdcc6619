package runs

import (
	"context"
	"encoding/json"
	"fmt"

	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/runtime"
)

// Call answers a step that waits for a call of its one-time address. An address
// that is not there, has been called or has ended is callback.unknown
// (NotFound); a body that the step does not take is callback.body (Invalid), and
// the address can be called again.
func (s *Service) Call(ctx context.Context, secret string, body json.RawMessage) error {
	c, err := s.Store.Callback(ctx, runtime.CallbackHash(secret))
	if err != nil {
		return err
	}
	if c.EndsAt > 0 && c.EndsAt <= s.Now().UnixMicro() {
		return callbackUnknown()
	}
	if err := fits(c.Schema, body); err != nil {
		return err
	}
	answer := runtime.Answer{Output: body}
	if err := json.Unmarshal([]byte(c.Step), &answer.StepRef); err != nil {
		return fmt.Errorf("read the step of a callback: %w", err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		taken, err := s.Store.TakeCallback(ctx, c.Hash)
		if err != nil {
			return err
		}
		if !taken {
			return callbackUnknown()
		}
		return s.Store.InsertSignal(ctx, runtime.Signal{
			Tenant: c.Tenant, Run: c.Run, ID: s.NewID(), Kind: runtime.AnswerSignal, Body: text, At: s.Now().UnixMicro(),
		})
	})
	if err != nil {
		return err
	}
	s.Engine.Nudge(runtime.ID{Tenant: c.Tenant, Run: c.Run})
	return nil
}

// fits holds a body against what the step waits for.
func fits(wanted, body json.RawMessage) error {
	if len(wanted) == 0 || string(wanted) == "null" {
		return nil
	}
	compiled, violations := schema.Compile(wanted)
	if compiled == nil {
		return fmt.Errorf("the schema of a callback cannot be used: %s", violations[0].Detail)
	}
	wrong := compiled.Check(body)
	if len(wrong) == 0 {
		return nil
	}
	f := fault.New(fault.Invalid, "callback.body", "this is not what the step waits for; see errors")
	for _, v := range wrong[:min(len(wrong), maxWrong)] {
		f.Details = append(f.Details, fault.Detail{Code: f.Code, Pointer: v.Pointer, Detail: v.Detail})
	}
	return f
}

func callbackUnknown() error {
	return fault.New(fault.NotFound, "callback.unknown", "there is no such address, or it was called already")
}
