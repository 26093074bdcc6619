package docker

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"catenary/runtime/executor"
)

// payload is what is handed over: a shell program in one piece, after a line
// with its length and sum, so that the bootstrap tells a whole one from a part
// or a mixture. Variables are set in the script's own process only.
func payload(s executor.Spec, marker string) ([]byte, error) {
	name := s.ScriptName
	if name == "" {
		name = "script"
	}
	input := s.Input
	if len(input) == 0 {
		input = []byte("null")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "_marker=%s\n", marker)
	b.WriteString(`printf '%s begun\n' "$_marker"` + "\n")
	fmt.Fprintf(&b, "_max_output=%d _max_artefacts=%d _max_artefact_bytes=%d\n",
		s.Limits.Output, executor.MaxArtefacts, executor.MaxArtefactBytes)
	b.WriteString(`mkdir "$_C/work" "$_C/in" "$_C/out" "$_C/script" || unready` + "\n")
	put(&b, "script/"+name, []byte(s.Script))
	put(&b, "input.json", input)
	for _, a := range s.Artefacts {
		if err := putArtefact(&b, a); err != nil {
			return nil, err
		}
	}
	b.WriteString("run() {\n")
	variables(&b, s)
	b.WriteString("exec \"$@\"\n}\nset --")
	for _, a := range slices.Concat(s.Interpreter, []string{place + "/script/" + name}, s.Arguments) {
		b.WriteByte(' ')
		quote(&b, []byte(a))
	}
	b.WriteByte('\n')

	sum := sha256.Sum256(b.Bytes())
	head := fmt.Sprintf("catenary1 %d %x\n", b.Len(), sum)
	whole := slices.Concat([]byte(head), b.Bytes())
	clear(b.Bytes())
	return whole, nil
}

func variables(b *bytes.Buffer, s executor.Spec) {
	set := map[string]string{"HOME": place + "/work", "TMPDIR": "/tmp"}
	maps.Copy(set, s.Env)
	maps.Copy(set, map[string]string{
		"CATENARY_INPUT":         place + "/input.json",
		"CATENARY_OUTPUT":        place + "/output.json",
		"CATENARY_ARTEFACTS_IN":  place + "/in",
		"CATENARY_ARTEFACTS_OUT": place + "/out",
		"CATENARY_RUN":           s.Run,
		"CATENARY_NODE":          s.Node,
		"CATENARY_ATTEMPT":       strconv.Itoa(s.Attempt),
	})
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if _, secret := s.Secrets[name]; !secret {
			export(b, name, []byte(set[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Secrets)) {
		value := s.Secrets[name].Reveal()
		export(b, name, value)
		clear(value)
	}
}

func export(b *bytes.Buffer, name string, value []byte) {
	b.WriteString("export " + name + "=")
	quote(b, value)
	b.WriteByte('\n')
}

func put(b *bytes.Buffer, file string, content []byte) {
	b.WriteString(`printf '%s' `)
	quote(b, content)
	b.WriteString(` >"$_C"/`)
	quote(b, []byte(file))
	b.WriteString(" || unready\n")
}

// putArtefact writes one that may be binary, which a shell's words may not.
func putArtefact(b *bytes.Buffer, a executor.Artefact) error {
	r, err := a.Open()
	if err != nil {
		return fmt.Errorf("open artefact %q: %w", a.Name, err)
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(io.LimitReader(r, a.Size+1))
	if err != nil {
		return fmt.Errorf("read artefact %q: %w", a.Name, err)
	}
	if int64(len(content)) != a.Size {
		return executor.Impossible("the artefact %q has not the %d bytes it was said to have", a.Name, a.Size)
	}
	b.WriteString(`base64 -d >"$_C/in/"`)
	quote(b, []byte(a.Name))
	b.WriteString(" <<'END' || unready\n")
	text := base64.StdEncoding.EncodeToString(content)
	for len(text) > 0 {
		n := min(len(text), 1024)
		b.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	b.WriteString("END\n")
	return nil
}

// quote writes text as one word of a shell program.
func quote(b *bytes.Buffer, text []byte) {
	b.WriteByte('\'')
	for {
		before, after, more := bytes.Cut(text, []byte("'"))
		b.Write(before)
		if !more {
			break
		}
		b.WriteString(`'\''`)
		text = after
	}
	b.WriteByte('\'')
}

// firstLine is what the bootstrap's first line says of a container's start.
type firstLine int

const (
	nothing  firstLine = iota // it has not written yet
	begun                     // all was handed over
	broken                    // it was not: no script ran, and none will
	unusable                  // the image lacks what the bootstrap needs
	foreign                   // none of these: the log has lost its beginning
)

func readFirstLine(line, marker string) firstLine {
	switch strings.TrimSuffix(line, "\n") {
	case marker + " begun":
		return begun
	case "catenary: hand-over broken":
		return broken
	case "catenary: image unusable":
		return unusable
	case "":
		return nothing
	}
	return foreign
}
