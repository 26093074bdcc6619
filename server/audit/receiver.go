package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// receiverTime bounds the sending of one head: the sealer waits for it.
const receiverTime = 5 * time.Second

// Post sends heads to an https address of the operator's, as JSON. It
// implements Receiver.
type Post struct {
	address string
	client  *http.Client
}

// NewPost returns a Post to address.
func NewPost(address string) *Post {
	return &Post{address: address, client: &http.Client{
		Timeout:       receiverTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Send implements Receiver. What it returns does not show the address, which
// may hold a secret.
func (p *Post) Send(ctx context.Context, h Head) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address, bytes.NewReader(text))
	if err != nil {
		return errors.New("the receiver's address cannot be used")
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := p.client.Do(r)
	if err != nil {
		var where *url.Error
		if errors.As(err, &where) {
			err = where.Err
		}
		return fmt.Errorf("the receiver does not answer: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if _, err := io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)); err != nil {
		return fmt.Errorf("the receiver's answer broke off: %w", err)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("the receiver answered %s", resp.Status)
	}
	return nil
}
