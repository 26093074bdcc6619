// Package page cuts long lists into pages by key: a page begins after the last
// row of the one before, so nothing is counted or skipped over in the database.
package page

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"catenary/internal/fault"
)

// DefaultLimit and MaxLimit bound a page's rows.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Cursor is the place of a row in a list: what it is sorted by, and its id.
// The zero Cursor is before the first row.
type Cursor struct{ Sort, ID string }

// At makes a cursor for a list sorted by time (Unix µs).
func At(us int64, id string) Cursor { return Cursor{Sort: strconv.FormatInt(us, 10), ID: id} }

// Micros is the time of a cursor that At made; 0 if it is another's.
func (c Cursor) Micros() int64 {
	us, err := strconv.ParseInt(c.Sort, 10, 64)
	if err != nil {
		return 0
	}
	return us
}

// IsZero says that a list is wanted from its start.
func (c Cursor) IsZero() bool { return c == Cursor{} }

// String gives the form that callers send back; they must not look into it.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(c.Sort + "\x00" + c.ID))
}

// Request asks for at most Limit rows after After.
type Request struct {
	After Cursor
	Limit int
	// Search leaves the rows that have this in their name or key, in those lists
	// that can be searched by nothing but that.
	Search string
}

// Has says whether one of the texts has in it what is searched for.
func (r Request) Has(texts ...string) bool {
	wanted := strings.ToLower(r.Search)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), wanted) })
}

// Parse reads what a caller sent; limit 0 means DefaultLimit.
func Parse(cursor string, limit int) (Request, error) {
	if limit == 0 {
		limit = DefaultLimit
	}
	r := Request{Limit: min(limit, MaxLimit)}
	if cursor == "" {
		return r, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	sort, id, found := strings.Cut(string(raw), "\x00")
	if err != nil || !found || limit < 0 || strings.Contains(id, "\x00") || !utf8.Valid(raw) {
		return Request{}, fault.New(fault.Malformed, "request.cursor", "the cursor is not one that this list gave")
	}
	r.After = Cursor{Sort: sort, ID: id}
	return r, nil
}

// Of is one page. Next is the cursor of the page after it, zero at the end.
type Of[T any] struct {
	Items []T
	Next  Cursor
}

// Cut makes a page of rows that were asked for with one more than the limit.
func Cut[T any](rows []T, r Request, at func(T) Cursor) Of[T] {
	if len(rows) <= r.Limit {
		return Of[T]{Items: rows}
	}
	rows = rows[:r.Limit]
	return Of[T]{Items: rows, Next: at(rows[len(rows)-1])}
}
