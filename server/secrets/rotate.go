package secrets

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"catenary/internal/tuple"
)

const (
	rotateBatch = 100
	// retiredFor is how long a retired data key stays even if nothing is found
	// that it sealed: a value may be sealed and not yet stored.
	retiredFor = time.Hour
)

// Rotation is what was done.
type Rotation struct {
	Key       string   `json:"key"`       // the instance key that wraps now
	Rewrapped int      `json:"rewrapped"` // data keys that got another wrapping
	Resealed  int      `json:"resealed"`  // values that got another data key
	NewKeys   int      `json:"new_keys"`  // data keys made
	Deleted   int      `json:"deleted"`   // retired data keys that nothing used any more
	Forgotten []string `json:"forgotten"` // instance keys removed from the file
	// Unused is the instance key that was in use, if it came from elsewhere and
	// can be removed there.
	Unused string `json:"unused,omitempty"`
}

// Rotate takes the newest instance key into use and wraps all data keys with
// it, while servers run. A key file that has no newer key gets one. Instance
// keys that wrap nothing any more go from the file.
func (s *Sealer) Rotate(ctx context.Context, ring *Keyring) (Rotation, error) {
	old, newest, err := s.adopt(ctx, ring)
	if err != nil {
		return Rotation{}, err
	}
	r := Rotation{Key: newest}
	used := map[string]bool{newest: true}
	err = s.eachDataKey(ctx, func(key DataKey) error {
		if newest == key.KEK && ring.command == nil {
			return nil
		}
		bound := tuple.Of(dataKeyName, key.Tenant, key.ID)
		plain, err := ring.Unwrap(ctx, key.Wrapped, bound)
		if err != nil {
			return fmt.Errorf("unwrap data key %s: %w", key.ID, err)
		}
		wrapped, err := ring.Wrap(ctx, "", plain, bound)
		if err != nil {
			return fmt.Errorf("wrap data key %s: %w", key.ID, err)
		}
		r.Rewrapped++
		return s.Store.RewrapDataKey(ctx, key, wrapped)
	})
	if err != nil {
		return r, err
	}
	err = s.eachDataKey(ctx, func(key DataKey) error {
		used[key.KEK] = true
		return nil
	})
	if err != nil {
		return r, err
	}
	r.Forgotten, err = ring.Forget(func(id string) bool { return used[id] })
	if !used[old] && !slices.Contains(r.Forgotten, old) {
		r.Unused = old
	}
	return r, err
}

// adopt makes the newest instance key the one in use: from the end of its
// transaction on no new data key is wrapped with the old one.
func (s *Sealer) adopt(ctx context.Context, ring *Keyring) (old, newest string, err error) {
	present, found, err := s.Store.KeyCheck(ctx)
	if err != nil || !found {
		return "", "", errors.Join(err, errors.New("the database has no key yet: start the server first"))
	}
	target, err := ring.Newest()
	if err != nil {
		return "", "", err
	}
	if target == present.KEK {
		if target, err = ring.Add(); err != nil {
			return "", "", fmt.Errorf("there is no newer instance key: put one before the present one, between them a comma: %w", err)
		}
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		check, err := s.Store.LockKeyCheck(ctx)
		if err != nil {
			return err
		}
		old = check.KEK
		wrapped, err := ring.Wrap(ctx, target, []byte(known), tuple.Of(known))
		if err != nil {
			return err
		}
		newest = wrapped.KEK
		return s.Store.ReplaceKeyCheck(ctx, KeyCheck{Wrapped: wrapped, CreatedAt: s.Now().UnixMicro()})
	})
	return old, newest, err
}

func (s *Sealer) eachDataKey(ctx context.Context, work func(DataKey) error) error {
	var tenant, id string
	for {
		keys, err := s.Store.DataKeys(ctx, tenant, id, rotateBatch)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, key := range keys {
			if err := work(key); err != nil {
				return err
			}
			tenant, id = key.Tenant, key.ID
		}
	}
}

// RotateDataKeys gives every tenant a new data key and seals all values anew
// with it, while servers run. It can be broken off and run again.
func (s *Sealer) RotateDataKeys(ctx context.Context) (Rotation, error) {
	var r Rotation
	fresh := map[string]string{} // of a tenant; the new keys come by later, too
	err := s.eachDataKey(ctx, func(key DataKey) (err error) {
		if key.RetiredAt == 0 && fresh[key.Tenant] == "" {
			r.NewKeys++
			fresh[key.Tenant], err = s.replaceDataKey(ctx, key.Tenant)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	used := map[keyName]bool{}
	for _, purpose := range s.Store.SealedPlaces() {
		n, err := s.reseal(ctx, purpose, fresh, used)
		r.Resealed += n
		if err != nil {
			return r, fmt.Errorf("seal %s anew: %w", purpose, err)
		}
	}
	before := s.Now().Add(-retiredFor).UnixMicro()
	err = s.eachDataKey(ctx, func(key DataKey) error {
		if key.RetiredAt == 0 || key.RetiredAt > before || used[keyName{key.Tenant, key.ID}] {
			return nil
		}
		r.Deleted++
		return s.Store.DeleteDataKey(ctx, key.Tenant, key.ID)
	})
	return r, err
}

// replaceDataKey retires the key in use and names the new one. Whoever sealed
// with the old one in a transaction has committed when it returns.
func (s *Sealer) replaceDataKey(ctx context.Context, tenant string) (id string, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		fresh, err := s.newDataKey(ctx, tenant)
		if err != nil {
			return err
		}
		if err := s.Store.RetireDataKey(ctx, tenant, s.Now().UnixMicro()); err != nil {
			return err
		}
		if err := s.Store.InsertDataKey(ctx, fresh); err != nil {
			return err
		}
		active, _, err := s.Store.ActiveDataKey(ctx, tenant) // another rotation may have been first
		id = active.ID
		return err
	})
	return id, err
}

// reseal seals the values of a purpose with the fresh keys of their tenants, and
// notes the keys of those that changed meanwhile.
func (s *Sealer) reseal(ctx context.Context, purpose string, fresh map[string]string, used map[keyName]bool) (n int, err error) {
	var tenant, id string
	for {
		rows, err := s.Store.SealedRows(ctx, purpose, tenant, id, rotateBatch)
		if err != nil || len(rows) == 0 {
			return n, err
		}
		for _, row := range rows {
			tenant, id = row.Tenant, row.ID
			key, err := KeyOf(row.Sealed)
			if err != nil {
				return n, fmt.Errorf("row %s: %w", row.ID, err)
			}
			if key == fresh[row.Tenant] {
				continue // written meanwhile
			}
			done, err := s.resealRow(ctx, purpose, row)
			if err != nil {
				return n, err
			}
			if done {
				n++
			} else {
				used[keyName{row.Tenant, key}] = true
			}
		}
	}
}

// resealRow seals one value anew, unless it was changed since it was read.
func (s *Sealer) resealRow(ctx context.Context, purpose string, row SealedRow) (done bool, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		plain, err := s.Open(ctx, row.Tenant, purpose, row.ID, row.Version, row.Sealed)
		if err != nil {
			return err
		}
		sealed, err := s.Seal(ctx, row.Tenant, purpose, row.ID, row.Version, plain)
		if err != nil {
			return err
		}
		done, err = s.Store.Reseal(ctx, purpose, row, sealed)
		return err
	})
	return done, err
}

// KeyUse is an instance key and what it is for.
type KeyUse struct {
	ID       string `json:"id"`
	InUse    bool   `json:"in_use"`    // new data keys are wrapped with it
	DataKeys int    `json:"data_keys"` // that it wraps
	Here     bool   `json:"here"`      // this process has it
}

// Inventory lists the instance keys that are needed or here, by id. A command's
// keys are not here.
func (s *Sealer) Inventory(ctx context.Context, ring *Keyring) ([]KeyUse, error) {
	uses := map[string]KeyUse{}
	check, found, err := s.Store.KeyCheck(ctx)
	if err != nil {
		return nil, err
	}
	if found {
		uses[check.KEK] = KeyUse{InUse: true}
	}
	err = s.eachDataKey(ctx, func(key DataKey) error {
		use := uses[key.KEK]
		use.DataKeys++
		uses[key.KEK] = use
		return nil
	})
	for _, id := range ring.ids() {
		use := uses[id]
		use.Here = true
		uses[id] = use
	}
	var out []KeyUse
	for _, id := range slices.Sorted(maps.Keys(uses)) {
		use := uses[id]
		use.ID = id
		out = append(out, use)
	}
	return out, err
}
