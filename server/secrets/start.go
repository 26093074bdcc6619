package secrets

import (
	"context"
	"errors"
	"fmt"
	"os"

	"catenary/internal/clock"
	"catenary/internal/tuple"
)

// known is the text whose wrapped form says whether an instance key is right.
const known = "catenary knows its instance key."

// Start opens the keyring and checks it against the database, whose schema is
// in place. The first start of all, on a new database and with nothing set,
// makes the key file. A key that is missing or wrong is an error that says what
// to do: the server must not start.
func Start(ctx context.Context, store KeyStore, settings KeySettings, newID func() string, now clock.Now) (*Sealer, *Keyring, error) {
	ring, err := OpenKeyring(settings)
	if err != nil {
		return nil, nil, err
	}
	s := &Sealer{Store: store, Keys: ring, NewID: newID, Now: now}
	check, found, err := store.KeyCheck(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the key check: %w", err)
	}
	if found {
		return s, ring, s.verify(ctx, check, settings)
	}
	if keys, err := store.DataKeys(ctx, "", "", 1); err != nil || len(keys) > 0 {
		return nil, nil, errors.Join(err, errors.New("the database has data keys, but the check of the instance key is gone: restore it from a backup"))
	}
	made := false
	if ring.empty() {
		if !settings.nothing() {
			return nil, nil, fmt.Errorf("there is no instance key in %s", settings.file())
		}
		if _, err := ring.Add(); err != nil {
			return nil, nil, err
		}
		made = true
	}
	err = s.first(ctx, settings)
	if err != nil && made && errors.Is(err, errOther) {
		err = errors.Join(err, os.Remove(settings.file()))
	}
	return s, ring, err
}

// errOther says that the database belongs to another instance key.
var errOther = errors.New("this is not the instance key of the database")

// first stores the check, unless another server did at the same time.
func (s *Sealer) first(ctx context.Context, settings KeySettings) error {
	wrapped, err := s.Keys.Wrap(ctx, "", []byte(known), tuple.Of(known))
	if err != nil {
		return err
	}
	err = s.Store.InsertKeyCheck(ctx, KeyCheck{Wrapped: wrapped, CreatedAt: s.Now().UnixMicro()})
	if err != nil {
		return err
	}
	check, _, err := s.Store.KeyCheck(ctx)
	if err != nil {
		return err
	}
	return s.verify(ctx, check, settings)
}

func (s *Sealer) verify(ctx context.Context, check KeyCheck, settings KeySettings) error {
	text, err := s.Keys.Unwrap(ctx, check.Wrapped, tuple.Of(known))
	if err == nil && string(text) == known {
		return nil
	}
	cause := "it unwraps something else"
	if err != nil {
		cause = err.Error() // told, but not passed on: this is no fault of a moment
	}
	return fmt.Errorf("%w, which is %s; it comes from %s, CATENARY_KEY or keys.command, whichever was set when the database was made: %s",
		errOther, check.KEK, settings.file(), cause)
}
