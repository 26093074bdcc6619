package pipeline

import (
	"io"
	"sync"
)

// slot is the body of an answer that gives its place back when it is closed.
type slot struct {
	io.ReadCloser
	release func()
}

func (s *slot) Close() error {
	err := s.ReadCloser.Close()
	s.release()
	return err
}

// once makes a release safe to call twice.
func once(release func()) func() { return sync.OnceFunc(release) }
