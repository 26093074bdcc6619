package executor

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"catenary/internal/fault"
)

var (
	legalID       = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	legalImage    = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9._:/-]{0,254}@sha256:[0-9a-f]{64}$`)
	legalUser     = regexp.MustCompile(`^[1-9][0-9]{0,8}(:[1-9][0-9]{0,8})?$`)
	legalVariable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// shellsOwn are variables that some shells let nobody set.
var shellsOwn = []string{"_", "BASHOPTS", "BASH_VERSINFO", "EUID", "GROUPS", "PPID", "SHELLOPTS", "UID"}

// Check says whether s can be run at all, by any executor: task.spec or
// task.image (Invalid) names the first thing that is wrong. Its limits are to
// be filled in.
func Check(s Spec) error {
	if !legalID.MatchString(s.ID) {
		return Impossible("the id %q is no name of a container", s.ID)
	}
	if !legalImage.MatchString(s.Image) {
		return fault.New(fault.Invalid, CodeImage, "the image %q is not named by its digest (name@sha256:…)", s.Image)
	}
	if s.User != "" && !legalUser.MatchString(s.User) {
		return Impossible("a task runs as the number of a user that is not 0, not as %q", s.User)
	}
	if s.Network != "" && s.Network != NetworkNone && s.Network != NetworkEgress {
		return Impossible("there is no network %q", s.Network)
	}
	if err := checkScript(s); err != nil {
		return err
	}
	if err := checkEnvironment(s); err != nil {
		return err
	}
	if err := checkArtefacts(s.Artefacts); err != nil {
		return err
	}
	return checkLimits(s.Limits)
}

func checkScript(s Spec) error {
	switch {
	case len(s.Interpreter) == 0 || s.Interpreter[0] == "":
		return Impossible("there is no interpreter")
	case s.ScriptName != "" && CheckArtefact(s.ScriptName) != nil:
		return Impossible("the script's name %q is no file name", s.ScriptName)
	case len(s.Script) > MaxScript:
		return Impossible("the script has %d bytes, and may have %d", len(s.Script), MaxScript)
	case strings.ContainsRune(s.Script, 0):
		return Impossible("the script contains NUL")
	case len(s.Input) > MaxInput:
		return Impossible("the input has %d bytes, and may have %d", len(s.Input), MaxInput)
	case len(s.Input) > 0 && !json.Valid(s.Input):
		return Impossible("the input is no JSON")
	}
	return nil
}

func checkEnvironment(s Spec) error {
	total := 0
	text := func(what string, size int, nul bool) error {
		total += size
		switch {
		case nul:
			return Impossible("%s contains NUL", what)
		case size > MaxVariable:
			return Impossible("%s has %d bytes, and may have %d", what, size, MaxVariable)
		case total > MaxEnvironment:
			return Impossible("arguments and variables have together more than %d bytes", MaxEnvironment)
		}
		return nil
	}
	for _, a := range slices.Concat(s.Interpreter, s.Arguments) {
		if err := text("an argument", len(a), strings.ContainsRune(a, 0)); err != nil {
			return err
		}
	}
	for name, value := range s.Env {
		if err := checkVariable(name); err != nil {
			return err
		}
		if _, twice := s.Secrets[name]; twice {
			return Impossible("the variable %s is set twice", name)
		}
		if err := text(name, len(value), strings.ContainsRune(value, 0)); err != nil {
			return err
		}
	}
	for name, value := range s.Secrets {
		if err := checkVariable(name); err != nil {
			return err
		}
		b := value.Reveal()
		nul := slices.Contains(b, 0)
		clear(b)
		if err := text(name, value.Len(), nul); err != nil {
			return err
		}
	}
	return nil
}

func checkVariable(name string) error {
	if !legalVariable.MatchString(name) || slices.Contains(shellsOwn, name) || strings.HasPrefix(name, "CATENARY_") {
		return Impossible("a variable cannot be named %q", name)
	}
	return nil
}

func checkArtefacts(artefacts []Artefact) error {
	if len(artefacts) > MaxArtefacts {
		return Impossible("%d artefacts are more than %d", len(artefacts), MaxArtefacts)
	}
	var total int64
	seen := map[string]bool{}
	for _, a := range artefacts {
		if err := CheckArtefact(a.Name); err != nil {
			return err
		}
		if seen[a.Name] {
			return Impossible("two artefacts are named %q", a.Name)
		}
		seen[a.Name] = true
		if a.Size < 0 || a.Size > MaxArtefactBytes {
			return Impossible("the artefact %q has %d bytes, and may have %d", a.Name, a.Size, MaxArtefactBytes)
		}
		total += a.Size
	}
	if total > MaxArtefactBytes {
		return Impossible("the artefacts have together %d bytes, and may have %d", total, MaxArtefactBytes)
	}
	return nil
}

// CheckArtefact says whether name is one that an artefact may have: valid
// UTF-8 of 1 to 200 bytes, without slashes and control characters, and not one
// of the names that mean a directory. Else it is task.spec (Invalid).
func CheckArtefact(name string) error {
	bad := name == "" || len(name) > 200 || name == "." || name == ".." ||
		!utf8.ValidString(name) || strings.ContainsRune(name, utf8.RuneError) ||
		strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == '/' || r == '\\' })
	if bad {
		return Impossible("an artefact cannot be named %q", name)
	}
	return nil
}

func checkLimits(l Limits) error {
	switch {
	case l.CPU < 0.01 || l.CPU > 1024:
		return Impossible("%g processors are not possible", l.CPU)
	case l.Memory < MinMemory:
		return Impossible("%d bytes of memory are less than %d", l.Memory, MinMemory)
	case l.Disk < 1<<20:
		return Impossible("%d bytes of disk are less than %d", l.Disk, 1<<20)
	case l.Pids < 8 || l.Pids > 1<<20:
		return Impossible("%d processes are not possible: at least 8", l.Pids)
	case l.Timeout <= 0:
		return Impossible("a time limit of %s is not possible", l.Timeout)
	case l.Output < 0 || l.Output > MaxOutput:
		return Impossible("an output of %d bytes is not possible: at most %d", l.Output, MaxOutput)
	case l.Log < 0 || l.Log > MaxLog:
		return Impossible("a log of %d bytes is not possible: at most %d", l.Log, MaxLog)
	}
	return nil
}

// Impossible is the fault of asking for what cannot be: task.spec (Invalid).
func Impossible(format string, args ...any) error {
	return fault.New(fault.Invalid, CodeSpec, format, args...)
}
