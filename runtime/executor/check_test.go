package executor_test

import (
	"errors"
	"strings"
	"testing"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/runtime/executor"
)

func good() executor.Spec {
	return executor.Spec{
		ID: executor.Name("r", "", "n", "", 1), Image: "registry.example:5000/team/image@sha256:" + strings.Repeat("a", 64),
		Interpreter: []string{"/bin/sh"}, Limits: executor.Limits{}.OrDefaults(),
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", executor.MaxVariable+1)
	many := map[string]string{}
	for i := range executor.MaxEnvironment/executor.MaxVariable + 1 {
		many[strings.Repeat("A", i+1)] = long[1:]
	}
	tests := map[string]struct {
		change func(*executor.Spec)
		says   string // empty: it is possible
	}{
		"nothing special":       {func(*executor.Spec) {}, ""},
		"a user and a group":    {func(s *executor.Spec) { s.User = "1000:1001" }, ""},
		"a user with zeros":     {func(s *executor.Spec) { s.User = "00" }, "not as"},
		"an option as image":    {func(s *executor.Spec) { s.Image = "-x@" + s.Image }, "digest"},
		"an image's short sum":  {func(s *executor.Spec) { s.Image = s.Image[:len(s.Image)-1] }, "digest"},
		"an image, two lines":   {func(s *executor.Spec) { s.Image += "\n" }, "digest"},
		"NUL in a script":       {func(s *executor.Spec) { s.Script = "\x00" }, "NUL"},
		"NUL in an argument":    {func(s *executor.Spec) { s.Arguments = []string{"\x00"} }, "NUL"},
		"NUL in a secret":       {func(s *executor.Spec) { s.Secrets = secrets("A", "\x00") }, "NUL"},
		"a long variable":       {func(s *executor.Spec) { s.Env = map[string]string{"A": long} }, "65536"},
		"a long secret":         {func(s *executor.Spec) { s.Secrets = secrets("A", long) }, "65536"},
		"many variables":        {func(s *executor.Spec) { s.Env = many }, "together"},
		"a variable of shells":  {func(s *executor.Spec) { s.Env = map[string]string{"PPID": "1"} }, "named"},
		"a variable, two lines": {func(s *executor.Spec) { s.Env = map[string]string{"A\n": "1"} }, "named"},
		"a secret's name":       {func(s *executor.Spec) { s.Secrets = secrets("A=B", "") }, "named"},
		"set twice":             {func(s *executor.Spec) { s.Env, s.Secrets = map[string]string{"A": ""}, secrets("A", "") }, "twice"},
		"a long script":         {func(s *executor.Spec) { s.Script = strings.Repeat("x", executor.MaxScript+1) }, "script"},
		"a large artefact": {func(s *executor.Spec) {
			s.Artefacts = []executor.Artefact{{Name: "a", Size: executor.MaxArtefactBytes + 1}}
		}, "bytes"},
		"artefacts, too large": {func(s *executor.Spec) {
			s.Artefacts = []executor.Artefact{{Name: "a", Size: 5 << 20}, {Name: "b", Size: 5 << 20}}
		}, "together"},
		"artefacts of one name":  {func(s *executor.Spec) { s.Artefacts = []executor.Artefact{{Name: "a"}, {Name: "a"}} }, "two"},
		"too many artefacts":     {func(s *executor.Spec) { s.Artefacts = make([]executor.Artefact, executor.MaxArtefacts+1) }, "more"},
		"no processors":          {func(s *executor.Spec) { s.Limits.CPU = -1 }, "processors"},
		"too few processes":      {func(s *executor.Spec) { s.Limits.Pids = 1 }, "processes"},
		"unlimited processes":    {func(s *executor.Spec) { s.Limits.Pids = -1 }, "processes"},
		"no time":                {func(s *executor.Spec) { s.Limits.Timeout = -1 }, "time"},
		"an output without end":  {func(s *executor.Spec) { s.Limits.Output = 1 << 40 }, "output"},
		"a log without end":      {func(s *executor.Spec) { s.Limits.Log = 1 << 40 }, "log"},
		"a disk of nothing":      {func(s *executor.Spec) { s.Limits.Disk = 1 }, "disk"},
		"a script's name, a dir": {func(s *executor.Spec) { s.ScriptName = ".." }, "file name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := good()
			tt.change(&s)
			err := executor.Check(s)
			if tt.says == "" && err != nil || tt.says != "" && (!fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("it is told: %v", err)
			}
		})
	}
}

func secrets(name, value string) map[string]secret.Value {
	return map[string]secret.Value{name: secret.New([]byte(value))}
}

func TestArtefactNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", ".hidden", "报告 1.pdf", "...", "a'b", "-x", strings.Repeat("x", 200)} {
		if err := executor.CheckArtefact(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"", ".", "..", "a/b", "/", `a\b`, "a\nb", "a\x00", "\xff", "\uFFFD", "a\u0085", strings.Repeat("x", 201)} {
		if executor.CheckArtefact(name) == nil {
			t.Errorf("%q is possible", name)
		}
	}
}

func TestOnlySomeErrorsRefuse(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("x"), executor.Unavailable(errors.New("x"))} {
		if _, refused := executor.RefusedBy(err); refused {
			t.Errorf("%v refuses", err)
		}
	}
}
