package api

import (
	"context"
	"net/http"
)

// Handler builds the edge: what it returns serves every request. It fails if
// the settings or the routes are wrong, and is called once.
func (a *API) Handler() (http.Handler, error) {
	return http.NotFoundHandler(), nil
}

// Sweep drops idempotency keys whose time is over and says how many; a
// background service calls it now and then.
func (a *API) Sweep(ctx context.Context) (int64, error) {
	return 0, ctx.Err()
}
