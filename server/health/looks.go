package health

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"catenary/chain"
)

// What the data directory should have free at least.
const (
	LittleDisk    = 5 << 30
	TooLittleDisk = 256 << 20
)

// Space looks at what is free in a directory. Where that cannot be told it is
// taken to be enough.
func Space(dir string) error {
	left, known := FreeSpace(dir)
	switch {
	case !known || left >= LittleDisk:
		return nil
	case left >= TooLittleDisk:
		return fmt.Errorf("%d MiB are free in %s: %w", left>>20, dir, ErrLow)
	}
	return fmt.Errorf("%d MiB are free in %s", left>>20, dir)
}

// AskRegistry says whether a registry answers, be it that it wants a password.
func AskRegistry(ctx context.Context, url string) error {
	root, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/v2/", nil)
	if err != nil {
		return err
	}
	root.URL.Path = "/v2/"
	asking := &http.Client{Timeout: 10 * time.Second}
	answer, err := asking.Do(root)
	if err != nil {
		return err
	}
	_, _ = io.CopyN(io.Discard, answer.Body, 1<<16)
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusUnauthorized {
		return fmt.Errorf("%s answers %s", url, answer.Status)
	}
	return nil
}

// AskGlue has a child process of glue read an expression.
func AskGlue(ctx context.Context, c chain.Compiler) error {
	problems, err := c.Check(ctx, []chain.Source{{Text: "1 + 1"}})
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("it does not understand 1 + 1: %v", problems)
	}
	return err
}

// Recently says whether what is done over and over was done not long ago.
func Recently(done, now time.Time, within time.Duration) error {
	if ago := now.Sub(done); ago > within {
		return fmt.Errorf("it was done %s ago for the last time", ago.Round(time.Second))
	}
	return nil
}
