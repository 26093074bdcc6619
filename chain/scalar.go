package chain

import (
	"encoding/json"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// JSON is any JSON value, in canonical form; nil where a document has none.
type JSON = json.RawMessage

// Number is a JSON number in canonical form; empty where a document has none.
type Number string

// Float returns the number; 0 where there is none.
func (n Number) Float() float64 {
	f, _ := strconv.ParseFloat(string(n), 64)
	return f
}

// Duration is a time as people write it: 1h30m, 24h, 7d. It is empty where a
// document has none.
type Duration string

// Size is a number of bytes as people write it: 512Mi, 2Gi, 1048576. It is
// empty where a document has none.
type Size string

var (
	durationForm = form{regexp.MustCompile(`^([0-9]{1,9}(ms|s|m|h|d))+$`), "a time such as 500ms, 90s, 1h30m or 7d"}
	sizeForm     = form{regexp.MustCompile(`^[1-9][0-9]{0,11}(Ki|Mi|Gi|Ti)?$`), "a size such as 512Mi or 2Gi"}
)

func (Duration) form() form { return durationForm }
func (Size) form() form     { return sizeForm }

// Valid says whether the text is a time; the empty one is none.
func (d Duration) Valid() bool { return durationForm.pattern.MatchString(string(d)) }

func durationUnit(s string) time.Duration {
	switch s {
	case "ms":
		return time.Millisecond
	case "s":
		return time.Second
	case "m":
		return time.Minute
	case "h":
		return time.Hour
	default:
		return 24 * time.Hour
	}
}

// Value returns the time; 0 where there is none, and the longest there is
// instead of one that is too long to count.
func (d Duration) Value() time.Duration {
	var sum time.Duration
	for rest := string(d); rest != ""; {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, _ := strconv.ParseInt(rest[:digits], 10, 64)
		rest = rest[digits:]
		letters := len(rest) - len(strings.TrimLeft(rest, "mshd"))
		unit := durationUnit(rest[:letters])
		rest = rest[letters:]
		if n > int64(math.MaxInt64-sum)/int64(unit) || digits+letters == 0 {
			return math.MaxInt64
		}
		sum += time.Duration(n) * unit
	}
	return sum
}

// Bytes returns the size; 0 where there is none, and the largest there is
// instead of one that is too large to count.
func (s Size) Bytes() int64 {
	digits, shift := strings.TrimRight(string(s), "KMGTi"), 0
	switch string(s[len(digits):]) {
	case "Ki":
		shift = 10
	case "Mi":
		shift = 20
	case "Gi":
		shift = 30
	case "Ti":
		shift = 40
	}
	n, _ := strconv.ParseInt(digits, 10, 64)
	if n > math.MaxInt64>>shift {
		return math.MaxInt64
	}
	return n << shift
}

// numberPattern is JSON's own; maxNumber keeps exact checks cheap.
var numberPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

const maxNumber = 60

// canonicalNumber returns the number as JavaScript writes it (RFC 8785). It is
// not ok if the number is too large, or written as an integer that glue would
// silently see as another one.
func canonicalNumber(text string) (string, bool) {
	if len(text) > maxNumber || !numberPattern.MatchString(text) {
		return "", false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", false
	}
	canonical := formatNumber(f)
	if math.Abs(f) >= 1<<53 && canonical != text && !strings.ContainsAny(text, ".eE") {
		exact, ok := new(big.Rat).SetString(text)
		if !ok || exact.Cmp(new(big.Rat).SetFloat64(f)) != 0 {
			return "", false
		}
	}
	return canonical, true
}

func formatNumber(f float64) string {
	if f == 0 {
		return "0" // also for -0
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}
