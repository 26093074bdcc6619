package outbound

import (
	"context"
	"errors"
	"io"
	"sync"
)

// body is that of an answer, bounded, and with errors that can be shown.
type body struct {
	from io.ReadCloser
	ctx  context.Context
	left int64
	done func()
	once sync.Once
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, ErrTooLarge
	}
	b.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = shown(b.ctx, err, errCut)
	}
	return n, err
}

// Close ends the request.
func (b *body) Close() error {
	err := b.from.Close()
	b.once.Do(b.done)
	return err
}
