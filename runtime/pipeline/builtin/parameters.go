// Package builtin is the pipeline engine that is always there: a list of steps,
// one after the other or all at once, each of which is commands in a container
// or an approval by people. It keeps what it must remember through Executions,
// and runs containers through Runner.
//
// It has no loop of its own: an execution moves on when its status is asked,
// which whoever follows it does. All that it begins has a name that is the same
// after a crash, so that asking again anywhere goes on where it stood.
package builtin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/name"
	"catenary/nodes"
)

// Parameters is what a pipeline of this engine does; the form is made from it.
type Parameters struct {
	Mode  string `json:"mode,omitempty" jsonschema:"title=Mode,description=ordered runs one step after the other; parallel all at once.,enum=ordered,enum=parallel,default=ordered" jsonschema_extras:"x-title-zh=方式,x-description-zh=ordered 依次执行；parallel 同时执行。"`
	Steps []Step `json:"steps" jsonschema:"title=Steps,minItems=1,maxItems=50" jsonschema_extras:"x-title-zh=步骤"`
}

// Step is commands or a script in a container, or an approval.
type Step struct {
	Name        string            `json:"name" jsonschema:"title=Name,description=Its output stands under this name.,pattern=^[a-z][a-z0-9_-]*$,maxLength=40" jsonschema_extras:"x-title-zh=名称,x-description-zh=该步骤的输出以此名称给出。"`
	Environment string            `json:"environment,omitempty" jsonschema:"title=Environment,pattern=^[a-z0-9]([a-z0-9-]*[a-z0-9])?$,maxLength=64" jsonschema_extras:"x-title-zh=运行环境,x-widget=environment"`
	Commands    []string          `json:"commands,omitempty" jsonschema:"title=Commands,description=Lines for the shell; the first that fails ends the step.,maxItems=200" jsonschema_extras:"x-title-zh=命令,x-description-zh=逐行交给 shell；首个失败的命令使该步骤失败。"`
	Script      string            `json:"script,omitempty" jsonschema:"title=Script,description=A whole script instead of commands.,maxLength=65536" jsonschema_extras:"x-title-zh=脚本,x-description-zh=用完整脚本代替命令。,x-widget=code,x-more=true"`
	Language    string            `json:"language,omitempty" jsonschema:"title=Language,description=What reads the script; the environment's own program if empty.,enum=shell,enum=python,enum=javascript" jsonschema_extras:"x-title-zh=语言,x-more=true"`
	Env         map[string]string `json:"env,omitempty" jsonschema:"title=Environment variables" jsonschema_extras:"x-title-zh=环境变量,x-widget=key-value"`
	Secrets     map[string]string `json:"secrets,omitempty" jsonschema:"title=Secrets,description=Environment variables that get a secret: the key of one beside the name of each." jsonschema_extras:"x-title-zh=密钥,x-description-zh=取值为密钥的环境变量：变量名对应密钥的标识。,x-widget=key-value,x-more=true"`
	Limits      *Limits           `json:"limits,omitempty" jsonschema:"title=Limits" jsonschema_extras:"x-title-zh=资源限制,x-more=true"`
	Network     string            `json:"network,omitempty" jsonschema:"title=Network,enum=none,enum=egress,default=none" jsonschema_extras:"x-title-zh=网络,x-more=true"`
	Approval    *Approval         `json:"approval,omitempty" jsonschema:"title=Approval,description=People decide instead of a container." jsonschema_extras:"x-title-zh=审批,x-description-zh=由人决定，不运行容器。"`
	// Image is what Create pinned the environment to. A form has no such field.
	Image string `json:"image,omitempty" jsonschema:"-"`
}

// Limits lower those of the organisation.
type Limits struct {
	CPU     float64        `json:"cpu,omitempty" jsonschema:"title=Cores,exclusiveMinimum=0,maximum=1024" jsonschema_extras:"x-title-zh=处理器核数"`
	Memory  chain.Size     `json:"memory,omitempty" jsonschema:"title=Memory" jsonschema_extras:"x-title-zh=内存,x-placeholder=512Mi"`
	Pids    int            `json:"pids,omitempty" jsonschema:"title=Processes,minimum=1,maximum=1000000" jsonschema_extras:"x-title-zh=进程数"`
	Timeout chain.Duration `json:"timeout,omitempty" jsonschema:"title=Time" jsonschema_extras:"x-title-zh=时限,x-placeholder=10m"`
}

// Approval waits until enough people with the right to decide said yes, or one
// said no.
type Approval struct {
	Text   string         `json:"text,omitempty" jsonschema:"title=Question,maxLength=2000" jsonschema_extras:"x-title-zh=说明"`
	Quorum int            `json:"quorum,omitempty" jsonschema:"title=People,description=How many must say yes.,minimum=1,maximum=20,default=1" jsonschema_extras:"x-title-zh=人数"`
	Due    chain.Duration `json:"due,omitempty" jsonschema:"title=Due,description=Nobody decided by then: it fails." jsonschema_extras:"x-title-zh=期限,x-placeholder=24h"`
}

// Run is the one position of this engine.
const Run = "pipeline.run"

func position() nodes.Schema { return nodes.SchemaOf[Parameters]() }

const outputSchema = `{"type":"object","description":"The output of each step, by its name.","additionalProperties":true}`

// read reads parameters. Wrong ones are engine.refused (Invalid).
func read(text json.RawMessage) (Parameters, error) {
	var p Parameters
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, fault.At("/parameters", "engine.refused", "these are no parameters of %s: %v", Run, err)
	}
	return p, nil
}

// refuse is the fault of what check finds.
func (p Parameters) refuse(pinned bool) error {
	wrong := p.check(pinned)
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "engine.refused", "%s", wrong[0].Detail).With(wrong...)
}

// check finds what the schema cannot say. Pointers begin at the parameters.
func (p Parameters) check(pinned bool) []fault.Detail {
	var wrong []fault.Detail
	add := func(i int, field, format string, args ...any) {
		pointer := "/steps"
		if i >= 0 {
			pointer += "/" + strconv.Itoa(i) + field
		}
		wrong = append(wrong, fault.Detail{Code: "engine.refused", Pointer: pointer, Detail: fmt.Sprintf(format, args...)})
	}
	if len(p.Steps) == 0 || len(p.Steps) > 50 {
		add(-1, "", "want 1 to 50 steps")
	}
	names := map[string]bool{}
	for i, s := range p.Steps {
		if names[s.Name] {
			add(i, "/name", "another step has the name %q", s.Name)
		}
		names[s.Name] = true
		kinds := 0
		for _, has := range []bool{len(s.Commands) > 0, s.Script != "", s.Approval != nil} {
			if has {
				kinds++
			}
		}
		switch {
		case kinds != 1:
			add(i, "", "a step has commands, a script or an approval: one of them")
		case s.Approval == nil && s.Environment == "":
			add(i, "/environment", "a step that runs needs an environment")
		case s.Approval != nil && (s.Environment != "" || len(s.Env) > 0 || len(s.Secrets) > 0 || s.Limits != nil):
			add(i, "/approval", "an approval has no environment and nothing of one")
		case pinned && s.Approval == nil && s.Image == "", !pinned && s.Image != "":
			add(i, "/image", "the image is the platform's to choose")
		}
		for name := range s.Env {
			if !envName(name) {
				add(i, "/env", "%q is no name for an environment variable", name)
			}
		}
		for variable, key := range s.Secrets {
			_, twice := s.Env[variable]
			switch {
			case !envName(variable):
				add(i, "/secrets", "%q is no name for an environment variable", variable)
			case twice:
				add(i, "/secrets", "%s is an environment variable already", variable)
			case name.Key("", key) != nil: // which one is meant is fixed with the chain
				add(i, "/secrets/"+variable, "%q is no key of a secret", key)
			}
		}
	}
	return wrong
}

func envName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

func (a *Approval) quorum() int { return max(a.Quorum, 1) }

// due is when an approval that began at from is over; 0 for never.
func (a *Approval) due(from int64) int64 {
	if a.Due == "" {
		return 0
	}
	return from + int64(a.Due.Value()/time.Microsecond)
}
