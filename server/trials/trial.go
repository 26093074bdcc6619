package trials

import (
	"encoding/json"
	"strings"
	"time"

	"catenary/chain"
	"catenary/server/runs"
)

const (
	// Within is how long a trial may take at most, its wait for a place included.
	Within = 5 * time.Minute
	// MaxCommand is how many bytes a command may have.
	MaxCommand = 64 << 10
	// maxTitle is how many characters of a name the title of a run has room for.
	maxTitle = 200
	// maxArguments is how many arguments a script is given at most.
	maxArguments = 1000
)

// Script says how a script is tried.
type Script struct {
	// Version is the one to try, 0 for the newest. With Source it is that text
	// that is tried, which nobody saved.
	Version int64
	Source  *string
	// Environment is the key of the one that it runs in.
	Environment string
	Arguments   []string
	// Input is one JSON value; without one it is an empty object.
	Input json.RawMessage
	Start
}

// Start is what all trials have.
type Start struct {
	Title string
	Once  runs.Once
	Wait  time.Duration
}

// document is what runs for a trial: one task, without a network, secrets or
// variables.
func document(node, script, name, environment string, arguments []string) string {
	type object = map[string]any
	task := object{"script": script, "environment": environment}
	if len(arguments) > 0 {
		plain := make([]string, len(arguments))
		for i, a := range arguments {
			plain[i] = strings.ReplaceAll(a, "${{", "$${{") // what is typed here is no expression
		}
		task["arguments"] = plain
	}
	return written(object{
		"format": chain.Format, "kind": "Chain", "key": script, "name": name,
		"nodes": []object{{"id": node, "name": name, "kind": "work", "task": task, "timeout": Within.String()}},
	})
}

// written is the JSON of what always has one.
func written(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}
