package glue

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	goruntime "runtime"
	"sync"
	"time"
)

// process is a running child, used by one caller at a time.
type process struct {
	cmd      *exec.Cmd
	in       io.WriteCloser
	buffered *bufio.Reader
	errs     *tail
	served   int
	// graphs are those that the child was sent.
	graphs map[string]bool
	// since is when it was given back, and retire ends it if nobody asks for
	// it; the pool's lock guards them.
	since  time.Time
	retire *time.Timer
}

// errDied says that a child ended in the middle of a request.
var errDied = errors.New("the child died")

// errSlow says that a child was killed at its time limit.
var errSlow = errors.New("the child was killed at its time limit")

// spawner starts children from one thread that never ends, for the kernel
// sends the parent-death signal when the starting *thread* ends, and that has
// given up what its children must not have.
type spawner struct {
	once   sync.Once
	starts chan func(bound error)
}

func (s *spawner) start(cmd *exec.Cmd) error {
	s.once.Do(func() {
		s.starts = make(chan func(bound error))
		go func() {
			goruntime.LockOSThread()
			bound := bind()
			for start := range s.starts {
				start(bound)
			}
		}()
	})
	result := make(chan error, 1)
	s.starts <- func(bound error) {
		if bound != nil {
			result <- bound
			return
		}
		result <- cmd.Start()
	}
	return <-result
}

// spawn starts a child with an empty environment and no files but its pipes.
func (s *spawner) spawn(program []string) (*process, error) {
	cmd := exec.Command(program[0], program[1:]...) //nolint:forbidigo,noctx // our own binary; a child outlives the request that it was started for
	cmd.Env = []string{}
	cmd.Dir = "/"
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	errs := &tail{}
	cmd.Stderr = errs
	if err := s.start(cmd); err != nil {
		return nil, fmt.Errorf("start glue child: %w", err)
	}
	return &process{cmd: cmd, in: in, buffered: bufio.NewReaderSize(out, 16<<10), errs: errs, graphs: map[string]bool{}}, nil
}

// exchange sends a request and reads the response. After an error the child is
// gone.
func (p *process) exchange(frame *writer, limit time.Duration, patient bool) ([]byte, error) {
	d := newDeadline(p.cmd.Process, limit+time.Duration(len(frame.b))*perByte, patient)
	var body []byte
	err := writeFrame(p.in, frame)
	if err == nil {
		body, err = readFrame(p.buffered)
	}
	inTime := d.end()
	p.served++
	if err == nil && inTime {
		return body, nil
	}
	p.end()
	if !inTime {
		return nil, errSlow
	}
	return nil, errDied
}

// greet waits until a new child is ready, so that its start is not counted as
// the time of a request. If it does not get ready, the request will show that.
func (p *process) greet() {
	if frame, err := checkFrame(nil); err == nil {
		_, _ = p.exchange(frame, startLimit, false)
	}
}

// end kills the child and collects it.
func (p *process) end() {
	_ = p.in.Close()
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait() // its exit code says nothing that the pipe did not
}

// starved says whether the child's last words are that it got no more memory.
func (p *process) starved() bool {
	words := p.errs.String()
	return bytes.Contains([]byte(words), []byte("out of memory")) || bytes.Contains([]byte(words), []byte("cannot allocate memory"))
}

// tail keeps the first few KiB that a child says on its standard error, where
// Go tells why a process dies.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 4<<10 - t.buf.Len(); room > 0 {
		t.buf.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

// self is how a process starts its own binary, even if the file was replaced.
func self() []string {
	if goruntime.GOOS == "linux" {
		return []string{"/proc/self/exe", Command}
	}
	path, err := os.Executable()
	if err != nil {
		path = os.Args[0]
	}
	return []string{path, Command}
}
