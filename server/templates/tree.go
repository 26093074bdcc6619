package templates

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// tree is a JSON value whose places can be read and written. Numbers stay as
// they were written.
type tree struct{ root any }

func treeOf(text []byte) (tree, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var t tree
	err := d.Decode(&t.root)
	return t, err
}

func (t tree) text() ([]byte, error) { return json.Marshal(t.root) }

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// at reads the value at a JSON pointer; nil if there is none.
func (t tree) at(pointer string) any {
	value := t.root
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		part = unescape.Replace(part)
		switch v := value.(type) {
		case map[string]any:
			value = v[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// object reads the object at a JSON pointer; nil if there is none.
func (t tree) object(pointer string) map[string]any {
	o, _ := t.at(pointer).(map[string]any)
	return o
}

// put writes a value where there is one.
func (t tree) put(pointer string, value any) {
	cut := strings.LastIndexByte(pointer, '/')
	if cut < 0 {
		return
	}
	last := unescape.Replace(pointer[cut+1:])
	switch around := t.at(pointer[:cut]).(type) {
	case map[string]any:
		around[last] = value
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i >= 0 && i < len(around) {
			around[i] = value
		}
	}
}
