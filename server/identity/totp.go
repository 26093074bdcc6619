package identity

import (
	"context"

	"catenary/server/secrets"
)

// Sealer encrypts what must not be read in the database; the tenant "" is for
// what belongs to people.
type Sealer interface {
	Seal(ctx context.Context, tenant, purpose, rowID string, version int64, plain secrets.Value) ([]byte, error)
	Open(ctx context.Context, tenant, purpose, rowID string, version int64, sealed []byte) (secrets.Value, error)
}
