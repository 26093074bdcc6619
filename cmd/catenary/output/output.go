// Package output prints what commands found: as a table for people, as JSON or
// YAML for programs.
package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/width"
)

// Format is how a result is printed.
type Format string

// The formats.
const (
	Table Format = "table"
	JSON  Format = "json"
	YAML  Format = "yaml"
)

// Formats are all of them, for help and completion.
func Formats() []string { return []string{string(Table), string(JSON), string(YAML)} }

// String implements pflag.Value.
func (f *Format) String() string { return string(*f) }

// Set implements pflag.Value.
func (f *Format) Set(s string) error {
	if !slices.Contains(Formats(), s) {
		return fmt.Errorf("want one of %s", strings.Join(Formats(), ", "))
	}
	*f = Format(s)
	return nil
}

// Type implements pflag.Value.
func (f *Format) Type() string { return "format" }

// Print writes value as JSON or YAML, or the rows under the columns.
func Print(w io.Writer, f Format, value any, columns []string, rows [][]string) error {
	switch f {
	case JSON:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(value)
	case YAML:
		text, err := json.Marshal(value) // the names are those of JSON
		if err != nil {
			return err
		}
		text, err = yaml.JSONToYAML(text)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	default:
		return table(w, columns, rows)
	}
}

// table aligns columns by what is seen: a Chinese character is two wide.
func table(w io.Writer, columns []string, rows [][]string) error {
	all := rows
	if len(columns) > 0 {
		all = append([][]string{columns}, rows...)
	}
	widths := map[int]int{}
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], cells(clean(cell)))
		}
	}
	var b bytes.Buffer
	for _, row := range all {
		line := ""
		for i, cell := range row {
			cell = clean(cell)
			line += cell
			if i < len(row)-1 {
				line += strings.Repeat(" ", widths[i]-cells(cell)+2)
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

// clean keeps what others typed from moving the cursor of this terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

func cells(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
