package glue

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"catenary/chain"
	"catenary/runtime/plan"
	"catenary/runtime/run"
)

type glueKinds struct{}

func (glueKinds) Nature(chain.KindName) (plan.Nature, bool) { return plan.Glue, true }

// used is the processor time of this process: what counts where others work too.
func used() time.Duration {
	d, _ := cpuTime(os.Getpid())
	return d
}

func reportUse(b *testing.B, before time.Duration) {
	b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op")
}

// BenchmarkChild measures what a child does of a run, without a child.
func BenchmarkChild(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(childGC))
	const value = `{"items":[{"sku":"article-0001","count":3,"price":100.25,"ok":true},{"sku":"article-0002","count":3,"price":100.25,"ok":true},{"sku":"article-0003","count":3,"price":100.25,"ok":true},{"sku":"article-0004","count":3,"price":100.25,"ok":true},{"sku":"article-0005","count":3,"price":100.25,"ok":true},{"sku":"article-0006","count":3,"price":100.25,"ok":true},{"sku":"article-0007","count":3,"price":100.25,"ok":true},{"sku":"article-0008","count":3,"price":100.25,"ok":true},{"sku":"article-0009","count":3,"price":100.25,"ok":true},{"sku":"article-0010","count":3,"price":100.25,"ok":true}],"description":"`
	text := value
	for len(text) < 1021 {
		text += "abcdefg "
	}
	text += `"}`
	b.Run("a new runtime", func(b *testing.B) { // to judge the machine by
		before := used()
		for b.Loop() {
			goja.New()
		}
		reportUse(b, before)
	})
	b.Run("decode 1 KiB", func(b *testing.B) {
		r := goja.New()
		before := used()
		for b.Loop() {
			if _, err := decode(r, []byte(text)); err != nil {
				b.Fatal(err)
			}
		}
		reportUse(b, before)
	})
	b.Run("encode 1 KiB", func(b *testing.B) {
		r := goja.New()
		v, err := decode(r, []byte(text))
		if err != nil {
			b.Fatal(err)
		}
		before := used()
		for b.Loop() {
			if _, err := encode(r, v); err != nil {
				b.Fatal(err)
			}
		}
		reportUse(b, before)
	})
	b.Run("check 1 KiB", func(b *testing.B) {
		before := used()
		for b.Loop() {
			if err := checkJSON([]byte(text)); err != nil {
				b.Fatal(err)
			}
		}
		reportUse(b, before)
	})
	b.Run("evaluate 1", func(b *testing.B) {
		var e evaluator
		s := &scene{}
		before := used()
		for b.Loop() {
			if a := e.values(s, []source{{Body: true, Text: "return 1"}}); a.failure != nil {
				b.Fatal(a.failure)
			}
		}
		reportUse(b, before)
	})
	for _, bb := range []struct{ name, body string }{
		{"ten nodes that change 1 KiB", "const v = BEFORE; v.ref = 'next'; return v"},
		{"ten nodes that pass 1 KiB on", "return BEFORE"},
		{"ten nodes that read of 1 KiB", "return {items: BEFORE.items, n: 1}"},
		{"ten small nodes", "return 1"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var g chain.Graph
			for i := range 10 {
				id := chain.NodeID("n" + string('0'+rune(i)))
				from := "input"
				if i > 0 {
					g.Edges = append(g.Edges, chain.Edge{From: g.Nodes[i-1].ID, To: id})
					from = "nodes." + string(g.Nodes[i-1].ID) + ".output"
				}
				body := strings.ReplaceAll(bb.body, "BEFORE", from)
				config := `{"body":"` + body + `"}`
				g.Nodes = append(g.Nodes, chain.Node{ID: id, Body: chain.Body{Kind: "script", Config: chain.JSON(config)}})
			}
			made, err := NewGraph("g", g, glueKinds{})
			if err != nil {
				b.Fatal(err)
			}
			var e evaluator
			info := RunInfo{ID: "r"}
			before := used()
			for b.Loop() {
				l := loop{work: made, view: &run.View{}, start: []byte(text)}
				l.ask = func(q *question) (answer, bool) { return e.answer(q, l.scene(q, &info, nil, nil)), true }
				if err := l.run(); err != nil || l.view.State != run.Succeeded {
					b.Fatal(err, l.view.State)
				}
			}
			reportUse(b, before)
		})
	}
}
