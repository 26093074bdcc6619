package docker

import (
	"context"

	"catenary/runtime/executor"
)

// Make does the first half of Submit, as if our process died then: it makes
// the container and returns the engine's id of it, and what is to be fed.
func (e *Executor) Make(ctx context.Context, s executor.Spec) (container string, feed []byte, err error) {
	s.Limits = s.Limits.OrDefaults()
	volumes, pulled, err := e.ensure(ctx, s)
	if err != nil {
		return "", nil, err
	}
	c, err := e.create(ctx, s, volumes, pulled)
	if err != nil {
		return "", nil, err
	}
	feed, err = payload(s, c.marker)
	return c.container, feed, err
}

// Older is older.
var Older = older
