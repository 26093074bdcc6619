package secret_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catenary/internal/secret"
)

func TestRedactorFindsEveryForm(t *testing.T) {
	t.Parallel()
	value := `p+a/5's "wörd" & <$1>` + "`x`"
	lines := "first line of key\r\nshort\nsecond/line+of+key==\n"
	r := secret.NewRedactor(secret.New([]byte(value)), secret.New([]byte(lines)))
	quoted := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	tests := []struct{ name, give, leak string }{
		{"as it is", value, "wörd"},
		{"hex", hex.EncodeToString([]byte(value)), hex.EncodeToString([]byte("wörd"))},
		{"upper hex", strings.ToUpper(hex.EncodeToString([]byte(value))), strings.ToUpper(hex.EncodeToString([]byte("wörd")))},
		{"query", url.QueryEscape(value), "%C3%B6rd"},
		{"path", url.PathEscape(value), "%C3%B6rd"},
		{"small percent", strings.ToLower(url.QueryEscape(value)), "%c3%b6rd"},
		{"JSON", quoted(value), "rd"},
		{"JSON in ASCII", strconv.QuoteToASCII(value), "rd"},
		{"shell in single quotes", `'` + strings.ReplaceAll(value, `'`, `'\''`) + `'`, "wörd"},
		{"shell in double quotes", `"p+a/5's \"wörd\" & <\$1>` + "\\`x\\`\"", "wörd"},
		{"shell backslashes", `p+a/5\'s\ \"wörd\"\ \&\ \<\$1\>` + "\\`x\\`", "wörd"},
		{"a line alone", "x second/line+of+key== y", "second"},
		{"a line in base64", base64.StdEncoding.EncodeToString([]byte("first line of key")), "Zmlyc3Qg"},
		{"all lines", lines, "first"},
		{"all lines in JSON", quoted(lines), "first"},
	}
	for _, tt := range tests {
		for _, around := range [][2]string{{"", ""}, {"<<", ">>"}, {"a", "b"}} {
			got := r.Text(around[0] + tt.give + around[1])
			if strings.Contains(got, tt.leak) || !strings.Contains(got, secret.Mark) {
				t.Errorf("%s: %q became %q", tt.name, tt.give, got)
			}
		}
	}
}

func TestRedactorFindsBase64AtEachAlignment(t *testing.T) {
	t.Parallel()
	value := "s3cret>>?value/1"
	r := secret.NewRedactor(secret.New([]byte(value)))
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		for before := range 7 {
			for after := range 7 {
				whole := enc.EncodeToString([]byte(strings.Repeat("b", before) + value + strings.Repeat("a", after)))
				got := r.Text(whole)
				mark := strings.Index(got, secret.Mark)
				if mark < 0 || mark > before*8/6+2 || len(got)-mark-len(secret.Mark) > after*8/6+4 {
					t.Errorf("%d before, %d after: %s became %s", before, after, whole, got)
				}
			}
		}
	}
	long := strings.Repeat(value, 12)
	var wrapped strings.Builder
	for text := base64.StdEncoding.EncodeToString([]byte(long)); text != ""; text = text[min(76, len(text)):] {
		wrapped.WriteString(text[:min(76, len(text))] + "\n")
	}
	if got := secret.NewRedactor(secret.New([]byte(long))).Text(wrapped.String()); strings.ReplaceAll(strings.ReplaceAll(got, secret.Mark, ""), "\n", "") != "" {
		t.Errorf("lines of base64 became %q", got)
	}
}

func TestRedactorLeavesOtherTextAlone(t *testing.T) {
	t.Parallel()
	r := secret.NewRedactor(secret.New([]byte("hunter2hunter2")), secret.Value{}, secret.New([]byte("\n\nab\n")))
	for _, text := range []string{"", "hunter2", "hunter2hunter", "a\nb", strings.Repeat("hunter2-", 9000)} {
		if got := r.Text(text); got != text {
			t.Errorf("%.40q became %.40q", text, got)
		}
	}
	if got := secret.NewRedactor().Text(text); got != text {
		t.Errorf("without values %q became %q", text, got)
	}
}

func TestRedactorJoinsValuesThatOverlap(t *testing.T) {
	t.Parallel()
	r := secret.NewRedactor(secret.New([]byte("abcdefgh")), secret.New([]byte("efghijkl")), secret.New([]byte("cdef")))
	for give, want := range map[string]string{
		"xabcdefghijkly":           "x[secret]y",
		"xabcdefghy":               "x[secret]y",
		"abcdefghabcdefgh":         "[secret][secret]",
		"abcdefgefghijkl":          "ab[secret]g[secret]",
		"xcdefcde":                 "x[secret]cde",
		"abcdabcdefghijkefghijkl.": "abcd[secret]ijk[secret].",
	} {
		if got := r.Text(give); got != want {
			t.Errorf("%q became %q, want %q", give, got, want)
		}
	}
}

func TestRedactorHoldsBackNoMoreThanItMust(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := secret.NewRedactor(secret.New([]byte("0123456789"))).Writer(&out)
	for _, step := range []struct{ give, want string }{
		{"plain ", "plain "}, {"01234", "plain "}, {"x", "plain 01234x"}, {"0123456789", "plain 01234x"}, {".", "plain 01234x[secret]."},
	} {
		if n, err := w.Write([]byte(step.give)); n != len(step.give) || err != nil {
			t.Fatalf("Write = %d, %v", n, err)
		}
		if out.String() != step.want {
			t.Errorf("after %q: %q, want %q", step.give, out.String(), step.want)
		}
	}
	_, _ = w.Write([]byte("012"))
	if err := w.Close(); err != nil || !strings.HasSuffix(out.String(), ".012") {
		t.Errorf("after Close: %q, %v", out.String(), err)
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestRedactorTellsThatWritingFailed(t *testing.T) {
	t.Parallel()
	w := secret.NewRedactor().Writer(broken{})
	if _, err := w.Write([]byte("x")); !errors.Is(err, errBroken) {
		t.Errorf("Write = %v", err)
	}
	if err := w.Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close = %v", err)
	}
}

// naive does the same as a Redactor for values that have one form only.
func naive(text string, values []string) string {
	var spans [][2]int
	for end := range len(text) + 1 {
		for from := range end {
			for _, v := range values {
				if text[from:end] == v {
					for len(spans) > 0 && spans[len(spans)-1][1] > from {
						from = min(from, spans[len(spans)-1][0])
						spans = spans[:len(spans)-1]
					}
					spans = append(spans, [2]int{from, end})
				}
			}
		}
	}
	var b strings.Builder
	done := 0
	for _, s := range spans {
		b.WriteString(text[done:s[0]] + secret.Mark)
		done = s[1]
	}
	return b.String() + text[done:]
}

func TestRedactorEqualsNaiveOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Short values, so that there are no forms but the values.
		values := rapid.SliceOfN(rapid.StringMatching(`[ab]{1,4}`), 0, 4).Draw(t, "values")
		text := rapid.StringMatching(`[abc]{0,40}`).Draw(t, "text")
		var made []secret.Value
		for _, v := range values {
			made = append(made, secret.New([]byte(v)))
		}
		if got, want := secret.NewRedactor(made...).Text(text), naive(text, values); got != want {
			t.Fatalf("%q without %q is %q, want %q", text, values, got, want)
		}
	})
}

// write gives text to a redactor in pieces.
func write(r *secret.Redactor, text string, cuts []int) string {
	var out bytes.Buffer
	w := r.Writer(&out)
	for _, n := range cuts {
		n = min(n, len(text))
		_, _ = w.Write([]byte(text[:n]))
		text = text[n:]
	}
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.String()
}

func TestRedactorDoesNotDependOnPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]byte("ab'\n/+é")), 8, 24), 1, 3).Draw(t, "values")
		var made []secret.Value
		var text strings.Builder
		for _, v := range values {
			made = append(made, secret.New(v))
		}
		for range rapid.IntRange(0, 8).Draw(t, "parts") {
			v := rapid.SampledFrom(values).Draw(t, "value")
			text.WriteString(rapid.SampledFrom([]string{
				string(v), base64.StdEncoding.EncodeToString(append([]byte("x"), v...)), hex.EncodeToString(v),
				url.QueryEscape(string(v)), string(v[:len(v)/2]), "plain ", strconv.Quote(string(v)),
			}).Draw(t, "form"))
		}
		cuts := rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "cuts")
		r := secret.NewRedactor(made...)
		whole := r.Text(text.String())
		if got := write(r, text.String(), cuts); got != whole {
			t.Fatalf("in pieces %v: %q, at once: %q", cuts, got, whole)
		}
		for _, v := range values {
			if strings.Contains(whole, string(v)) {
				t.Fatalf("%q is left in %q", v, whole)
			}
		}
	})
}

func FuzzRedactor(f *testing.F) {
	f.Add([]byte("12345678"), []byte("x12345678y"), 3)
	f.Add([]byte("a\nbbbbbbbb\n"), []byte("bbbbbbbb a"), 1)
	f.Add([]byte("\xff\x00\xfe 8bytes"), []byte("ab"), 2)
	f.Fuzz(func(t *testing.T, value, text []byte, cut int) {
		if len(value) > 4096 {
			return
		}
		r := secret.NewRedactor(secret.New(value))
		whole := r.Text(string(text))
		for part := range strings.SplitSeq(whole, secret.Mark) {
			if len(value) > 0 && strings.Contains(part, string(value)) {
				t.Errorf("%q is left in %q", value, whole)
			}
		}
		if got := write(r, string(text), []int{cut & 63, cut >> 6 & 63}); got != whole {
			t.Errorf("in pieces %q, at once %q", got, whole)
		}
	})
}

func BenchmarkRedactor(b *testing.B) {
	var values []secret.Value
	for i := range 10 {
		values = append(values, secret.New([]byte("a-token-of-forty-characters-"+strconv.Itoa(i)+"-0123456789")))
	}
	text := bytes.Repeat([]byte("2026-01-02T03:04:05Z INFO step build: compiled 17 files in 3.2 s, nothing to do for a while\n"), 700)
	b.Run("stream", func(b *testing.B) {
		w := secret.NewRedactor(values...).Writer(&bytes.Buffer{})
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			_, _ = w.Write(text)
		}
	})
	var lines bytes.Buffer
	for i := range 2000 {
		lines.WriteString("line " + strconv.Itoa(1000+i) + " of a long value 64K\n")
	}
	big := secret.New(lines.Bytes())
	b.Run("make-64K", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			secret.NewRedactor(big)
		}
	})
}
