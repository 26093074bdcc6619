package docker

import (
	"context"
	"errors"

	cerrdefs "github.com/containerd/errdefs"

	"catenary/runtime/executor"
)

// away makes the fault of an engine that cannot be reached or cannot answer,
// of an error that is none of those that its caller knows. The end of ctx stays
// what it is.
func away(ctx context.Context, err error) error {
	if ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
		return context.Cause(ctx)
	}
	return executor.Unavailable(err)
}

func absent(err error) bool { return cerrdefs.IsNotFound(err) }
func clash(err error) bool  { return cerrdefs.IsConflict(err) }
func bad(err error) bool    { return cerrdefs.IsInvalidArgument(err) }
