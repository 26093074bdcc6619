package docker

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"catenary/runtime/executor"
)

// tail is how much of an overlong line's end is kept: one of our own lines can
// stand there.
const tail = 512

// scan reads a container's output, piece by piece, and keeps our own lines
// apart from the script's. It gives the same lines in the same order however
// the output is cut into pieces and as often as it is read.
type scan struct {
	marker []byte
	limit  int64
	// each gets the script's lines; nil if nobody wants them. Its error ends
	// the scan.
	each func(executor.Line) error

	first    firstLine
	stop     string // why the bootstrap was told to end
	unready  bool
	ended    bool // the script has ended; what follows is ours
	code     int
	facts    []string
	items    []item
	refusals []refusal
	done     bool // everything came
	over     bool // the script wrote more than limit
	// startedAt and endedAt are the engine's times of the script.
	startedAt, endedAt time.Time

	used    int64
	number  int64
	seen    bool // the first line of standard output
	out     buffer
	err     buffer
	room    int64 // for items
	pending *item
}

// buffer is a line that is not complete.
type buffer struct {
	text []byte
	cut  int64
	at   time.Time
}

// item is an output or an artefact, as it came.
type item struct {
	kind, name string
	size       int64
	text       []byte // base64
}

// refusal is what the bootstrap did not hand back.
type refusal struct{ what, of string }

func newScan(c found, each func(executor.Line) error) *scan {
	return &scan{
		marker: []byte(c.marker), limit: c.log, each: each, code: -1,
		// Base64 is a third longer; its own lines and those of ours are short.
		room: 2*(c.output+executor.MaxArtefactBytes) + 1<<20,
	}
}

// write takes one piece of a stream.
func (s *scan) write(stream executor.Stream, at time.Time, piece []byte) error {
	b := &s.out
	if stream == executor.Stderr {
		b = &s.err
	}
	for len(piece) > 0 {
		part, rest, whole := bytes.Cut(piece, []byte("\n"))
		piece = rest
		s.add(b, stream, at, part)
		if !whole {
			return nil
		}
		if err := s.complete(b, stream, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *scan) add(b *buffer, stream executor.Stream, at time.Time, part []byte) {
	if b.at.IsZero() {
		b.at = at
	}
	if s.ended && stream == executor.Stdout {
		s.room -= int64(len(part))
		if s.room < 0 {
			part = nil
		}
	} else if s.seen || stream == executor.Stderr {
		s.spend(int64(len(part)))
	}
	b.text = append(b.text, part...)
	if s.ended && stream == executor.Stdout {
		return
	}
	if most := executor.MaxLine + tail; len(b.text) > 2*most {
		drop := len(b.text) - most
		b.text = append(b.text[:executor.MaxLine], b.text[executor.MaxLine+drop:]...)
		b.cut += int64(drop)
	}
}

func (s *scan) spend(n int64) {
	s.used += n
	s.over = s.over || s.used > s.limit
}

// complete takes a line whose end has come.
func (s *scan) complete(b *buffer, stream executor.Stream, at time.Time) error {
	if stream == executor.Stderr {
		return s.line(b, stream)
	}
	if !s.seen {
		s.seen = true
		s.first = readFirstLine(string(b.text), string(s.marker))
		if s.first != foreign {
			if s.first == begun {
				s.startedAt = at
			}
			*b = buffer{}
			return nil
		}
	}
	i := bytes.LastIndex(b.text, s.marker)
	if i < 0 {
		if s.ended {
			s.data(b.text)
			*b = buffer{text: b.text[:0]}
			return nil
		}
		return s.line(b, stream)
	}
	own := string(b.text[i+len(s.marker):])
	b.text = b.text[:i]
	return s.own(b, strings.Fields(own), own, at)
}

// own takes a line of ours. Before it, in the same line of output, may stand
// what the script wrote last.
func (s *scan) own(b *buffer, words []string, whole string, at time.Time) error {
	if len(words) == 0 {
		return nil
	}
	switch words[0] {
	case "stop":
		if s.stop == "" && len(words) > 1 {
			s.stop = words[1]
		}
		return nil // the script's line goes on
	case "unready":
		s.unready = true
	case "end":
		s.ended, s.endedAt = true, at
		if len(words) > 1 {
			s.code, _ = strconv.Atoi(words[1])
		}
		if len(words) > 2 {
			s.facts = strings.Split(words[2], ",")
		}
		if len(b.text) > 0 || b.cut > 0 {
			return s.line(b, executor.Stdout)
		}
	case "output", "artefact":
		s.flush()
		it := &item{kind: words[0]}
		// " artefact 12 a name with blanks"
		parts := strings.SplitN(strings.TrimPrefix(whole, " "), " ", 3)
		if len(parts) == 3 {
			it.size, _ = strconv.ParseInt(parts[1], 10, 64)
			it.name = parts[2]
		}
		s.pending = it
	case "refuse":
		s.flush()
		parts := strings.SplitN(strings.TrimPrefix(whole, " "), " ", 3)
		r := refusal{what: parts[len(parts)-1]}
		if len(parts) == 3 {
			r = refusal{what: parts[1], of: parts[2]}
		}
		s.refusals = append(s.refusals, r)
	case "done":
		s.flush()
		s.done = true
	}
	*b = buffer{}
	return nil
}

func (s *scan) data(text []byte) {
	if s.pending != nil {
		s.pending.text = append(s.pending.text, text...)
	}
}

func (s *scan) flush() {
	if s.pending != nil {
		s.items = append(s.items, *s.pending)
		s.pending = nil
	}
}

// finish takes what is left when nothing more can come.
func (s *scan) finish() error {
	for _, stream := range []executor.Stream{executor.Stdout, executor.Stderr} {
		b := &s.out
		if stream == executor.Stderr {
			b = &s.err
		}
		if len(b.text) == 0 && b.cut == 0 || s.ended && stream == executor.Stdout {
			continue
		}
		if err := s.line(b, stream); err != nil {
			return err
		}
	}
	return nil
}

func (s *scan) line(b *buffer, stream executor.Stream) error {
	s.spend(executor.LineCost)
	l := executor.Line{Number: s.number, At: b.at, Stream: stream, Cut: b.cut}
	text := bytes.TrimSuffix(b.text, []byte("\r"))
	if over := len(text) - executor.MaxLine; over > 0 {
		l.Cut += int64(over)
		text = text[:executor.MaxLine]
	}
	if s.each != nil && !s.over {
		l.Text = clean(text)
	}
	*b = buffer{text: b.text[:0]}
	if s.over {
		return nil
	}
	s.number++
	if s.each == nil {
		return nil
	}
	return s.each(l)
}

// clean makes valid UTF-8 without NUL, which databases do not take, of text.
func clean(text []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(text), "\uFFFD"), "\x00", "\uFFFD")
}
