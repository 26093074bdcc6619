// Package httpcall is the node kind http: one HTTP request.
package httpcall

import (
	_ "embed"
	"net/http"

	"catenary/chain"
	"catenary/nodes"
)

// Config is the form that the designer shows.
type Config struct {
	Method            string                `json:"method,omitempty" jsonschema:"title=Method,enum=GET,enum=POST,enum=PUT,enum=PATCH,enum=DELETE,enum=HEAD,default=GET" jsonschema_extras:"x-title-zh=方法"`
	URL               nodes.Template        `json:"url" jsonschema:"title=Address,description=http or https; no user name or password in it.,minLength=1,maxLength=8000" jsonschema_extras:"x-title-zh=地址,x-description-zh=http 或 https 地址，不得包含用户名和密码。,x-placeholder=https://example.org/orders"`
	Query             map[string]chain.Text `json:"query,omitempty" jsonschema:"title=Query,description=Added to the address.,maxProperties=100" jsonschema_extras:"x-title-zh=查询参数,x-description-zh=附加到地址上的参数。,x-widget=key-value"`
	Headers           map[string]chain.Text `json:"headers,omitempty" jsonschema:"title=Headers,maxProperties=100" jsonschema_extras:"x-title-zh=请求头,x-widget=key-value"`
	Auth              *Auth                 `json:"auth,omitempty" jsonschema:"title=Sign-in,description=How the request says who it is from." jsonschema_extras:"x-title-zh=身份验证,x-description-zh=请求如何表明身份。"`
	Body              nodes.Any             `json:"body,omitempty" jsonschema:"title=Body,description=Sent as JSON; a text is sent as it is." jsonschema_extras:"x-title-zh=请求体,x-description-zh=以 JSON 发送；文本则原样发送。"`
	Accept            []int                 `json:"accept,omitempty" jsonschema:"title=Accepted statuses,description=Other answers are failures. 200 to 299 if empty.,maxItems=50" jsonschema_extras:"x-title-zh=视为成功的状态码,x-description-zh=其他应答视为失败；留空为 200 到 299。,x-more=true"`
	IdempotencyHeader string                `json:"idempotency_header,omitempty" jsonschema:"title=Idempotency header,description=Carries the key that is the same on every try of an attempt.,default=Idempotency-Key" jsonschema_extras:"x-title-zh=幂等请求头,x-description-zh=携带幂等键的请求头，同一次执行的每次重试都相同。,x-more=true"`
}

// Auth is a secret and how it is sent.
type Auth struct {
	Scheme   string         `json:"scheme" jsonschema:"title=Scheme,enum=bearer,enum=basic" jsonschema_extras:"x-title-zh=方式"`
	Username nodes.Template `json:"username,omitempty" jsonschema:"title=User name,description=With basic." jsonschema_extras:"x-title-zh=用户名,x-description-zh=仅用于 basic。,x-show-if=scheme:basic"`
	Secret   nodes.Secret   `json:"secret" jsonschema:"title=Secret,description=The token or the password." jsonschema_extras:"x-title-zh=密钥,x-description-zh=令牌或密码。"`
}

// Kind is the kind http.
type Kind struct{}

var (
	_ nodes.Validator = Kind{}
	_ nodes.Runner    = Kind{}
	_ nodes.Changer   = Kind{}
)

var (
	//go:embed help.en.md
	helpEN string
	//go:embed help.zh.md
	helpZH string
)

// Name is the kind's name in documents.
const Name chain.KindName = "http"

// Describe implements nodes.Kind.
func (Kind) Describe() nodes.Description {
	return nodes.Description{
		Name: Name, Version: 1, Icon: "world-www",
		Title:    nodes.Words{EN: "HTTP request", ZH: "HTTP 请求"},
		Summary:  nodes.Words{EN: "Calls an address and takes the answer as its output.", ZH: "调用一个地址，以应答作为输出。"},
		Help:     nodes.Words{EN: helpEN, ZH: helpZH},
		Keywords: []string{"rest", "api", "webhook", "url", "fetch", "get", "post", "qingqiu", "qq", "接口", "jiekou", "jk", "调用", "diaoyong", "dy"},
		Config:   nodes.SchemaOf[Config](),
		Ports:    nodes.Usual(),
		Nature:   nodes.Effect,
		Effects:  true,
	}
}

// Changes implements nodes.Changer: GET and HEAD only ask.
func (Kind) Changes(body *chain.Body) bool {
	c, err := nodes.Decode[Config](body.Config)
	return err != nil || c.Method != "" && c.Method != http.MethodGet && c.Method != http.MethodHead
}
