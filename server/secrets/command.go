package secrets

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
)

// command wraps with a program of the operator's, which may ask a KMS. It gets
// a request as JSON on its standard input and answers with JSON on its
// standard output.
type command struct{ argv []string }

// commandRequest is what the program reads. Context may be bound to by a KMS
// that can; nothing is lost if it is not.
type commandRequest struct {
	Op      string `json:"op"` // wrap or unwrap
	KeyID   string `json:"key_id,omitempty"`
	Plain   []byte `json:"plain,omitempty"`
	Wrapped []byte `json:"wrapped,omitempty"`
	Context []byte `json:"context"`
}

type commandAnswer struct {
	KeyID   string `json:"key_id"`
	Plain   []byte `json:"plain"`
	Wrapped []byte `json:"wrapped"`
}

const (
	commandTime   = 20 * time.Second
	commandOutput = 64 << 10
)

func (c *command) wrap(ctx context.Context, id string, plain, bound []byte) (Wrapped, error) {
	digest := sha256.Sum256(bound)
	text := append(digest[:], plain...)
	answer, err := c.run(ctx, commandRequest{Op: "wrap", KeyID: id, Plain: text, Context: bound})
	if err != nil {
		return Wrapped{}, err
	}
	if len(answer.Wrapped) == 0 || bytes.Contains(answer.Wrapped, plain) {
		return Wrapped{}, fmt.Errorf("keys.command: the answer to wrap has nothing wrapped")
	}
	if answer.KeyID == "" {
		answer.KeyID = "command"
	}
	return Wrapped{KEK: answer.KeyID, Bytes: answer.Wrapped}, nil
}

func (c *command) unwrap(ctx context.Context, w Wrapped, bound []byte) ([]byte, error) {
	answer, err := c.run(ctx, commandRequest{Op: "unwrap", KeyID: w.KEK, Wrapped: w.Bytes, Context: bound})
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(bound)
	if len(answer.Plain) < len(digest) || subtle.ConstantTimeCompare(answer.Plain[:len(digest)], digest[:]) != 1 {
		return nil, unreadable("keys.command unwrapped something else")
	}
	return answer.Plain[len(digest):], nil
}

// run asks the program. That it fails is secrets.key_missing (Unavailable):
// the key service may be back later.
func (c *command) run(ctx context.Context, request commandRequest) (commandAnswer, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	input, err := json.Marshal(request)
	if err != nil {
		return commandAnswer{}, err
	}
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...) //nolint:forbidigo // the operator's own program; the only one that package secrets starts
	cmd.Stdin = bytes.NewReader(input)
	cmd.Env = withoutKey(os.Environ())
	cmd.WaitDelay = time.Second // a child of it may hold the pipes
	var out, complaint limited
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err = cmd.Run()
	var answer commandAnswer
	if err == nil {
		err = out.full
	}
	if err == nil && json.Unmarshal(out.Bytes(), &answer) != nil {
		err = errors.New("the answer is not the JSON that is wanted") // the error of json may show it
	}
	if err != nil {
		said := secret.NewRedactor(secret.New(request.Plain)).Text(firstLine(complaint.String()))
		return commandAnswer{}, fault.New(fault.Unavailable, "secrets.key_missing", "the key service does not answer").
			Because(fmt.Errorf("keys.command %s: %w: %s", request.Op, err, said))
	}
	return answer, nil
}

func withoutKey(environ []string) []string {
	var out []string
	for _, e := range environ {
		if !strings.HasPrefix(e, "CATENARY_") {
			out = append(out, e)
		}
	}
	return out
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line[:min(len(line), 300)]
}

// limited keeps a program from filling the memory.
type limited struct {
	bytes.Buffer
	full error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > commandOutput {
		l.full = errors.New("it writes too much")
		return len(p), nil
	}
	return l.Buffer.Write(p)
}
