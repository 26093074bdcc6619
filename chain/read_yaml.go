package chain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxSeparators bounds the memory that a YAML text can ask for before anybody
// has looked at its values: no value comes without one of the separators.
const maxSeparators = maxValues

// readYAML reads the part of YAML that is JSON with other spelling. Aliases,
// anchors, merge keys, tags and further documents are refused: they make a text
// mean more than it shows. It returns nil if the text is not YAML.
func readYAML(data []byte, p *problems) *value {
	separators := 0
	for _, c := range data {
		switch c {
		case '\n', ',', ':', '-', '?', '[', '{':
			separators++
		}
	}
	if separators > maxSeparators {
		p.add(1, 1, codeTooLarge, "the document has too many values")
		return nil
	}
	root, more, err := parseYAML(data)
	if err != nil {
		line, detail := yamlProblem(err)
		p.add(line, 1, codeSyntax, "%s", detail)
		return nil
	}
	if root == nil || len(root.Content) == 0 {
		p.add(1, 1, codeSyntax, "the document is empty")
		return nil
	}
	if more {
		p.add(1, 1, codeYAML, "one text holds one document")
	}
	r := yamlReader{problems: p}
	v := r.value(root.Content[0], 1)
	if r.failed {
		return nil
	}
	return v
}

// parseYAML gives the first document and whether there is another. The parser
// says by a panic that it has met something it was not made for.
func parseYAML(data []byte) (root *yaml.Node, more bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("this cannot be read as YAML")
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	if err := decoder.Decode(&first); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, false, nil
		}
		return nil, false, err
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		more = true
	case !errors.Is(err, io.EOF):
		return nil, false, err
	}
	return &first, more, nil
}

var yamlLine = regexp.MustCompile(`^line ([0-9]+): `)

// yamlProblem takes the line out of the parser's message, which is the only
// place that has it.
func yamlProblem(err error) (line int, detail string) {
	detail = strings.TrimPrefix(err.Error(), "yaml: ")
	line = 1
	if m := yamlLine.FindStringSubmatch(detail); m != nil {
		line, _ = strconv.Atoi(m[1])
		detail = detail[len(m[0]):]
	}
	return line, detail
}

type yamlReader struct {
	problems *problems
	values   int
	failed   bool
}

func (r *yamlReader) value(n *yaml.Node, depth int) *value {
	v := &value{line: n.Line, column: n.Column}
	if r.failed {
		return v
	}
	if r.values++; r.values > maxValues {
		r.failed = true
		r.problems.at(v, codeTooLarge, "the document has too many values")
		return v
	}
	if depth > MaxDepth {
		r.failed = true
		r.problems.at(v, codeTooDeep, "the document is nested too deeply")
		return v
	}
	r.refuseFeatures(n, v)
	switch n.Kind {
	case yaml.AliasNode:
		v.kind = badValue
	case yaml.MappingNode:
		v.kind = objectValue
		r.object(n, v, depth)
	case yaml.SequenceNode:
		v.kind = listValue
		for i, item := range n.Content {
			r.problems.intoItem(i)
			v.items = append(v.items, r.value(item, depth+1))
			r.problems.out()
		}
	case yaml.ScalarNode:
		r.scalar(n, v)
	}
	return v
}

func (r *yamlReader) refuseFeatures(n *yaml.Node, v *value) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.problems.at(v, codeYAML, "an alias (*%s) is not allowed; write the value out", n.Value)
	case n.Anchor != "":
		r.problems.at(v, codeYAML, "an anchor (&%s) is not allowed", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		r.problems.at(v, codeYAML, "a tag (%s) is not allowed", n.Tag)
	}
}

func (r *yamlReader) object(n *yaml.Node, v *value, depth int) {
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		f := field{key: key.Value, line: key.Line, column: key.Column}
		r.problems.intoKey(f.key)
		place := &value{line: f.line, column: f.column}
		r.refuseFeatures(key, place)
		switch tag := key.ShortTag(); {
		case tag == "!!merge":
			r.problems.at(place, codeYAML, "a merge key (<<) is not allowed; write the fields out")
			r.problems.out()
			continue
		case key.Kind != yaml.ScalarNode || tag != "!!str" && tag != "!!timestamp":
			r.problems.at(place, codeSyntax, "a key must be text; put it between quotes")
		case seen[f.key]:
			r.problems.at(place, codeDuplicate, "the key %q is there twice", f.key)
		}
		seen[f.key] = true
		f.value = r.value(n.Content[i+1], depth+1)
		v.fields = append(v.fields, f)
		r.problems.out()
	}
}

func (r *yamlReader) scalar(n *yaml.Node, v *value) {
	v.text = n.Value
	switch n.ShortTag() {
	case "!!null":
		v.kind, v.text = nullValue, "null"
	case "!!bool":
		v.kind, v.text = boolValue, strings.ToLower(n.Value)
	case "!!int", "!!float":
		text, ok := canonicalNumber(n.Value)
		if !ok {
			r.problems.at(v, codeNumber, "write %s as a plain decimal number that can be kept exactly, or put it between quotes", n.Value)
			text = "0"
		}
		v.kind, v.text = numberValue, text
	default:
		v.kind = textValue
	}
}
