package audit

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"

	"catenary/internal/clock"
	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/internal/tuple"
)

// Head is a signed end of a tenant's chain. Whoever has it can tell later
// whether all rows up to it are what they were.
type Head struct {
	Tenant    string `db:"tenant_id" json:"tenant"`
	Seq       int64  `db:"seq" json:"seq"`
	Hash      string `db:"hash" json:"hash"`
	At        int64  `db:"at" json:"at"`
	Key       string `db:"key_id" json:"key"`
	Signature string `db:"signature" json:"signature"`
}

const headName = "catenary.audit-head.1"

// LogValue writes a head into a log so that ReadHeads finds it there.
func (h Head) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("tenant", h.Tenant), slog.Int64("seq", h.Seq), slog.String("hash", h.Hash),
		slog.Int64("at", h.At), slog.String("key", h.Key), slog.String("signature", h.Signature),
	)
}

// message is what is signed.
func (h Head) message() []byte {
	b := tuple.Of(headName, h.Tenant, h.Hash, h.Key)
	b = tuple.AppendInt(b, h.Seq)
	return tuple.AppendInt(b, h.At)
}

// SignedBy says whether the signature is that of key.
func (h Head) SignedBy(key ed25519.PublicKey) bool {
	signature, err := base64.StdEncoding.DecodeString(h.Signature)
	return err == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, h.message(), signature)
}

// KeyRow is a key that signs heads, as it is stored.
type KeyRow struct {
	ID        string `db:"id"`
	Public    string `db:"public_key"` // base64
	Sealed    []byte `db:"sealed"`
	CreatedAt int64  `db:"created_at"`
}

// PurposeKey is what the private halves are sealed for.
const PurposeKey = "audit.key"

// KeyStore keeps the keys that sign heads.
type KeyStore interface {
	InTx(ctx context.Context, work func(context.Context) error) error
	// LockAudit makes others who ask for the same tenant's chain wait until the
	// transaction of ctx ends.
	LockAudit(ctx context.Context, tenant string) error
	// AuditKeys lists them, the oldest first.
	AuditKeys(ctx context.Context) ([]KeyRow, error)
	InsertAuditKey(ctx context.Context, key KeyRow) error
}

// Vault seals what must not be read in the database.
type Vault interface {
	Seal(ctx context.Context, tenant, purpose, rowID string, version int64, plain secret.Value) ([]byte, error)
	Open(ctx context.Context, tenant, purpose, rowID string, version int64, sealed []byte) (secret.Value, error)
}

// Keys signs heads. All fields are needed.
type Keys struct {
	Store KeyStore
	Vault Vault
	NewID func() string
	Now   clock.Now

	mu      sync.Mutex
	id      string
	private ed25519.PrivateKey
}

// Ready finds the key to sign with, and makes the first. Sign does it too; but
// it may take a while, and Sign stands in a transaction.
func (k *Keys) Ready(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.private != nil {
		return nil
	}
	if err := k.find(ctx); err != nil || k.private != nil {
		return err
	}
	return k.Store.InTx(ctx, func(ctx context.Context) error {
		if err := k.Store.LockAudit(ctx, "key"); err != nil { // no tenant has such an id
			return err
		}
		if err := k.find(ctx); err != nil || k.private != nil { // another was first
			return err
		}
		return k.make(ctx)
	})
}

// Sign signs a head with the instance's key.
func (k *Keys) Sign(ctx context.Context, h Head) (Head, error) {
	if err := k.Ready(ctx); err != nil {
		return Head{}, fmt.Errorf("key of audit heads: %w", err)
	}
	h.Key = k.id
	h.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(k.private, h.message()))
	return h, nil
}

// find takes the newest key that is ours.
func (k *Keys) find(ctx context.Context) error {
	rows, err := k.Store.AuditKeys(ctx)
	if err != nil {
		return err
	}
	for _, row := range slices.Backward(rows) {
		private, err := k.open(ctx, row)
		if err != nil {
			return err
		}
		if private != nil {
			k.id, k.private = row.ID, private
			return nil
		}
	}
	return nil
}

func (k *Keys) make(ctx context.Context) error {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	id := k.NewID()
	sealed, err := k.Vault.Seal(ctx, "", PurposeKey, id, 1, secret.New(private.Seed()))
	if err != nil {
		return err
	}
	err = k.Store.InsertAuditKey(ctx, KeyRow{
		ID: id, Public: base64.StdEncoding.EncodeToString(public), Sealed: sealed, CreatedAt: k.Now().UnixMicro(),
	})
	if err != nil {
		return err
	}
	k.id, k.private = id, private
	return nil
}

// open gives the private half of a key, or nothing if it is not one that this
// instance made: only who has the instance's key can seal.
func (k *Keys) open(ctx context.Context, row KeyRow) (ed25519.PrivateKey, error) {
	seed, err := k.Vault.Open(ctx, "", PurposeKey, row.ID, 1, row.Sealed)
	if fault.HasCode(err, "secrets.unreadable") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if seed.Len() != ed25519.SeedSize {
		return nil, errors.New("a sealed key of audit heads has the wrong length")
	}
	private := ed25519.NewKeyFromSeed(seed.Reveal())
	if public, _ := private.Public().(ed25519.PublicKey); base64.StdEncoding.EncodeToString(public) != row.Public {
		return nil, nil
	}
	return private, nil
}

// Trusted gives the public halves of the keys that this instance made, the
// oldest first. A key that somebody else put into the database is not among
// them.
func (k *Keys) Trusted(ctx context.Context) ([]ed25519.PublicKey, error) {
	rows, err := k.Store.AuditKeys(ctx)
	if err != nil {
		return nil, err
	}
	var out []ed25519.PublicKey
	for _, row := range rows {
		private, err := k.open(ctx, row)
		if err != nil {
			return nil, err
		}
		if private != nil {
			public, _ := private.Public().(ed25519.PublicKey)
			out = append(out, public)
		}
	}
	return out, nil
}

// Stored gives the public halves that the database tells of, whoever put them
// there.
func (k *Keys) Stored(ctx context.Context) ([]ed25519.PublicKey, error) {
	rows, err := k.Store.AuditKeys(ctx)
	var out []ed25519.PublicKey
	for _, row := range rows {
		public, err := ParseKey(row.Public)
		if err != nil {
			return nil, err
		}
		out = append(out, public)
	}
	return out, err
}

// ParseKey reads a public key as it is shown: in base64.
func ParseKey(text string) (ed25519.PublicKey, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("a public key is %d bytes in base64", ed25519.PublicKeySize)
	}
	return raw, nil
}

// ReadHeads reads heads out of a file: a log of the server as JSON lines, or
// lines of heads alone. Other lines do not matter.
func ReadHeads(from io.Reader) ([]Head, error) {
	var out []Head
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Head
			Logged Head `json:"head"`
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		for _, h := range []Head{line.Head, line.Logged} {
			if h.Seq > 0 && h.Hash != "" && h.Signature != "" {
				out = append(out, h)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read heads: %w", err)
	}
	return out, nil
}
