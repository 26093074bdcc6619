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
	RetiredAt int64 `db:"retired_at"` // 0: it is the one in use
}

// KeyCheck is a known text wrapped with the instance key in use: whoever
// unwraps it has the right key.
type KeyCheck struct {
	Wrapped
	CreatedAt int64 `db:"created_at"`
}

// KeyStore keeps data keys.
type KeyStore interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// ActiveDataKey finds the key that seals now. Within a transaction nobody
	// retires it before that ends. None is found = false.
	ActiveDataKey(ctx context.Context, tenant string) (key DataKey, found bool, err error)
	// DataKey finds a key by its id. None is found = false.
	DataKey(ctx context.Context, tenant, id string) (key DataKey, found bool, err error)
	// DataKeys lists at most max keys of all tenants after one of them.
	DataKeys(ctx context.Context, afterTenant, afterID string, max int) ([]DataKey, error)
	// InsertDataKey adds a key unless the tenant has one in use.
	InsertDataKey(ctx context.Context, key DataKey) error
	// RewrapDataKey replaces how a key is wrapped, unless that has changed.
	RewrapDataKey(ctx context.Context, key DataKey, wrapped Wrapped) error
	// RetireDataKey ends the use of the tenant's key for new values.
	RetireDataKey(ctx context.Context, tenant string, at int64) error
	// DeleteDataKey removes a retired key.
	DeleteDataKey(ctx context.Context, tenant, id string) error

	// KeyCheck reads the check; within a transaction nobody changes it before
	// that ends. None is found = false.
	KeyCheck(ctx context.Context) (check KeyCheck, found bool, err error)
	// InsertKeyCheck adds the check unless there is one.
	InsertKeyCheck(ctx context.Context, check KeyCheck) error
	// LockKeyCheck reads the check in order to replace it.
	LockKeyCheck(ctx context.Context) (KeyCheck, error)
	// ReplaceKeyCheck puts another check in place.
	ReplaceKeyCheck(ctx context.Context, check KeyCheck) error

	// SealedPlaces names the purposes whose values the database holds.
	SealedPlaces() []string
	// SealedRows lists at most max values of a purpose after one of them.
	SealedRows(ctx context.Context, purpose, afterTenant, afterID string, max int) ([]SealedRow, error)
	// Reseal replaces a sealed value unless that has changed, which is false.
	Reseal(ctx context.Context, purpose string, row SealedRow, sealed []byte) (bool, error)
}

// SealedRow is a sealed value where it is kept.
type SealedRow struct {
	Tenant  string `db:"tenant_id"`
	ID      string `db:"id"`
	Version int64  `db:"version"`
	Sealed  []byte `db:"sealed"`
}
