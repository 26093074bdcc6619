package secrets

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"sync"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/tuple"
)

const (
	keySize = 32
	// sealedFormat is the first byte of everything sealed; another way of
	// sealing gets another number.
	sealedFormat = 1
	// sealedName stands in what a value is bound to.
	sealedName = "catenary.sealed.1"
	// dataKeyName stands in what a wrapped data key is bound to.
	dataKeyName = "catenary.data-key.1"
)

// What values are sealed for. Each purpose has its place in store.sealedPlaces.
const (
	PurposeSecret = "secret"      // values of secrets
	PurposeTOTP   = "person.totp" // second factors of people
)

// Sealer encrypts values for the database: AES-256-GCM under the data key of
// their tenant, bound to the place where they are kept.
type Sealer struct {
	Store KeyStore
	Keys  KEK
	NewID func() string
	Now   clock.Now

	mu sync.Mutex
	// open holds unwrapped data keys; a key never changes, so neither does an
	// entry.
	open map[keyName]cipher.AEAD
}

type keyName struct{ tenant, id string }

// Seal encrypts plain for one place: the purpose (a table's column, such as
// "person.totp"), the row's id and the version of the value. Tenant "" is for
// what belongs to no tenant. Call it in the transaction that stores the result:
// only there is the key sure not to be rotated away before that commits.
func (s *Sealer) Seal(ctx context.Context, tenant, purpose, rowID string, version int64, plain Value) ([]byte, error) {
	key, err := s.active(ctx, tenant)
	if err != nil {
		return nil, err
	}
	aead, err := s.unwrap(ctx, key)
	if err != nil {
		return nil, err
	}
	return seal(aead, key.ID, bound(tenant, purpose, rowID, version), plain.Reveal()), nil
}

// Open decrypts what Seal gave for the same place. Anything else, such as a row
// copied elsewhere or a changed one, is secrets.unreadable (Internal).
func (s *Sealer) Open(ctx context.Context, tenant, purpose, rowID string, version int64, sealed []byte) (Value, error) {
	id, rest, err := splitSealed(sealed)
	if err != nil {
		return Value{}, err
	}
	aead, err := s.byID(ctx, tenant, id)
	if err != nil {
		return Value{}, err
	}
	plain, err := aead.Open(nil, nil, rest, bound(tenant, purpose, rowID, version))
	if err != nil {
		return Value{}, unreadable(fmt.Sprintf("%s of row %s does not open with key %s", purpose, rowID, id))
	}
	return NewValue(plain), nil
}

// KeyOf names the data key that sealed.
func KeyOf(sealed []byte) (string, error) {
	id, _, err := splitSealed(sealed)
	return id, err
}

// active finds the tenant's data key, or makes its first.
func (s *Sealer) active(ctx context.Context, tenant string) (DataKey, error) {
	key, found, err := s.Store.ActiveDataKey(ctx, tenant)
	if err != nil || found {
		return key, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		made, err := s.newDataKey(ctx, tenant)
		if err != nil {
			return err
		}
		if err := s.Store.InsertDataKey(ctx, made); err != nil {
			return err
		}
		key, found, err = s.Store.ActiveDataKey(ctx, tenant) // another may have been first
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("the data key of tenant %q is gone as soon as made", tenant)
	}
	return key, err
}

// newDataKey makes a key and wraps it with the instance key that the check
// names, which cannot change before the transaction of ctx ends: so whoever
// removes an old instance key has seen all that it wraps.
func (s *Sealer) newDataKey(ctx context.Context, tenant string) (DataKey, error) {
	check, found, err := s.Store.KeyCheck(ctx)
	if err != nil {
		return DataKey{}, err
	}
	if !found {
		return DataKey{}, fmt.Errorf("the instance key was never checked: Start does it")
	}
	plain := make([]byte, keySize)
	if _, err := rand.Read(plain); err != nil {
		return DataKey{}, err
	}
	id := s.NewID()
	wrapped, err := s.Keys.Wrap(ctx, check.KEK, plain, tuple.Of(dataKeyName, tenant, id))
	if err != nil {
		return DataKey{}, fmt.Errorf("wrap a data key: %w", err)
	}
	return DataKey{Tenant: tenant, ID: id, Wrapped: wrapped, CreatedAt: s.Now().UnixMicro()}, nil
}

func (s *Sealer) byID(ctx context.Context, tenant, id string) (cipher.AEAD, error) {
	if aead := s.cached(tenant, id); aead != nil {
		return aead, nil
	}
	key, found, err := s.Store.DataKey(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, unreadable("no data key " + id)
	}
	return s.unwrap(ctx, key)
}

func (s *Sealer) unwrap(ctx context.Context, key DataKey) (cipher.AEAD, error) {
	if aead := s.cached(key.Tenant, key.ID); aead != nil {
		return aead, nil
	}
	plain, err := s.Keys.Unwrap(ctx, key.Wrapped, tuple.Of(dataKeyName, key.Tenant, key.ID))
	if err != nil {
		return nil, fmt.Errorf("unwrap data key %s: %w", key.ID, err)
	}
	aead, err := newAEAD(plain)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[keyName]cipher.AEAD{}
	}
	s.open[keyName{key.Tenant, key.ID}] = aead
	return aead, nil
}

func (s *Sealer) cached(tenant, id string) cipher.AEAD {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[keyName{tenant, id}]
}

// bound is what a value is bound to.
func bound(tenant, purpose, rowID string, version int64) []byte {
	return tuple.AppendInt(tuple.Of(sealedName, tenant, purpose, rowID), version)
}

// newAEAD is AES-256-GCM that puts a random nonce before what it encrypts.
func newAEAD(key []byte) (cipher.AEAD, error) {
	if len(key) != keySize {
		return nil, fmt.Errorf("a key has %d bytes, not %d", keySize, len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal writes format, length and text of the key's id, nonce, ciphertext.
func seal(aead cipher.AEAD, keyID string, bound, plain []byte) []byte {
	out := make([]byte, 0, 2+len(keyID)+len(plain)+aead.Overhead())
	out = append(out, sealedFormat, byte(len(keyID)))
	out = append(out, keyID...)
	return aead.Seal(out, nil, plain, bound) //nolint:gosec // G407: the cipher makes its own random nonce
}

func splitSealed(sealed []byte) (keyID string, rest []byte, err error) {
	if len(sealed) < 2 || sealed[0] != sealedFormat || len(sealed) < 2+int(sealed[1]) {
		return "", nil, unreadable("the form is unknown")
	}
	n := 2 + int(sealed[1])
	return string(sealed[2:n]), sealed[n:], nil
}

func unreadable(why string) error {
	return fault.New(fault.Internal, "secrets.unreadable", "a sealed value cannot be opened").Because(fmt.Errorf("%s", why))
}
