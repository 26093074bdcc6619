package secrets

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"catenary/internal/fault"
	"catenary/internal/tuple"
)

// KeySettings say where instance keys come from.
type KeySettings struct {
	// Dir is the data directory; its keys/instance.key is used unless File says
	// another.
	Dir  string
	File string
	// Key is a key of 32 bytes in base64 or hex, or several between commas,
	// the newest first.
	Key Value
	// Command wraps and unwraps instead: a program and its arguments between
	// blanks.
	Command string
}

// nothing says that the operator left it to the server.
func (k KeySettings) nothing() bool { return k.File == "" && k.Key.Len() == 0 && k.Command == "" }

func (k KeySettings) file() string {
	if k.File != "" {
		return k.File
	}
	return filepath.Join(k.Dir, "keys", "instance.key")
}

// Keyring is the instance keys that are to be had; it implements KEK. A
// command's keys are newer than those of CATENARY_KEY, and these than the
// file's: so a place can be left by setting the next one and rotating.
type Keyring struct {
	command *command
	given   []instanceKey
	file    string

	mu     sync.Mutex
	inFile []instanceKey
}

// instanceKey is one key and its name, a hash of it.
type instanceKey struct {
	id   string
	key  []byte
	aead cipher.AEAD
}

// OpenKeyring reads the keys. A file that others than its owner can read is
// refused; one that is not there is an empty keyring.
func OpenKeyring(settings KeySettings) (*Keyring, error) {
	k := &Keyring{file: settings.file()}
	if settings.Command != "" {
		k.command = &command{argv: strings.Fields(settings.Command)}
	}
	given, err := parseKeys(strings.Split(string(settings.Key.Reveal()), ","))
	if err != nil {
		return nil, fmt.Errorf("CATENARY_KEY: %w", err)
	}
	k.given = given
	return k, k.read()
}

// Wrap implements KEK.
func (k *Keyring) Wrap(ctx context.Context, id string, plain, bound []byte) (Wrapped, error) {
	if id == "" && k.command != nil {
		return k.command.wrap(ctx, "", plain, bound)
	}
	key, err := k.find(id)
	if err == nil {
		wrapped := key.aead.Seal(nil, nil, plain, bound) //nolint:gosec // G407: the cipher makes its own random nonce
		return Wrapped{KEK: key.id, Bytes: wrapped}, nil
	}
	if k.command != nil {
		return k.command.wrap(ctx, id, plain, bound)
	}
	return Wrapped{}, err
}

// Unwrap implements KEK.
func (k *Keyring) Unwrap(ctx context.Context, w Wrapped, bound []byte) ([]byte, error) {
	key, err := k.find(w.KEK)
	if err == nil {
		plain, err := key.aead.Open(nil, nil, w.Bytes, bound)
		if err != nil {
			return nil, unreadable("wrapped with " + w.KEK + ", but does not open with it")
		}
		return plain, nil
	}
	if k.command != nil {
		return k.command.unwrap(ctx, w, bound)
	}
	return nil, err
}

// Newest names the key that a rotation goes to, or "" if the command decides.
func (k *Keyring) Newest() (string, error) {
	if k.command != nil {
		return "", nil
	}
	key, err := k.find("")
	return key.id, err
}

// Add makes a new key and puts it first in the file.
func (k *Keyring) Add() (string, error) {
	if k.command != nil || len(k.given) > 0 {
		return "", fmt.Errorf("keys do not come from a file")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	raw := make([]byte, keySize)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	key, err := newInstanceKey(raw)
	if err != nil {
		return "", err
	}
	keys := append([]instanceKey{key}, k.inFile...)
	if err := writeKeyFile(k.file, keys); err != nil {
		return "", err
	}
	k.inFile = keys
	return key.id, nil
}

// Forget removes from the file all keys but those named, and says which went.
// Keys that are not in the file are not ours to remove.
func (k *Keyring) Forget(but func(id string) bool) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var gone []string
	keys := slices.Clone(k.inFile)
	keys = slices.DeleteFunc(keys, func(key instanceKey) bool {
		if but(key.id) {
			return false
		}
		gone = append(gone, key.id)
		return true
	})
	if len(gone) == 0 {
		return nil, nil
	}
	if err := writeKeyFile(k.file, keys); err != nil {
		return nil, err
	}
	k.inFile = keys
	return gone, nil
}

// ids names the keys that are here.
func (k *Keyring) ids() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for _, key := range slices.Concat(k.given, k.inFile) {
		out = append(out, key.id)
	}
	return out
}

// empty says that there is nothing to wrap with.
func (k *Keyring) empty() bool {
	_, err := k.find("")
	return err != nil && k.command == nil
}

// find looks for a key, the newest if id is empty. The file is read again for
// a key that is not known: another process may have rotated.
func (k *Keyring) find(id string) (instanceKey, error) {
	if key, found := k.known(id); found {
		return key, nil
	}
	if err := k.read(); err != nil {
		return instanceKey{}, err
	}
	if key, found := k.known(id); found {
		return key, nil
	}
	return instanceKey{}, fault.New(fault.Unavailable, "secrets.key_missing", "the server does not have the instance key that is needed").
		Because(fmt.Errorf("instance key %q is neither given nor in %s", id, k.file))
}

func (k *Keyring) known(id string) (instanceKey, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, key := range slices.Concat(k.given, k.inFile) {
		if id == "" || key.id == id {
			return key, true
		}
	}
	return instanceKey{}, false
}

func (k *Keyring) read() error {
	keys, err := readKeyFile(k.file)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.inFile = keys
	return nil
}

func parseKeys(texts []string) ([]instanceKey, error) {
	var keys []instanceKey
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		raw, err := parseKey(text)
		if err != nil {
			return nil, err
		}
		key, err := newInstanceKey(raw)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func parseKey(text string) ([]byte, error) {
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == keySize {
		return raw, nil
	}
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	if raw, err := base64.RawStdEncoding.DecodeString(text); err == nil && len(raw) == keySize {
		return raw, nil
	}
	return nil, fmt.Errorf("an instance key is %d bytes in base64 or hex", keySize)
}

func newInstanceKey(raw []byte) (instanceKey, error) {
	aead, err := newAEAD(raw)
	if err != nil {
		return instanceKey{}, err
	}
	sum := sha256.Sum256(tuple.Of("catenary.instance-key-id.1", string(raw)))
	return instanceKey{id: "ik-" + hex.EncodeToString(sum[:8]), key: raw, aead: aead}, nil
}
