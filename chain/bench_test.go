package chain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"catenary/chain"
)

// large is a document of 1,000 nodes, each with a pipeline, a task and glue,
// and 1,900 edges.
func large() string {
	var b strings.Builder
	b.WriteString(head + "nodes:\n")
	for i := range chain.MaxNodes {
		fmt.Fprintf(&b, `  - id: n%d
    name: Node number %d
    kind: glue
    glue: {code: "return {value: input.value + %d, text: 'a', list: [1, 2, 3].map(x => x * 2)}"}
    pipeline: {engine: ci, position: pipeline.run, parameters: {ref: "${{ input.branch }}", deep: {list: [1, 2, "${{ input.x }}"]}}}
    task:
      script: check-package
      environment: python-3.11
      arguments: ["--strict", "${{ input.level }}"]
      env: {TOKEN: {secret: artefact-token}, LEVEL: "level ${{ input.level }}"}
      limits: {cpu: 1, memory: 512Mi, timeout: 10m}
    retry: {attempts: 3, backoff: {initial: 1s, factor: 2, max: 1m}}
`, i, i, i)
	}
	b.WriteString("edges:\n")
	for i := 1; i < chain.MaxNodes; i++ {
		fmt.Fprintf(&b, "  - {from: n%d, to: n%d, map: \"return nodes.n%d.output\"}\n", i-1, i, i-1)
		if i >= 100 {
			fmt.Fprintf(&b, "  - {from: n%d, to: n%d, when: \"nodes.n%d.output.value > 3\"}\n", i-100, i, i-100)
		}
	}
	b.WriteString("layout:\n  nodes:\n")
	for i := range chain.MaxNodes {
		fmt.Fprintf(&b, "    n%d: {x: %d, y: %d}\n", i, i*240, i%7*80)
	}
	return b.String()
}

func BenchmarkLarge(b *testing.B) {
	text := []byte(large())
	d, problems := chain.Parse(text, chain.EncodingYAML)
	if problems != nil {
		b.Fatal(problems)
	}
	canonical := d.Canonical()
	other, _ := chain.Parse([]byte(strings.ReplaceAll(string(canonical), "check-package", "build")), chain.EncodingJSON)
	w := &world{}
	b.Run("Validate", func(b *testing.B) {
		for b.Loop() {
			if problems, err := chain.Validate(context.Background(), d, chain.Env{Kinds: kinds{}, References: w, Compiler: w}); err != nil || len(chain.Errors(problems)) != 1000 {
				b.Fatal(len(problems), err)
			}
		}
	})
	b.Run("ParseJSON", func(b *testing.B) {
		b.SetBytes(int64(len(canonical)))
		for b.Loop() {
			chain.Parse(canonical, chain.EncodingJSON)
		}
	})
	b.Run("ParseYAML", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			chain.Parse(text, chain.EncodingYAML)
		}
	})
	b.Run("Canonical", func(b *testing.B) {
		for b.Loop() {
			d.Canonical()
		}
	})
	b.Run("YAML", func(b *testing.B) {
		for b.Loop() {
			d.YAML()
		}
	})
	b.Run("Diff", func(b *testing.B) {
		for b.Loop() {
			chain.Diff(d, other)
		}
	})
}
