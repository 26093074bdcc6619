package store

import (
	"context"
	"errors"

	"catenary/internal/fault"
	"catenary/server/identity"
)

const personColumns = `p.id, p.email, p.name, p.locale, p.password_hash, p.verified_at, p.totp_sealed, p.totp_pending,
  p.totp_version, p.created_at, p.updated_at`

// InsertPerson adds a person. An address that somebody has is person.exists
// (Conflict).
func (s *Store) InsertPerson(ctx context.Context, p identity.Person) error {
	_, err := s.exec(ctx, `
INSERT INTO people (id, email, name, locale, password_hash, verified_at, created_at, updated_at)
VALUES (:id, :email, :name, :locale, :password_hash, :verified_at, :created_at, :updated_at)`, p)
	if fault.HasCode(err, CodeTaken) {
		return fault.New(fault.Conflict, "person.exists", "somebody has this address already").Because(err)
	}
	return err
}

// Person reads a person; none is person.unknown (NotFound).
func (s *Store) Person(ctx context.Context, id string) (identity.Person, error) {
	var p identity.Person
	err := s.get(ctx, &p, `SELECT `+personColumns+` FROM people p WHERE p.id = :id`, map[string]any{"id": id})
	return p, personUnknown(err)
}

// PersonByEmail reads the person with an address; none is person.unknown
// (NotFound).
func (s *Store) PersonByEmail(ctx context.Context, email string) (identity.Person, error) {
	var p identity.Person
	err := s.get(ctx, &p, `SELECT `+personColumns+` FROM people p WHERE p.email = :email`, map[string]any{"email": email})
	return p, personUnknown(err)
}

func personUnknown(err error) error {
	if errors.Is(err, ErrNoRows) {
		return fault.New(fault.NotFound, "person.unknown", "no such person")
	}
	return err
}

// RenamePerson gives a person a name and a locale.
func (s *Store) RenamePerson(ctx context.Context, p identity.Person) error {
	_, err := s.exec(ctx, `UPDATE people SET name = :name, locale = :locale, updated_at = :updated_at WHERE id = :id`, p)
	return err
}

// SetPassword puts a new hash in the place of an old one, and says whether the
// old one was still there.
func (s *Store) SetPassword(ctx context.Context, person, old, fresh string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE people SET password_hash = :fresh, updated_at = :at WHERE id = :id AND password_hash = :old`,
		map[string]any{"id": person, "old": old, "fresh": fresh, "at": s.now().UnixMicro()})
	return n == 1, err
}

// VerifyPerson notes that the address is the person's, if it still is.
func (s *Store) VerifyPerson(ctx context.Context, person, email string) error {
	_, err := s.exec(ctx, `
UPDATE people SET verified_at = :at WHERE id = :id AND email = :email AND verified_at = 0`,
		map[string]any{"id": person, "email": email, "at": s.now().UnixMicro()})
	return err
}

// SetPendingTOTP keeps the sealed secret of a second factor until it is
// confirmed, and says whether the factor still had the version.
func (s *Store) SetPendingTOTP(ctx context.Context, person string, version int64, sealed []byte) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE people SET totp_pending = :sealed, totp_version = totp_version + 1, updated_at = :at
 WHERE id = :id AND totp_version = :version AND totp_sealed IS NULL`,
		map[string]any{"id": person, "version": version, "sealed": sealed, "at": s.now().UnixMicro()})
	return n == 1, err
}

// ConfirmTOTP makes the pending second factor the one in use, with step as its
// last used one, and says whether it was still there.
func (s *Store) ConfirmTOTP(ctx context.Context, person string, version, step int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE people SET totp_sealed = totp_pending, totp_pending = NULL, totp_step = :step, updated_at = :at
 WHERE id = :id AND totp_version = :version AND totp_pending IS NOT NULL AND totp_sealed IS NULL`,
		map[string]any{"id": person, "version": version, "step": step, "at": s.now().UnixMicro()})
	return n == 1, err
}

// UseTOTPStep marks a step of the second factor and all before it as used, and
// says whether it was not yet.
func (s *Store) UseTOTPStep(ctx context.Context, person string, version, step int64) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE people SET totp_step = :step WHERE id = :id AND totp_version = :version AND totp_step < :step`,
		map[string]any{"id": person, "version": version, "step": step})
	return n == 1, err
}

// DropTOTP takes the second factor and its recovery codes away, and says
// whether there was one.
func (s *Store) DropTOTP(ctx context.Context, person string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE people SET totp_sealed = NULL, totp_pending = NULL, updated_at = :at WHERE id = :id AND totp_sealed IS NOT NULL`,
		map[string]any{"id": person, "at": s.now().UnixMicro()})
	if err != nil || n != 1 {
		return false, err
	}
	return true, s.ReplaceRecoveryCodes(ctx, person, nil)
}

// ReplaceRecoveryCodes keeps the hashes of a person's recovery codes instead of
// those before.
func (s *Store) ReplaceRecoveryCodes(ctx context.Context, person string, hashes []string) error {
	_, err := s.exec(ctx, `DELETE FROM recovery_codes WHERE person_id = :id`, map[string]any{"id": person})
	if err != nil {
		return err
	}
	for _, h := range hashes {
		_, err := s.exec(ctx, `INSERT INTO recovery_codes (person_id, hash) VALUES (:id, :hash)`,
			map[string]any{"id": person, "hash": h})
		if err != nil {
			return err
		}
	}
	return nil
}

// UseRecoveryCode marks a recovery code as used, and says whether it was there
// and not used yet.
func (s *Store) UseRecoveryCode(ctx context.Context, person, hash string) (bool, error) {
	n, err := s.exec(ctx, `
UPDATE recovery_codes SET used_at = :at WHERE person_id = :id AND hash = :hash AND used_at IS NULL`,
		map[string]any{"id": person, "hash": hash, "at": s.now().UnixMicro()})
	return n == 1, err
}

// RecoveryCodesLeft counts the recovery codes that can still be used.
func (s *Store) RecoveryCodesLeft(ctx context.Context, person string) (int, error) {
	var n int
	err := s.get(ctx, &n, `SELECT COUNT(*) FROM recovery_codes WHERE person_id = :id AND used_at IS NULL`,
		map[string]any{"id": person})
	return n, err
}
