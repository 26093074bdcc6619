package resources

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"catenary/internal/clock"
	"catenary/internal/tuple"
	"catenary/runtime"
	"catenary/server/secrets"
)

// PurposeInstance is what the key of the instance is sealed for.
const PurposeInstance = "instance"

// Instance is what all servers of one instance share.
type Instance struct {
	ID        string `db:"id"`
	Sealed    []byte `db:"sealed"`
	CreatedAt int64  `db:"created_at"`

	key []byte
}

// InstanceStore keeps it.
type InstanceStore interface {
	Instance(ctx context.Context) (Instance, bool, error)
	InsertInstance(ctx context.Context, i Instance) error
}

// OpenInstance reads what the instance shares, and makes it at the first start.
func OpenInstance(ctx context.Context, store InstanceStore, sealer *secrets.Sealer, newID func() string, now clock.Now) (*Instance, error) {
	for range 2 {
		i, there, err := store.Instance(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the instance: %w", err)
		}
		if there {
			key, err := sealer.Open(ctx, "", PurposeInstance, i.ID, 1, i.Sealed)
			if err != nil {
				return nil, fmt.Errorf("open the key of the instance: %w", err)
			}
			i.key = key.Reveal()
			return &i, nil
		}
		i = Instance{ID: newID(), CreatedAt: now().UnixMicro()}
		key := make([]byte, 32)
		_, _ = rand.Read(key) // never fails
		if i.Sealed, err = sealer.Seal(ctx, "", PurposeInstance, i.ID, 1, secrets.NewValue([]byte(base64.StdEncoding.EncodeToString(key)))); err != nil {
			return nil, fmt.Errorf("seal the key of the instance: %w", err)
		}
		if err := store.InsertInstance(ctx, i); err != nil {
			return nil, fmt.Errorf("keep the instance: %w", err)
		}
	}
	return nil, fmt.Errorf("the instance does not stay in the database")
}

// CallbackSecret makes the secret of a step's one-time address: 256 bits that
// nobody can guess without the key of the instance, and the same each time.
func (i *Instance) CallbackSecret(id runtime.ID, of runtime.StepRef) string {
	b := tuple.Of("callback", id.Tenant, id.Run, of.Scope, string(of.Node), string(of.Half))
	b = tuple.AppendInt(b, int64(of.Attempt))
	mac := hmac.New(sha256.New, i.key)
	mac.Write(b)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
