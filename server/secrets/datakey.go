package secrets

import "context"

// DataKey is the key that a tenant's values are sealed with, or the instance's
// own values if Tenant is empty. A tenant has one that is not retired; retired
// ones still open what they sealed.
type DataKey struct {
	Tenant string `db:"tenant_id"`
	ID     string `db:"id"`
	Wrapped
	CreatedAt int64 `db:"created_at"`
	RetiredAt int64 `db:"retired_at"` // 0 if it is the one in use
}

// KeyCheck is a known text wrapped with the instance key in use: whoever
// unwraps it has the right key.
type KeyCheck struct {
	Wrapped
	ID        string `db:"id"`
	CreatedAt int64  `db:"created_at"`
}

// KeyStore keeps data keys.
type KeyStore interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// ActiveDataKey finds the key that seals now. Within a transaction nobody
	// retires it before that ends. None is found = false.
	ActiveDataKey(ctx context.Context, tenant string) (key DataKey, found bool, err error)
	// DataKey finds a key by its id; none is a NotFound fault.
	DataKey(ctx context.Context, tenant, id string) (DataKey, error)
	// InsertDataKey adds a key unless the tenant has one in use.
	InsertDataKey(ctx context.Context, key DataKey) error
	// KeyCheck reads the check and keeps it from changing until the
	// transaction ends. None is found = false.
	KeyCheck(ctx context.Context) (check KeyCheck, found bool, err error)
	// InsertKeyCheck adds the check unless there is one.
	InsertKeyCheck(ctx context.Context, check KeyCheck) error
	// HasDataKeys says whether anything was ever sealed.
	HasDataKeys(ctx context.Context) (bool, error)
}
