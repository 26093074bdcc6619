package run

import (
	"crypto/sha256"
	"encoding/hex"

	"catenary/chain"
	"catenary/internal/tuple"
)

// Key is the idempotency key of a side effect: the same on every try within an
// attempt, also after a crash, and different for any two effects that are not
// the same. half is empty where a node has no halves.
func Key(run, scope string, node chain.NodeID, attempt int, half chain.Part) string {
	b := tuple.Of(run, scope, string(node))
	b = tuple.AppendInt(b, int64(attempt))
	b = tuple.AppendText(b, string(half))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
