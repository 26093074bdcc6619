package buildbot

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"catenary/runtime/pipeline"
)

// A place in the log of a build is the number of a step, of a log of that step,
// and of a line in it.
const (
	stepShift = 44
	logShift  = 36
	lineMask  = 1<<logShift - 1
	logMask   = 1<<(stepShift-logShift) - 1
	// linesAtOnce is how many lines are asked for at a time.
	linesAtOnce = 1000
)

type step struct {
	ID       int64  `json:"stepid"`
	Name     string `json:"name"`
	Number   int64  `json:"number"`
	Complete bool   `json:"complete"`
}

type stepLog struct {
	ID       int64  `json:"logid"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Complete bool   `json:"complete"`
	Lines    int64  `json:"num_lines"`
}

// Logs gives the logs of the steps of the newest build, one after the other.
func (e *engine) Logs(ctx context.Context, x pipeline.Execution, from int64, each func(pipeline.Line) error) (int64, error) {
	_, b, err := e.state(ctx, x)
	if err != nil || b == nil {
		return from, err
	}
	for {
		at := from >> stepShift
		s, err := e.step(ctx, b.ID, at)
		if err != nil || s == nil {
			return from, err
		}
		var done bool
		if from, done, err = e.ofStep(ctx, *s, from, each); err != nil || !done {
			return from, err
		}
		from = (at + 1) << stepShift
	}
}

// step reads a step by its number; nil if it has not begun.
func (e *engine) step(ctx context.Context, build, number int64) (*step, error) {
	var answer struct {
		List []step `json:"steps"`
	}
	if found, err := e.get(ctx, fmt.Sprintf("builds/%d/steps/%d", build, number), &answer); err != nil || !found || len(answer.List) == 0 {
		return nil, err
	}
	return &answer.List[0], nil
}

// ofStep gives the lines of a step's logs, and says whether no more will come.
func (e *engine) ofStep(ctx context.Context, s step, from int64, each func(pipeline.Line) error) (int64, bool, error) {
	var answer struct {
		List []stepLog `json:"logs"`
	}
	if _, err := e.get(ctx, fmt.Sprintf("steps/%d/logs", s.ID), &answer); err != nil {
		return from, false, err
	}
	for n := from >> logShift & logMask; n < int64(len(answer.List)); n++ {
		l := answer.List[n]
		if l.Type != "h" { // HTML is not shown
			for from&lineMask < l.Lines {
				var err error
				before := from
				if from, err = e.lines(ctx, s, l, from, each); err != nil || from == before {
					return from, false, err
				}
			}
		}
		if !l.Complete {
			return from, false, nil
		}
		from = from>>stepShift<<stepShift | (n+1)<<logShift
	}
	return from, s.Complete, nil
}

// lines gives some lines of a log.
func (e *engine) lines(ctx context.Context, s step, l stepLog, from int64, each func(pipeline.Line) error) (int64, error) {
	var answer struct {
		List []struct {
			Content string `json:"content"`
		} `json:"logchunks"`
	}
	query := url.Values{"offset": {fmt.Sprint(from & lineMask)}, "limit": {fmt.Sprint(linesAtOnce)}}
	if _, err := e.get(ctx, fmt.Sprintf("logs/%d/contents?%s", l.ID, query.Encode()), &answer); err != nil {
		return from, err
	}
	for _, chunk := range answer.List {
		for text := range strings.Lines(chunk.Content) {
			line := pipeline.Line{Next: from + 1, Step: s.Name, Stream: pipeline.Stdout, Text: text}
			if l.Type == "s" && text != "" {
				line.Stream, line.Text = streams(text[0]), text[1:]
			}
			line.Text = clean(line.Text)
			if err := each(line); err != nil {
				return from, err
			}
			from++
		}
	}
	return from, nil
}

// streams reads the mark before each line of a log of the kind stdio.
func streams(mark byte) string {
	switch mark {
	case 'o':
		return pipeline.Stdout
	case 'e':
		return pipeline.Stderr
	default:
		return pipeline.OfEngine
	}
}

// clean makes a text one that can be a line.
func clean(s string) string {
	s = strings.TrimRight(s, "\r\n")
	if len(s) > pipeline.MaxLine {
		s = s[:pipeline.MaxLine]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
