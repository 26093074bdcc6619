package secret

import (
	"encoding/json"
	"io"
	"strings"
)

// Redactor puts [secret] in the place of values, in whatever form they come. It
// can be used by several goroutines at once. It helps against accidents; it is
// not a fence against code that wants to tell.
type Redactor struct{ texts *automaton }

// NewRedactor returns a Redactor for some values. Empty ones are not looked for.
func NewRedactor(values ...Value) *Redactor {
	return &Redactor{newAutomaton(forms(values))}
}

// Text returns text without the values.
func (r *Redactor) Text(text string) string {
	var b strings.Builder
	w := r.Writer(&b)
	_, _ = io.WriteString(w, text) // a Builder takes everything
	_ = w.Close()
	return b.String()
}

// JSON is a JSON text without what hide takes out of texts: it stays JSON.
func JSON(text json.RawMessage, hide func(text string) string) json.RawMessage {
	if len(text) == 0 {
		return text
	}
	if clean := json.RawMessage(hide(string(text))); json.Valid(clean) {
		return clean
	}
	return json.RawMessage(`"` + Mark + `"`)
}

// Writer returns a writer that passes on what is written to it without the
// values, however it is cut into pieces. Only what may be the beginning of a
// value is held back; Close passes on the rest of it and does not close to.
func (r *Redactor) Writer(to io.Writer) *Writer { return &Writer{texts: r.texts, to: to} }

// Writer is a stream without values.
type Writer struct {
	texts *automaton
	to    io.Writer
	state int32
	// held are the bytes that are not passed on yet.
	held []byte
	// found are the parts of held that are values: in order, apart from each
	// other.
	found []span
	out   []byte
	err   error
}

// span is held[from:to].
type span struct{ from, to int }

// Write implements io.Writer. Once passing on has failed it gives that error.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n := len(p)
	for len(p) > 0 && w.err == nil {
		piece := p[:min(len(p), 32<<10)]
		w.scan(piece)
		w.pass(len(w.held) - int(w.texts.nodes[w.state].depth))
		p = p[len(piece):]
	}
	if w.err != nil {
		return 0, w.err
	}
	return n, nil
}

// Close passes on what was held back.
func (w *Writer) Close() error {
	if w.err == nil {
		w.pass(len(w.held))
		w.state = 0
	}
	return w.err
}

func (w *Writer) scan(p []byte) {
	a, s, end := w.texts, w.state, len(w.held)
	w.held = append(w.held, p...)
	for _, b := range p {
		end++
		if s == 0 {
			s = a.root[b]
		} else {
			s = a.step(s, b)
		}
		if s == 0 {
			continue
		}
		if n := int(a.nodes[s].match); n > 0 {
			w.mark(end-n, end)
		}
	}
	w.state = s
}

// mark notes a value. Those that share a byte become one.
func (w *Writer) mark(from, to int) {
	for n := len(w.found); n > 0 && w.found[n-1].to > from; n-- {
		from = min(from, w.found[n-1].from)
		w.found = w.found[:n-1]
	}
	w.found = append(w.found, span{from, to})
}

// pass gives on the held bytes before sure, but no part of a value whose end is
// not sure yet: another may begin within it.
func (w *Writer) pass(sure int) {
	w.out = w.out[:0]
	done, used := 0, 0
	for _, f := range w.found {
		if f.to > sure {
			sure = min(sure, f.from)
			break
		}
		w.out = append(append(w.out, w.held[done:f.from]...), Mark...)
		done = f.to
		used++
	}
	w.out = append(w.out, w.held[done:sure]...)
	if len(w.out) > 0 {
		_, w.err = w.to.Write(w.out)
	}
	w.held = append(w.held[:0], w.held[sure:]...)
	w.found = append(w.found[:0], w.found[used:]...)
	for i := range w.found {
		w.found[i].from -= sure
		w.found[i].to -= sure
	}
}
