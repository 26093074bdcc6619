package builtin

import (
	"context"
	"time"

	"catenary/internal/fault"
)

// keepFor is how long the containers of an execution that has ended stay, for
// whoever has not fetched their logs yet.
const keepFor = time.Hour

// Sweep removes containers of the owner whose execution ended a while ago: those
// of executions that nobody followed to their end. It returns how many.
func (t *Tasks) Sweep(ctx context.Context, owner string, kept Executions, now time.Time) (int64, error) {
	there, err := t.executor.List(ctx, owner)
	if err != nil {
		return 0, err
	}
	removed := int64(0)
	for _, c := range there {
		if now.Sub(c.CreatedAt) < keepFor {
			continue
		}
		x, err := kept.Execution(ctx, c.Tenant, c.Run)
		switch {
		case fault.Is(err, fault.NotFound): // of another server on the same container engine
			continue
		case err != nil:
			return removed, err
		case !x.State.Final() || now.Sub(time.UnixMicro(x.UpdatedAt)) < keepFor:
			continue
		}
		if err := t.executor.Remove(ctx, c.ID); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}
