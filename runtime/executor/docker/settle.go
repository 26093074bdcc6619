package docker

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"catenary/runtime/executor"
)

// settle makes the result of a container that ended. It depends on nothing but
// what the engine keeps of it, and on why we ended it if the container had no
// chance to note that.
func settle(c found, s *scan, reason string) executor.Result {
	// The engine's init starts even if there is no shell, and ends with 127.
	noShell := c.unstartable() || s.first == nothing && (c.state.ExitCode == 126 || c.state.ExitCode == 127)
	switch {
	case noShell:
		return failed(c, nil, executor.Refused, executor.CodeStart,
			"the container cannot start: its environment's image needs /bin/sh")
	case s.first == unusable || s.unready:
		return failed(c, nil, executor.Refused, executor.CodeStart,
			"the script could not be handed over; its environment's image needs head, sha256sum, base64, mkdir and wc, and its limits room for what is handed over")
	case s.first == foreign || s.over || s.stop == "log":
		return failed(c, s, executor.Failed, executor.CodeLogLimit, fmt.Sprintf("it wrote more than %d bytes to its log", c.log))
	}
	why := s.stop
	if why == "" && !s.ended {
		why = reason
	}
	switch why {
	case "stopped":
		return failed(c, s, executor.Stopped, executor.CodeStopped, "it was stopped")
	case "timeout":
		return failed(c, s, executor.Failed, executor.CodeTimeout, fmt.Sprintf("it took longer than %s", c.timeout))
	}
	if !s.ended && c.state.OOMKilled {
		return failed(c, s, executor.Failed, executor.CodeMemory, "it needed more memory than its limit")
	}
	// A script that the engine's shutdown interrupted and that ended well all
	// the same has ended well.
	if !s.ended || !s.done || why == "lost" && s.code != 0 {
		return failed(c, s, executor.Lost, executor.CodeLost, "the container went away under it, so nobody knows how it ended")
	}
	return judge(c, s)
}

// judge says what came of a script that ended by itself.
func judge(c found, s *scan) executor.Result {
	if s.code != 0 {
		code, message := executor.CodeExit, fmt.Sprintf("it ended with exit code %d", s.code)
		switch {
		case slices.Contains(s.facts, "memory") || c.state.OOMKilled:
			code, message = executor.CodeMemory, "it needed more memory than its limit"
		case slices.Contains(s.facts, "disk"):
			code, message = executor.CodeDisk, message+", and its disk is full"
		case slices.Contains(s.facts, "processes"):
			code, message = executor.CodeProcesses, message+", and had come to its limit of processes"
		}
		return failed(c, s, executor.Failed, code, message)
	}
	r := result(c, s, executor.Succeeded)
	bad := func(code, format string, args ...any) executor.Result {
		r.State, r.Failure = executor.Failed, &executor.Failure{Code: code, Message: fmt.Sprintf(format, args...)}
		return r
	}
	for _, refused := range s.refusals {
		switch refused.what {
		case "output-kind":
			return bad(executor.CodeOutput, "its output is no plain file")
		case "output-size":
			return bad(executor.CodeOutput, "its output has %s bytes, and may have %d", refused.of, c.output)
		case "artefact-kind":
			return bad(executor.CodeArtefact, "the artefact %q is no plain file", clean([]byte(refused.of)))
		case "artefact-count":
			return bad(executor.CodeArtefact, "there are more than %d artefacts", executor.MaxArtefacts)
		case "artefact-size":
			return bad(executor.CodeArtefact, "the artefacts have together more than %d bytes", executor.MaxArtefactBytes)
		default:
			return bad(executor.CodeArtefact, "an artefact's name is none that an artefact may have")
		}
	}
	for _, it := range s.items {
		_, err := it.content()
		switch {
		case it.kind == "output" && (err != nil || r.Output == nil):
			if slices.Contains(s.facts, "disk") {
				return bad(executor.CodeDisk, "its output is not whole, and its disk is full")
			}
			return bad(executor.CodeOutput, "its output is not valid JSON")
		case err != nil || it.kind == "artefact" && executor.CheckArtefact(it.name) != nil:
			return bad(executor.CodeArtefact, "the artefact %q has a name that is not possible, or did not come through", clean([]byte(it.name)))
		}
	}
	return r
}

func failed(c found, s *scan, state executor.State, code, message string) executor.Result {
	r := executor.Result{State: state, ExitCode: -1, StartedAt: c.started, EndedAt: c.finished, Pulled: c.pulled}
	if s != nil {
		r = result(c, s, state)
	}
	r.Failure = &executor.Failure{Code: code, Message: message}
	return r
}

// result fills in what came, as far as it is good.
func result(c found, s *scan, state executor.State) executor.Result {
	r := executor.Result{State: state, ExitCode: s.code, StartedAt: s.startedAt, EndedAt: s.endedAt, Pulled: c.pulled}
	if r.StartedAt.IsZero() {
		r.StartedAt = c.started
	}
	if r.EndedAt.IsZero() {
		r.EndedAt = c.finished
	}
	for _, it := range s.items {
		content, err := it.content()
		if err != nil {
			continue
		}
		if it.kind == "output" {
			if content = bytes.TrimSpace(content); json.Valid(content) && utf8.Valid(content) {
				r.Output = content
			}
			continue
		}
		if executor.CheckArtefact(it.name) == nil {
			r.Artefacts = append(r.Artefacts, executor.Artefact{
				Name: it.name, Size: it.size,
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
			})
		}
	}
	return r
}

func (it item) content() ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(string(it.text))
	if err == nil && int64(len(content)) != it.size {
		err = io.ErrUnexpectedEOF
	}
	return content, err
}

// vanished is the result of a container that was there and is no more.
func vanished() executor.Result {
	return executor.Result{State: executor.Lost, ExitCode: -1, Failure: &executor.Failure{
		Code: executor.CodeLost, Message: "the container was removed under it, so nobody knows how it ended",
	}}
}
