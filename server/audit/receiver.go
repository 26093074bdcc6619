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

// Post is a Receiver that posts heads as JSON to an https address of the
// operator's.
type Post struct {
	address string
	client  *http.Client
}

// NewPost returns a Post to an address. It follows no redirects: heads go where
// the operator said.
func NewPost(address string, transport http.RoundTripper) *Post {
	return &Post{address: address, client: &http.Client{
		Transport:     transport, //nolint:forbidigo // a field, and what is in it comes from package outbound
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Send implements Receiver. Its errors do not show the address, which may hold
// a password.
func (p *Post) Send(ctx context.Context, h Head) error {
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address, bytes.NewReader(body))
	if err != nil {
		return errors.New("the receiver's address cannot be used")
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := p.client.Do(request)
	if err != nil {
		var shown *url.Error
		if errors.As(err, &shown) {
			err = shown.Err
		}
		return fmt.Errorf("send an audit head: %w", err)
	}
	_, _ = io.CopyN(io.Discard, answer.Body, 4096)
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("send an audit head: the receiver answers %d", answer.StatusCode)
	}
	return nil
}
