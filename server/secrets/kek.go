package secrets

import "context"

// KEK wraps data keys with an instance key, which may be far away (a KMS).
type KEK interface {
	// Wrap encrypts a data key with the instance key named id, or with the
	// newest if id is empty. bound is what the wrapped key belongs to.
	Wrap(ctx context.Context, id string, plain, bound []byte) (Wrapped, error)
	// Unwrap gives back what Wrap was given. It fails if bound differs. An
	// instance key that is not there is secrets.key_missing.
	Unwrap(ctx context.Context, w Wrapped, bound []byte) ([]byte, error)
}

// Wrapped is a data key as it is stored, and the name of the instance key that
// opens it.
type Wrapped struct {
	KEK   string `db:"kek_id"`
	Bytes []byte `db:"wrapped"`
}
