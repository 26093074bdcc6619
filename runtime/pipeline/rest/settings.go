// Package rest is the adapter for any engine with a REST interface. What to call
// and how to read the answers stands in the engine's settings: addresses and
// bodies with {placeholders}, and JSON pointers into answers. There is no code
// in it.
package rest

import (
	"encoding/json"

	"catenary/chain"
	"catenary/nodes"
)

// Settings is the description of one engine; its form is made from it.
type Settings struct {
	URL       string            `json:"url" jsonschema:"title=Address,description=Where the engine listens; all paths are below it." jsonschema_extras:"x-title-zh=地址,x-description-zh=引擎的地址，所有路径都在其下。"`
	Auth      Auth              `json:"auth,omitempty" jsonschema:"title=Credentials" jsonschema_extras:"x-title-zh=凭据"`
	Headers   map[string]string `json:"headers,omitempty" jsonschema:"title=Headers,description=Sent with every request." jsonschema_extras:"x-title-zh=请求头,x-more=true"`
	Timeout   chain.Duration    `json:"timeout,omitempty" jsonschema:"title=Time for one call,default=30s" jsonschema_extras:"x-title-zh=单次调用时限,x-more=true"`
	Positions []Position        `json:"positions" jsonschema:"title=Interface positions,minItems=1,maxItems=100" jsonschema_extras:"x-title-zh=接口位置"`
	Callback  *Callback         `json:"callback,omitempty" jsonschema:"title=Callback,description=How a callback of the engine is read." jsonschema_extras:"x-title-zh=回调,x-more=true"`
}

// Auth says how the engine's secret is shown to it.
type Auth struct {
	Scheme string `json:"scheme,omitempty" jsonschema:"title=Scheme,description=bearer sends the secret as a token; basic has user:password; header sends it in a header.,enum=none,enum=bearer,enum=basic,enum=header,default=none" jsonschema_extras:"x-title-zh=方式"`
	Header string `json:"header,omitempty" jsonschema:"title=Header,pattern=^[A-Za-z0-9-]*$,maxLength=100" jsonschema_extras:"x-title-zh=请求头名称"`
}

// Position is what can be asked at one place.
type Position struct {
	Key        string    `json:"key" jsonschema:"title=Key,pattern=^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$,maxLength=100" jsonschema_extras:"x-title-zh=标识"`
	Title      string    `json:"title,omitempty" jsonschema:"title=Title,maxLength=200" jsonschema_extras:"x-title-zh=标题"`
	TitleZH    string    `json:"title_zh,omitempty" jsonschema:"title=Chinese title,maxLength=200" jsonschema_extras:"x-title-zh=中文标题"`
	Help       string    `json:"help,omitempty" jsonschema:"title=Help,maxLength=10000" jsonschema_extras:"x-title-zh=帮助"`
	HelpZH     string    `json:"help_zh,omitempty" jsonschema:"title=Chinese help,maxLength=10000" jsonschema_extras:"x-title-zh=中文帮助"`
	Parameters nodes.Any `json:"parameters,omitempty" jsonschema:"title=Parameters,description=JSON Schema of the parameters." jsonschema_extras:"x-title-zh=参数,x-description-zh=参数的 JSON Schema。,x-widget=schema"`
	Output     nodes.Any `json:"output,omitempty" jsonschema:"title=Output,description=JSON Schema of the output." jsonschema_extras:"x-title-zh=输出,x-description-zh=输出的 JSON Schema。,x-widget=schema"`
	Create     *Making   `json:"create,omitempty" jsonschema:"title=Create,description=Makes the pipeline when a chain is published." jsonschema_extras:"x-title-zh=创建,x-more=true"`
	Delete     *Call     `json:"delete,omitempty" jsonschema:"title=Delete,description=Takes away what create made." jsonschema_extras:"x-title-zh=删除,x-more=true"`
	Start      Making    `json:"start" jsonschema:"title=Start" jsonschema_extras:"x-title-zh=启动"`
	Status     Status    `json:"status" jsonschema:"title=Status" jsonschema_extras:"x-title-zh=状态"`
	Logs       *Logs     `json:"logs,omitempty" jsonschema:"title=Log" jsonschema_extras:"x-title-zh=日志"`
	Cancel     *Call     `json:"cancel,omitempty" jsonschema:"title=Cancel" jsonschema_extras:"x-title-zh=取消"`
}

// Call is one request. Texts may hold {placeholders}.
type Call struct {
	Method  string            `json:"method,omitempty" jsonschema:"title=Method,enum=GET,enum=POST,enum=PUT,enum=PATCH,enum=DELETE" jsonschema_extras:"x-title-zh=方法"`
	Path    string            `json:"path" jsonschema:"title=Path,maxLength=2000" jsonschema_extras:"x-title-zh=路径"`
	Query   map[string]string `json:"query,omitempty" jsonschema:"title=Query" jsonschema_extras:"x-title-zh=查询参数"`
	Headers map[string]string `json:"headers,omitempty" jsonschema:"title=Headers" jsonschema_extras:"x-title-zh=请求头"`
	Form    map[string]string `json:"form,omitempty" jsonschema:"title=Form fields" jsonschema_extras:"x-title-zh=表单字段"`
	Body    nodes.Any         `json:"body,omitempty" jsonschema:"title=Body,description=JSON; a text that is one placeholder keeps the type of its value." jsonschema_extras:"x-title-zh=请求体"`
}

// Making is a call that makes something, and how to find what it made.
type Making struct {
	Call
	// Find looks for what was made with the same key before.
	Find *Find `json:"find,omitempty" jsonschema:"title=Find,description=Looks for what was made with the same {key} before." jsonschema_extras:"x-title-zh=查找"`
	// Idempotent says that the engine itself makes one thing for one key.
	Idempotent bool   `json:"idempotent,omitempty" jsonschema:"title=Idempotent,description=The engine itself makes one thing for one {key}." jsonschema_extras:"x-title-zh=幂等"`
	ID         string `json:"id" jsonschema:"title=Id,description=JSON pointer into the answer; or header:Location." jsonschema_extras:"x-title-zh=标识位置,x-description-zh=指向应答的 JSON 指针，或 header:Location。"`
	Link       string `json:"link,omitempty" jsonschema:"title=Link,description=JSON pointer into the answer." jsonschema_extras:"x-title-zh=链接位置"`
}

// Find is a call that finds something by its key.
type Find struct {
	Call
	ID   string `json:"id" jsonschema:"title=Id,description=JSON pointer into the answer; nothing there means that there is none." jsonschema_extras:"x-title-zh=标识位置"`
	Link string `json:"link,omitempty" jsonschema:"title=Link" jsonschema_extras:"x-title-zh=链接位置"`
}

// Status is a call that tells where an execution stands. All but States are JSON
// pointers into its answer.
type Status struct {
	Call
	State    string            `json:"state" jsonschema:"title=State,description=JSON pointer to the engine's word." jsonschema_extras:"x-title-zh=状态位置"`
	States   map[string]string `json:"states" jsonschema:"title=States,description=What the engine's words mean: queued; running; succeeded; failed or canceled." jsonschema_extras:"x-title-zh=状态对照"`
	Output   string            `json:"output,omitempty" jsonschema:"title=Output" jsonschema_extras:"x-title-zh=输出位置"`
	Message  string            `json:"message,omitempty" jsonschema:"title=Message of a failure" jsonschema_extras:"x-title-zh=失败信息位置"`
	Progress string            `json:"progress,omitempty" jsonschema:"title=Progress" jsonschema_extras:"x-title-zh=进度位置"`
	Link     string            `json:"link,omitempty" jsonschema:"title=Link" jsonschema_extras:"x-title-zh=链接位置"`
}

// Logs is a call that gives lines: those after {from} if it says {from}, else
// all.
type Logs struct {
	Call
	Lines string `json:"lines,omitempty" jsonschema:"title=Lines,description=JSON pointer to a list of texts; empty if the answer is plain text." jsonschema_extras:"x-title-zh=日志行位置"`
}

// Callback says how to read a callback, and what proves where it comes from.
type Callback struct {
	Execution string `json:"execution" jsonschema:"title=Execution,description=JSON pointer to its id." jsonschema_extras:"x-title-zh=执行标识位置"`
	Scheme    string `json:"scheme" jsonschema:"title=Proof,description=token sends the engine's secret in the header; hmac-sha256 signs the body with it.,enum=token,enum=hmac-sha256" jsonschema_extras:"x-title-zh=校验方式"`
	Header    string `json:"header" jsonschema:"title=Header,pattern=^[A-Za-z0-9-]+$,maxLength=100" jsonschema_extras:"x-title-zh=请求头名称"`
}

func settingsSchema() json.RawMessage { return nodes.SchemaOf[Settings]().JSON }
