package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// conn is one connection that sends the same request again and again. It costs
// far less than a client for everything would, because it shares the cores with
// the server that it measures.
type conn struct {
	net.Conn
	in *bufio.Reader
}

// patience is how long an answer may take.
const patience = 2 * time.Minute

func (t *Target) dial(ctx context.Context) (*conn, error) {
	at, err := url.Parse(t.Server)
	if err != nil || at.Scheme != "http" {
		return nil, fmt.Errorf("%q: only servers that speak plain http can be measured", t.Server)
	}
	c, err := new(net.Dialer).DialContext(ctx, "tcp", at.Host) //nolint:forbidigo // the server that is measured, named on the command line
	if err != nil {
		return nil, fmt.Errorf("reach the server: %w", err)
	}
	return &conn{Conn: c, in: bufio.NewReader(c)}, nil
}

// request is one that can be sent as it is, with one more header line or none.
func (t *Target) request(method, path, header string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s /api/v1%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n", method, path, t.Token)
	if header != "" {
		b.WriteString(header + "\r\n")
	}
	if body != nil {
		b.WriteString("Content-Type: application/json\r\n")
	}
	b.WriteString("Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n")
	b.Write(body)
	return b.Bytes()
}

// send sends a request and wants a status.
func (c *conn) send(request []byte, status int) ([]byte, error) {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != status {
		return nil, fmt.Errorf("the server answered %d, not %d: %s", resp.StatusCode, status, body[:min(len(body), 500)])
	}
	return body, nil
}
