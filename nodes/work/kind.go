// Package work is the node kind that calls a pipeline engine, runs a task, or
// does both.
package work

import (
	_ "embed"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows. In the document its fields stand
// in the node itself, typed by package chain.
type Config struct {
	Pipeline  *Pipeline `json:"pipeline,omitempty" jsonschema:"title=Pipeline,description=A call of a pipeline engine." jsonschema_extras:"x-title-zh=流水线,x-description-zh=调用流水线接口引擎。"`
	Task      *Task     `json:"task,omitempty" jsonschema:"title=Task,description=A script run in a container." jsonschema_extras:"x-title-zh=任务,x-description-zh=在容器中运行的脚本。"`
	Execution string    `json:"execution,omitempty" jsonschema:"title=Execution,description=With both: dependent is one after the other; parallel is both at once.,enum=dependent,enum=parallel,default=dependent" jsonschema_extras:"x-title-zh=业务执行属性,x-description-zh=两者都有时：dependent 依赖执行，依次进行；parallel 并行执行。"`
	Order     []string  `json:"order,omitempty" jsonschema:"title=Order,description=With dependent: what comes first.,enum=pipeline,enum=task,uniqueItems=true" jsonschema_extras:"x-title-zh=顺序,x-description-zh=依赖执行时的先后顺序。"`
	LetFinish bool      `json:"let_finish,omitempty" jsonschema:"title=Let the other finish,description=With parallel: if one fails the other is not cancelled." jsonschema_extras:"x-title-zh=让另一项执行完,x-description-zh=并行执行时，一项失败不取消另一项。,x-more=true"`
}

// Pipeline is the form of chain.Pipeline.
type Pipeline struct {
	Engine     string         `json:"engine" jsonschema:"title=Engine" jsonschema_extras:"x-title-zh=流水线接口引擎,x-widget=engine"`
	Position   string         `json:"position" jsonschema:"title=Position,description=What the engine is asked to do." jsonschema_extras:"x-title-zh=接口位置,x-description-zh=要求引擎做的事。,x-widget=position"`
	Parameters map[string]any `json:"parameters,omitempty" jsonschema:"title=Parameters,description=The form of the position." jsonschema_extras:"x-title-zh=参数,x-description-zh=由接口位置决定的表单。,x-expression=true,x-widget=position-parameters"`
}

// Task is the form of chain.Task.
type Task struct {
	Script      string                `json:"script" jsonschema:"title=Script" jsonschema_extras:"x-title-zh=脚本,x-widget=task-script"`
	Environment string                `json:"environment" jsonschema:"title=Environment" jsonschema_extras:"x-title-zh=运行环境,x-widget=environment"`
	Arguments   []nodes.Template      `json:"arguments,omitempty" jsonschema:"title=Arguments,maxItems=1000" jsonschema_extras:"x-title-zh=参数"`
	Env         map[string]chain.Text `json:"env,omitempty" jsonschema:"title=Environment variables" jsonschema_extras:"x-title-zh=环境变量,x-widget=key-value"`
	Input       nodes.Any             `json:"input,omitempty" jsonschema:"title=Input,description=What the script reads; the node's input if empty." jsonschema_extras:"x-title-zh=输入,x-description-zh=脚本读取的输入；留空则为节点的输入。"`
	Artefacts   map[string]Artefact   `json:"artefacts,omitempty" jsonschema:"title=Artefacts,description=Files that earlier tasks left or people gave to earlier forms; found in $CATENARY_ARTEFACTS_IN.,maxProperties=64" jsonschema_extras:"x-title-zh=产物,x-description-zh=先前任务留下或表单中提交的文件，放在 $CATENARY_ARTEFACTS_IN 中。,x-more=true"`
	Limits      *Limits               `json:"limits,omitempty" jsonschema:"title=Limits" jsonschema_extras:"x-title-zh=资源限制,x-more=true"`
	Network     string                `json:"network,omitempty" jsonschema:"title=Network,enum=none,enum=egress,default=none" jsonschema_extras:"x-title-zh=网络,x-more=true"`
}

// Artefact is the form of chain.Artefact.
type Artefact struct {
	Node string         `json:"node" jsonschema:"title=Node,description=The node whose task or form left the file." jsonschema_extras:"x-title-zh=节点,x-description-zh=留下该文件的任务或表单所在的节点。"`
	Name nodes.Template `json:"name,omitempty" jsonschema:"title=Name,description=The name that it was left under; the same if empty." jsonschema_extras:"x-title-zh=文件名,x-description-zh=留下时的文件名；留空则同名。"`
}

// Limits is the form of chain.Limits.
type Limits struct {
	CPU     float64        `json:"cpu,omitempty" jsonschema:"title=Cores,exclusiveMinimum=0,maximum=1024" jsonschema_extras:"x-title-zh=处理器核数"`
	Memory  string         `json:"memory,omitempty" jsonschema:"title=Memory" jsonschema_extras:"x-title-zh=内存,x-placeholder=512Mi"`
	Pids    int            `json:"pids,omitempty" jsonschema:"title=Processes,minimum=1,maximum=1000000" jsonschema_extras:"x-title-zh=进程数"`
	Timeout chain.Duration `json:"timeout,omitempty" jsonschema:"title=Time" jsonschema_extras:"x-title-zh=时限,x-placeholder=10m"`
}

// Kind is the kind work.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Changer   = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "work"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "box",
		Title:    nodes.Words{EN: "Work", ZH: "业务执行"},
		Summary:  nodes.Words{EN: "Calls a pipeline, runs a task, or both.", ZH: "调用流水线、运行任务，或两者都做。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"pipeline", "task", "job", "build", "container", "yewuzhixing", "ywzx", "流水线", "liushuixian", "lsx", "任务", "renwu", "rw"},
		Config:   nodes.SchemaOf[Config](),
		Fields:   true,
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}

// Changes implements nodes.Changer: a task without a network leaves nothing but
// its files.
func (Kind) Changes(body *chain.Body) bool {
	return body.Pipeline != nil || body.Task != nil && body.Task.Network == chain.Egress
}

// Validate asks for a pipeline or a task.
func (Kind) Validate(body *chain.Body) []chain.Problem {
	if body.Pipeline != nil || body.Task != nil {
		return nil
	}
	return []chain.Problem{chain.NewProblem(chain.Error, "", "work.empty", "a node of kind work has a pipeline, a task, or both")}
}
