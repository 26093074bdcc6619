package runtime

import (
	"context"
	"fmt"

	"catenary/runtime/run"
)

// Events reads a part of a journal; a Journal does.
type Events interface {
	Events(ctx context.Context, tenant, id string, after int64, max int) ([]run.Event, error)
}

// eventPage is how many events are read at once.
const eventPage = 1000

// View folds the whole journal of a run.
func View(ctx context.Context, from Events, id ID) (*run.View, error) {
	view := &run.View{State: run.Queued}
	for {
		events, err := from.Events(ctx, id.Tenant, id.Run, view.Seq, eventPage)
		if err != nil {
			return nil, err
		}
		for _, ev := range events {
			if err := run.Fold(view, ev); err != nil {
				return nil, fmt.Errorf("fold run %s: %w", id.Run, err)
			}
		}
		if len(events) < eventPage {
			return view, nil
		}
	}
}
