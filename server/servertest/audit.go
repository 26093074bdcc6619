package servertest

import (
	"context"
	"sync"

	"catenary/server/audit"
)

// recorder keeps what is written to the audit log on its way to the database.
type recorder struct {
	audit.Writer
	mu   sync.Mutex
	rows []audit.Row
}

// InsertAudit implements audit.Writer.
func (r *recorder) InsertAudit(ctx context.Context, row audit.Row) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, row)
	return r.Writer.InsertAudit(ctx, row)
}

// Audited gives the actions that were written to the audit log through this
// world's services, in order.
func (w *World) Audited() []string {
	w.recorded.mu.Lock()
	defer w.recorded.mu.Unlock()
	var out []string
	for _, row := range w.recorded.rows {
		out = append(out, row.Action)
	}
	return out
}
