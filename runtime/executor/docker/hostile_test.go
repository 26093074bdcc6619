package docker_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"catenary/runtime/executor"
	"catenary/runtime/executor/docker"
)

const patience = 2 * time.Minute

func within(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// begin submits a task run and sees to its end.
func begin(t testing.TB, x *docker.Executor, s executor.Spec) {
	t.Helper()
	removeLater(t, x, s.ID)
	if err := x.Submit(within(t), s); err != nil {
		t.Fatalf("submit: %v", err)
	}
}

func removeLater(t testing.TB, x *docker.Executor, id string) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := x.Remove(ctx, id); err != nil {
			t.Errorf("remove: %v", err)
		}
	})
}

func await(t testing.TB, x *docker.Executor, id string) executor.Result {
	t.Helper()
	r, err := x.Await(within(t), id)
	if err != nil {
		t.Fatalf("await: %v", err)
	}
	return r
}

func run(t testing.TB, x *docker.Executor, s executor.Spec) executor.Result {
	t.Helper()
	begin(t, x, s)
	return await(t, x, s.ID)
}

func logs(t testing.TB, x *docker.Executor, id string) []executor.Line {
	t.Helper()
	var all []executor.Line
	if err := x.Logs(within(t), id, 0, true, func(l executor.Line) error {
		all = append(all, l)
		return nil
	}); err != nil {
		t.Fatalf("logs: %v", err)
	}
	return all
}

func texts(lines []executor.Line) string {
	var s []string
	for _, l := range lines {
		s = append(s, l.Text)
	}
	return strings.Join(s, "\n")
}

func code(r executor.Result) string {
	if r.Failure == nil {
		return ""
	}
	return r.Failure.Code
}

func TestHostileScriptsAreContained(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	tests := map[string]struct {
		script string
		limits executor.Limits
		python bool
		state  executor.State
		code   string
	}{
		"needs more memory than it may": {
			script: "x = bytearray(256 << 20)\nprint(len(x))", python: true,
			limits: executor.Limits{Memory: 48 << 20}, state: executor.Failed, code: executor.CodeMemory,
		},
		"forks without end and goes away": {
			script: "bomb() { bomb & bomb & }\nbomb\nsleep 2\nexit 1",
			limits: executor.Limits{Memory: 64 << 20, Pids: 32, Timeout: 20 * time.Second}, state: executor.Failed, code: executor.CodeProcesses,
		},
		"forks without end and stays": {
			script: "while :; do (while :; do :; done) & done 2>/dev/null",
			limits: executor.Limits{Memory: 64 << 20, Pids: 32, Timeout: 3 * time.Second}, state: executor.Failed,
		},
		"fills the work directory": {
			script: "cat /dev/zero >file",
			limits: executor.Limits{Memory: 64 << 20, Disk: 8 << 20}, state: executor.Failed, code: executor.CodeDisk,
		},
		"fills the work directory with its output": {
			script: "cat /dev/zero >$CATENARY_OUTPUT; exit 0",
			limits: executor.Limits{Memory: 64 << 20, Disk: 8 << 20}, state: executor.Failed, code: executor.CodeOutput,
		},
		"fills tmp": {
			script: "cat /dev/zero >/tmp/file",
			limits: executor.Limits{Memory: 64 << 20, Disk: 8 << 20}, state: executor.Failed, code: executor.CodeDisk,
		},
		"makes files without end": {
			script: "i=0; while : >f$i; do i=$((i+1)); done; exit 1",
			limits: executor.Limits{Memory: 128 << 20}, state: executor.Failed, code: executor.CodeDisk,
		},
		"writes outside its places": {
			script: "echo x >/etc/x || echo x >/catenary/../x || exit 3",
			state:  executor.Failed, code: executor.CodeExit,
		},
		"writes lines without end": {
			script: "yes", limits: executor.Limits{Memory: 64 << 20, Log: 1 << 20}, state: executor.Failed, code: executor.CodeLogLimit,
		},
		"writes a million lines and ends well": {
			script: "i=0; seq 1 1000000; exit 0", limits: executor.Limits{Memory: 64 << 20}, state: executor.Failed, code: executor.CodeLogLimit,
		},
		"writes one line without end": {
			script: "cat /dev/zero", limits: executor.Limits{Memory: 64 << 20, Log: 1 << 20}, state: executor.Failed, code: executor.CodeLogLimit,
		},
		"leaves 100 MiB of output": {
			script: "head -c 104857600 /dev/zero >$CATENARY_OUTPUT",
			limits: executor.Limits{Memory: 256 << 20, Disk: 128 << 20}, state: executor.Failed, code: executor.CodeOutput,
		},
		"leaves a link as output": {
			script: "ln -s /etc/passwd $CATENARY_OUTPUT", state: executor.Failed, code: executor.CodeOutput,
		},
		"leaves a directory as output": {
			script: "mkdir $CATENARY_OUTPUT", state: executor.Failed, code: executor.CodeOutput,
		},
		"leaves an empty output": {
			script: ": >$CATENARY_OUTPUT", state: executor.Failed, code: executor.CodeOutput,
		},
		"leaves binary output": {
			script: "printf '\"\\377\"' >$CATENARY_OUTPUT", state: executor.Failed, code: executor.CodeOutput,
		},
		"leaves a link as artefact": {
			script: "ln -s /etc/passwd $CATENARY_ARTEFACTS_OUT/x", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves a pipe as artefact": {
			script: "mkfifo $CATENARY_ARTEFACTS_OUT/x", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves a directory as artefact": {
			script: "mkdir $CATENARY_ARTEFACTS_OUT/x", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves an artefact with a name of two lines": {
			script: "echo x >\"$CATENARY_ARTEFACTS_OUT/a\nb\"", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves an artefact with a name that is no text": {
			script: "echo x >\"$CATENARY_ARTEFACTS_OUT/$(printf '\\377')\"", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves too many artefacts": {
			script: "for i in $(seq 65); do : >$CATENARY_ARTEFACTS_OUT/$i; done", state: executor.Failed, code: executor.CodeArtefact,
		},
		"leaves artefacts that are too large": {
			script: "head -c 8388609 /dev/zero >$CATENARY_ARTEFACTS_OUT/x", state: executor.Failed, code: executor.CodeArtefact,
		},
		"kills its parent": {
			script: "kill -9 $PPID; sleep 60", state: executor.Lost, code: executor.CodeLost,
		},
		"kills everything": {
			script: "kill -9 -1; sleep 60", state: executor.Lost, code: executor.CodeLost,
		},
		"has an interpreter that is not there": {
			script: "x", python: false, state: executor.Failed, code: executor.CodeExit,
		},
		"ignores SIGTERM at its time limit": {
			script: "trap '' TERM; while :; do sleep 1; done",
			limits: executor.Limits{Memory: 64 << 20, Timeout: time.Second}, state: executor.Failed, code: executor.CodeTimeout,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spec(t, tt.script)
			if tt.limits != (executor.Limits{}) {
				s.Limits = tt.limits
			}
			if tt.python {
				s.Image, s.Interpreter = byDigest(t, "TEST_IMAGE_PYTHON"), []string{"python3"}
			}
			if strings.Contains(name, "interpreter") {
				s.Interpreter = []string{"/no/such/thing"}
			}
			r := run(t, x, s)
			if r.State != tt.state || code(r) != tt.code && tt.code != "" {
				t.Errorf("it ended as %s %s: %+v", r.State, code(r), r.Failure)
			}
		})
	}
}

func TestWhatAScriptLeavesBehindEndsWithIt(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	r := run(t, x, spec(t, "(while :; do echo noise; done) & (trap '' TERM HUP; sleep 1000) & echo 1 >$CATENARY_OUTPUT"))
	if r.State != executor.Succeeded || string(r.Output) != "1" || r.EndedAt.Sub(r.StartedAt) > 20*time.Second {
		t.Errorf("it ended as %+v", r)
	}
}

func TestBinaryAndLongLines(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	s := spec(t, `printf 'a\377\000b\r\n'
head -c 100000 /dev/zero | tr '\0' x; echo
printf '\303\244\n' >&2
printf 'no end'`)
	r := run(t, x, s)
	if r.State != executor.Succeeded {
		t.Fatalf("it ended as %+v", r.Failure)
	}
	found := map[string]executor.Line{}
	for _, l := range logs(t, x, s.ID) {
		found[l.Text[:2]] = l
	}
	if l := found["a\xef"]; l.Text != "a\uFFFD\uFFFDb" {
		t.Errorf("a binary line became %q", l.Text)
	}
	if l := found["xx"]; len(l.Text) != executor.MaxLine || l.Cut != 100000-executor.MaxLine {
		t.Errorf("a long line has %d bytes, and %d cut", len(l.Text), l.Cut)
	}
	if l := found["\xc3\xa4"]; l.Text != "ä" || l.Stream != executor.Stderr || l.At.IsZero() {
		t.Errorf("%+v", l)
	}
	if l := found["no"]; l.Text != "no end" {
		t.Errorf("the last line is %+v", l)
	}
}

func TestAnythingIsHandedOverAsItIs(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	var every strings.Builder
	for b := 1; b < 256; b++ {
		every.WriteByte(byte(b))
	}
	text := every.String() + "''\\'\n$(id) `id` \\n %s\n\n"
	binary := "\x00\xff\x00" + text
	s := spec(t, `cat "$CATENARY_INPUT" >"$CATENARY_ARTEFACTS_OUT/input"
cat "$0" >"$CATENARY_ARTEFACTS_OUT/script"
printf '%s' "$1" >"$CATENARY_ARTEFACTS_OUT/argument"
printf '%s' "$TEXT" >"$CATENARY_ARTEFACTS_OUT/variable"
cp "$CATENARY_ARTEFACTS_IN/it's 文.bin" "$CATENARY_ARTEFACTS_OUT/file"
pwd; echo "$HOME $TMPDIR $CATENARY_RUN $CATENARY_NODE $CATENARY_ATTEMPT $#"; id -u; id -g; umask
# `+"'quoted'\n")
	s.Arguments = []string{text, ""}
	s.ScriptName = "it's.sh"
	s.Input = []byte(`{"text": "it's \u00e4 $(id)"}`)
	s.Env = map[string]string{"TEXT": text, "_pid": "1", "name": "2", "PATH": "/bin:/usr/bin"}
	s.User = "1234"
	s.Artefacts = []executor.Artefact{{
		Name: "it's 文.bin", Size: int64(len(binary)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(binary)), nil },
	}}
	r := run(t, x, s)
	if r.State != executor.Succeeded {
		t.Fatalf("it ended as %+v: %s", r.Failure, texts(logs(t, x, s.ID)))
	}
	got := map[string]string{}
	for _, a := range r.Artefacts {
		f, _ := a.Open()
		b, _ := io.ReadAll(f)
		got[a.Name] = string(b)
	}
	for name, want := range map[string]string{
		"input": string(s.Input), "script": s.Script, "argument": text, "variable": text, "file": binary,
	} {
		if got[name] != want {
			t.Errorf("%s came as %q, not as %q", name, got[name], want)
		}
	}
	want := fmt.Sprintf("/catenary/work\n/catenary/work /tmp %s node 1 2\n1234\n1234\n0077", s.Run)
	if out := texts(logs(t, x, s.ID)); out != want {
		t.Errorf("the script found %q, want %q", out, want)
	}
}
