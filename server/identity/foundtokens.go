package identity

import (
	"context"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// mostFound is how many tokens are remembered.
const mostFound = 4096

// foundTokens remembers tokens by their id, as they were found. One is good as
// long as the policy version of its tenant is the one that it was read with:
// whatever ends a token, or changes whose it is, raises the version in the same
// transaction. Its own end is looked at each time.
type foundTokens struct {
	once sync.Once
	lru  *lru.Cache[string, FoundToken]
}

func (f *foundTokens) known() *lru.Cache[string, FoundToken] {
	f.once.Do(func() { f.lru, _ = lru.New[string, FoundToken](mostFound) }) // fails for sizes below 1 only
	return f.lru
}

// found gives a token as it is now, or what Store.Token says of one that is not
// good.
func (s *Service) found(ctx context.Context, id string) (FoundToken, error) {
	if t, known := s.tokens.known().Get(id); known && t.EndsAt > s.Now().UnixMicro() {
		version, err := s.Store.Version(ctx, t.Tenant)
		if err == nil && version == t.PolicyVersion {
			return t, nil
		}
		if err != nil && !notFound(err) {
			return FoundToken{}, err
		}
	}
	t, err := s.Store.Token(ctx, id)
	if err != nil {
		s.tokens.known().Remove(id)
		return FoundToken{}, err
	}
	s.tokens.known().Add(id, t)
	return t, nil
}
