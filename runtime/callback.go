package runtime

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"catenary/nodes"
)

// longestCallback is how long an address can be called whose step says nothing.
const longestCallback = 30 * 24 * time.Hour

// CallbackHash is what is kept of the secret of a one-time address.
func CallbackHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// expectCallback makes the address of a step callable with the next write.
func (d *driver) expectCallback(ref StepRef, w nodes.Wait) error {
	step, err := json.Marshal(ref)
	if err != nil {
		return err
	}
	now := d.e.Now()
	ends := w.Until
	if ends.IsZero() {
		ends = now.Add(longestCallback)
	}
	d.callbacks = append(d.callbacks, Callback{
		Hash: CallbackHash(d.e.CallbackSecret(d.id, ref)), Tenant: d.id.Tenant, Run: d.id.Run, Step: string(step),
		Schema: w.Schema, EndsAt: ends.UnixMicro(), Created: now.UnixMicro(),
	})
	return nil
}
