package identity

import "context"

// NeedsSetup says whether there is no owner yet: then only the set-up is served.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	return !s.done.Load(), nil
}

// PrepareSetup makes the one-time code of the set-up and keeps its hash; an
// earlier code ends. The code is empty if an owner exists.
func (s *Service) PrepareSetup(ctx context.Context) (code string, err error) {
	return "", nil
}
