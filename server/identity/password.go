package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"catenary/internal/fault"
)

// argon are the parameters of a hash; each hash carries its own.
type argon struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

const (
	saltSize = 16
	hashSize = 32
	// queueFactor is how many may wait for each that is hashing.
	queueFactor = 16
)

// present is how passwords are hashed now; others are hashed anew at login.
func present() argon { return argon{memory: 19 * 1024, time: 2, threads: 1} }

// Passwords hashes and checks passwords: as many at once as there are cores,
// while a bounded number waits. Make one with NewPasswords, for each process.
type Passwords struct {
	params argon
	slots  chan struct{} // held while hashing
	places chan struct{} // held while hashing or waiting
	runs   atomic.Int64
	common func() []string
}

// NewPasswords returns Passwords that use as many cores as there are.
func NewPasswords() *Passwords {
	cores := goruntime.NumCPU()
	return &Passwords{
		params: present(),
		slots:  make(chan struct{}, cores),
		places: make(chan struct{}, cores*(1+queueFactor)),
		common: sync.OnceValue(commonPasswords),
	}
}

// Runs is how often a password was hashed since the start.
func (p *Passwords) Runs() int64 { return p.runs.Load() }

// Hash returns what is stored of a password that Check returned. With too many
// waiting it is auth.busy (Limited).
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	key, err := p.key(ctx, p.params, password, salt, hashSize)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.params.memory, p.params.time, p.params.threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// Verify says whether stored is the hash of password, and whether it should be
// made anew because it was made with other parameters. An empty hash, that of
// nobody, takes the same work and is never right. With too many waiting it is
// auth.busy (Limited).
func (p *Passwords) Verify(ctx context.Context, stored, password string) (right, overtaken bool, err error) {
	params, salt, want := p.params, make([]byte, saltSize), make([]byte, hashSize)
	if stored != "" {
		if params, salt, want, err = parseHash(stored); err != nil {
			return false, false, err
		}
	}
	got, err := p.key(ctx, params, norm.NFC.String(password), salt, len(want))
	if err != nil {
		return false, false, err
	}
	equal := subtle.ConstantTimeCompare(got, want) == 1
	return equal && stored != "", params != p.params, nil
}

// key waits for its turn and hashes.
func (p *Passwords) key(ctx context.Context, a argon, password string, salt []byte, size int) ([]byte, error) {
	select {
	case p.places <- struct{}{}:
		defer func() { <-p.places }()
	default:
		f := fault.New(fault.Limited, "auth.busy", "too many people sign in at this moment; try again")
		f.RetryAfter = 1
		return nil, f
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.runs.Add(1)
	return argon2.IDKey([]byte(password), salt, a.time, a.memory, a.threads, uint32(size)), nil
}

// parseHash reads a stored hash. Only we write them, so a broken one is an
// internal error; its bounds keep a changed row from using up the memory.
func parseHash(stored string) (a argon, salt, key []byte, err error) {
	broken := func() (argon, []byte, []byte, error) {
		return argon{}, nil, nil, fmt.Errorf("a stored password hash is broken")
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return broken()
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &a.memory, &a.time, &a.threads); err != nil || n != 3 {
		return broken()
	}
	if a.memory < 1024 || a.memory > 1<<20 || a.time < 1 || a.time > 64 || a.threads < 1 {
		return broken()
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	key, errKey := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return broken()
	}
	return a, salt, key, nil
}
