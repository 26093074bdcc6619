package store

import (
	"context"
	"strconv"
	"strings"
)

// switchChannel is where servers tell each other of switches that changed.
const switchChannel = "catenary_switches"

// notifySwitch tells all servers, when the transaction of ctx commits.
func (s *Store) notifySwitch(ctx context.Context, id string, revision int64) error {
	return s.tell(ctx, switchChannel, id+":"+strconv.FormatInt(revision, 10))
}

// ListenSwitches calls hear for each switch that any server changes, until ctx
// ends. It is not sure to hear of all. hear must not block.
func (s *Store) ListenSwitches(ctx context.Context, hear func(id string, revision int64)) {
	s.hear(ctx, switchChannel, func(payload string) {
		id, text, _ := strings.Cut(payload, ":")
		if revision, err := strconv.ParseInt(text, 10, 64); err == nil {
			hear(id, revision)
		}
	})
}
