package runtime

import (
	"context"

	"catenary/runtime/run"
)

// View folds the journal of a run.
func (e *Engine) View(ctx context.Context, id ID) (*run.View, Run, error) {
	row, err := e.Journal.Run(ctx, id.Tenant, id.Run)
	if err != nil {
		return nil, Run{}, err
	}
	view, err := e.fold(ctx, id)
	return view, row, err
}

// eventPage is how many events are read at once.
const eventPage = 1000

// fold reads the whole journal.
func (e *Engine) fold(ctx context.Context, id ID) (*run.View, error) {
	view := &run.View{State: run.Queued}
	for {
		events, err := e.Journal.Events(ctx, id.Tenant, id.Run, view.Seq, eventPage)
		if err != nil {
			return nil, err
		}
		for _, ev := range events {
			if err := run.Fold(view, ev); err != nil {
				return nil, err
			}
		}
		if len(events) < eventPage {
			return view, nil
		}
	}
}
