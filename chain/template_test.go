package chain_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catenary/chain"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		give string
		want []string // = before an expression
		err  error
	}{
		{give: "", want: nil},
		{give: "plain", want: []string{"plain"}},
		{give: "${{ input.a }}", want: []string{"=input.a"}},
		{give: "a ${{ b }} c ${{d}}", want: []string{"a ", "=b", " c ", "=d"}},
		{give: "${{ {sku: input.sku} }}", want: []string{"={sku: input.sku}"}},
		{give: "${{ {a: {b: 1}}}}", want: []string{"={a: {b: 1}}"}},
		{give: "${{ {a: {b: 1}} }}}}", want: []string{"={a: {b: 1}}", "}}"}},
		{give: `${{ "}}" + '}}' }}`, want: []string{`="}}" + '}}'`}},
		{give: `${{ "\"}}" }}`, want: []string{`="\"}}"`}},
		{give: "${{ `}} ${ {a: `}}`}.a } }}` }}", want: []string{"=`}} ${ {a: `}}`}.a } }}`"}},
		{give: "${{ /}}[}}/]/.test(a) }}", want: []string{"=/}}[}}/]/.test(a)"}},
		{give: "${{ a / b }} / ${{ c }}", want: []string{"=a / b", " / ", "=c"}},
		{give: "${{ f(a) / 2 }}/", want: []string{"=f(a) / 2", "/"}},
		{give: "${{ a /* }} */ }}", want: []string{"=a /* }} */"}},
		{give: "${{ a // }}\n }}", want: []string{"=a // }}"}},
		{give: "$${{ a }}", want: []string{"${{ a }}"}},
		{give: "a $${{ b ${{ c }}", want: []string{"a ${{ b ", "=c"}},
		{give: "${ a } {{ b }} }}", want: []string{"${ a } {{ b }} }}"}},
		{give: "a ${{ b", want: []string{"a "}, err: chain.ErrOpenExpression},
		{give: "${{ '}}", want: nil, err: chain.ErrOpenExpression},
		{give: "a${{  }}", want: []string{"a"}, err: chain.ErrEmptyExpression},
	}
	for _, tt := range tests {
		segments, err := chain.Split(tt.give)
		var got []string
		for _, s := range segments {
			if s.Expression {
				got = append(got, "="+s.Text)
				if !strings.HasPrefix(tt.give[s.Offset:], s.Text) {
					t.Errorf("Split(%q): %q is not at %d", tt.give, s.Text, s.Offset)
				}
			} else {
				got = append(got, s.Text)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || !errors.Is(err, tt.err) {
			t.Errorf("Split(%q) = %v (-want +got):\n%s", tt.give, err, diff)
		}
	}
}

// TestSplitIsLinear gives texts that make the end of an expression hard to see.
func TestSplitIsLinear(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"${{/[", "${{ a }}", "${{`${", "/[", "${{'", "$${{", "${{ {", "${{/*"} {
		if segments, _ := chain.Split(strings.Repeat(piece, chain.MaxBytes/len(piece))); segments == nil && piece == "/[" {
			t.Errorf("nothing of %q", piece)
		}
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for give, want := range map[chain.Duration]string{
		"": "0s", "500ms": "500ms", "1h30m": "1h30m0s", "7d": "168h0m0s", "999999999d999999999d": "2562047h47m16.854775807s",
	} {
		if got := give.Value().String(); got != want {
			t.Errorf("%s = %s, want %s", give, got, want)
		}
	}
	for give, want := range map[chain.Size]int64{
		"": 0, "1048576": 1 << 20, "512Mi": 512 << 20, "2Gi": 2 << 30, "1Ki": 1024, "3Ti": 3 << 40, "999999999999Ti": 1<<63 - 1,
	} {
		if got := give.Bytes(); got != want {
			t.Errorf("%s = %d, want %d", give, got, want)
		}
	}
	if got := chain.Pointer("/a", "b/c~d", 3, chain.NodeID("n")); got != "/a/b~1c~0d/3/n" {
		t.Errorf("Pointer = %s", got)
	}
}
