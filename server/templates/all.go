package templates

import (
	"catenary/nodes"
	"catenary/server/triggers"
)

var (
	alone = []Part{{}}

	builtinEngine = Parameter{Key: "builtin", Kind: Engine, Needs: nodes.Words{EN: "The built-in engine, or one with the same position", ZH: "内置引擎，或具有相同接口位置的引擎"}}
	shell         = Parameter{Key: "shell", Kind: Environment, Needs: nodes.Words{EN: "A shell, such as that of alpine or debian", ZH: "包含 shell，例如 alpine 或 debian"}}
	python        = Parameter{Key: "python", Kind: Environment, Needs: nodes.Words{EN: "Python 3", ZH: "包含 Python 3"}}
	approvers     = Parameter{Key: "approvers", Kind: People, Needs: nodes.Words{EN: "Who approves", ZH: "审批人"}, Default: "approver"}
)

// All gives the templates in the order in which people see them.
func All() []Template {
	return []Template{
		{
			Key:     "hello",
			Title:   nodes.Words{EN: "Hello", ZH: "你好"},
			Summary: nodes.Words{EN: "Reads an input, decides and answers. It runs with nothing set up.", ZH: "读取输入、判断并应答。无需任何准备即可运行。"},
			Chains:  alone,
		},
		{
			Key:        "build-test-push",
			Title:      nodes.Words{EN: "Build, test, push", ZH: "构建、测试与推送"},
			Summary:    nodes.Words{EN: "A pipeline of the built-in engine builds and tests; another pushes if that was asked for.", ZH: "由内置引擎的流水线构建并测试；按需由另一条流水线推送。"},
			Parameters: []Parameter{builtinEngine, shell},
			Chains:     alone,
		},
		{
			Key:        "stock-release",
			Title:      nodes.Words{EN: "Stock release", ZH: "库存发布"},
			Summary:    nodes.Words{EN: "Pipeline and task in one node, one after the other and both at once; a decision, a loop, an undo.", ZH: "同一节点兼有流水线与任务，可依次或同时执行；并含判断、循环与撤销。"},
			Parameters: []Parameter{builtinEngine, shell, python},
			Chains:     alone,
			Scripts: []Script{
				{Key: "check-package", Name: nodes.Words{EN: "Check the package", ZH: "检查软件包"}, Language: "python", file: "check-package.py"},
				{Key: "reserve-stock", Name: nodes.Words{EN: "Reserve stock", ZH: "预留库存"}, Language: "shell", file: "reserve-stock.sh"},
				{Key: "return-stock", Name: nodes.Words{EN: "Give stock back", ZH: "归还库存"}, Language: "shell", file: "return-stock.sh"},
				{Key: "ship", Name: nodes.Words{EN: "Ship", ZH: "运送"}, Language: "shell", file: "ship.sh"},
			},
		},
		{
			Key:     "http-check",
			Title:   nodes.Words{EN: "Check an address", ZH: "检查地址"},
			Summary: nodes.Words{EN: "Asks an address up to three times and goes another way when it does not answer.", ZH: "最多请求某个地址三次，无应答时走失败分支。"},
			Chains:  alone,
		},
		{
			Key:     "image-from-git",
			Title:   nodes.Words{EN: "Image from git", ZH: "由 Git 构建镜像"},
			Summary: nodes.Words{EN: "A push to a git server starts it by webhook: it builds, tests and pushes an image. Other events are passed over.", ZH: "Git 服务器的推送通过 Webhook 启动：构建、测试并推送镜像，其余事件不处理。"},
			Parameters: []Parameter{
				builtinEngine,
				{Key: "builder", Kind: Environment, Needs: nodes.Words{EN: "What builds and pushes images, and a shell", ZH: "包含构建与推送镜像的工具以及 shell"}},
				{Key: "registry", Kind: Text, Needs: nodes.Words{EN: "Where images go, such as registry.example.org/stock", ZH: "镜像存放位置，例如 registry.example.org/stock"}, Default: "registry.example.org"},
				{Key: "registry-password", Kind: Secret, Needs: nodes.Words{EN: "The password of the registry", ZH: "镜像仓库的密码"}},
			},
			Chains:  alone,
			Scripts: []Script{{Key: "push-image", Name: nodes.Words{EN: "Push an image", ZH: "推送镜像"}, Language: "shell", file: "push-image.sh"}},
			Webhook: &triggers.Webhook{Scheme: triggers.GitHub, Events: []string{"push"}},
		},
		{
			Key:     "request",
			Title:   nodes.Words{EN: "Request with approval", ZH: "申请与审批"},
			Summary: nodes.Words{EN: "Somebody fills in what is needed; what is expensive is decided by others, who may refuse it.", ZH: "由人员填写申请；金额较大时由他人审批，可予拒绝。"},
			Parameters: []Parameter{
				{Key: "requesters", Kind: People, Needs: nodes.Words{EN: "Who fills it in", ZH: "填写人"}, Default: "operator"}, approvers,
			},
			Chains: alone,
		},
		{
			Key:     "four-step-publish",
			Title:   nodes.Words{EN: "Publish in four steps", ZH: "四步发布"},
			Summary: nodes.Words{EN: "A release that is created, changed, approved and executed; if it fails, the version before is published again.", ZH: "创建、修改、审批、执行四步发布；失败时重新发布上一版本。"},
			Parameters: []Parameter{
				shell,
				{Key: "place", Kind: Text, Needs: nodes.Words{EN: "Where it is published", ZH: "发布到哪里"}, Default: "https://example.org"},
				{Key: "publish-token", Kind: Secret, Needs: nodes.Words{EN: "What lets it publish there", ZH: "发布所用的令牌"}},
			},
			Chains: []Part{
				{Key: "publish", Name: nodes.Words{EN: "Publish", ZH: "发布"}},
				{Key: "back", Name: nodes.Words{EN: "Publish the version before", ZH: "恢复上一版本"}},
			},
			Scripts: []Script{{Key: "publish-version", Name: nodes.Words{EN: "Publish a version", ZH: "发布某个版本"}, Language: "shell", file: "publish-version.sh"}},
			Release: &Release{Parameters: []Parameter{
				{Key: "version", Kind: Text, Needs: nodes.Words{EN: "The version to be published", ZH: "要发布的版本"}, Default: "2.0"},
				{Key: "before", Kind: Text, Needs: nodes.Words{EN: "The version that is published now", ZH: "当前已发布的版本"}, Default: "1.0"},
				approvers,
			}},
		},
		{
			Key:     "stock-phases",
			Title:   nodes.Words{EN: "Stock release in three phases", ZH: "三阶段库存发布"},
			Summary: nodes.Words{EN: "Prepare; hold the orders, switch the mode and initialise the stock; reopen. What the second phase did is taken back in four steps.", ZH: "准备；暂停订单接口、切换模式并初始化库存；重新开放。第二阶段可分四步回滚。"},
			Parameters: []Parameter{
				shell,
				{Key: "stock-mode", Kind: Switch, Needs: nodes.Words{EN: "A switch that says which stock counts", ZH: "标明以哪套库存为准的开关"}},
				{Key: "orders", Kind: Chain, Needs: nodes.Words{EN: "The chain that takes orders; its input has a field order", ZH: "受理订单的业务链，其输入含 order 字段"}},
				{Key: "returns", Kind: Chain, Needs: nodes.Words{EN: "The chain that takes returns; its input has a field order", ZH: "受理退货的业务链，其输入含 order 字段"}},
				{Key: "stock", Kind: Text, Needs: nodes.Words{EN: "Address of the stock system", ZH: "库存系统的地址"}, Default: "https://stock.example.org"},
				{Key: "stock-token", Kind: Secret, Needs: nodes.Words{EN: "What the stock system lets us in by", ZH: "访问库存系统的令牌"}},
			},
			Chains: []Part{
				{Key: "prepare", Name: nodes.Words{EN: "Prepare", ZH: "准备"}},
				{Key: "switch", Name: nodes.Words{EN: "Switch over", ZH: "切换"}},
				{Key: "reopen", Name: nodes.Words{EN: "Reopen", ZH: "重新开放"}},
				{Key: "close", Name: nodes.Words{EN: "Close again", ZH: "再次关闭"}},
			},
			Scripts: []Script{{Key: "initialise-stock", Name: nodes.Words{EN: "Initialise the stock", ZH: "初始化库存"}, Language: "shell", file: "initialise-stock.sh"}},
			Release: &Release{Parameters: []Parameter{
				{Key: "from", Kind: Text, Needs: nodes.Words{EN: "The mode before", ZH: "切换前的模式"}, Default: "old"},
				{Key: "to", Kind: Text, Needs: nodes.Words{EN: "The mode after", ZH: "切换后的模式"}, Default: "new"},
				{Key: "pieces", Kind: Text, Needs: nodes.Words{EN: "Pieces of each article to begin with", ZH: "每种货品的初始数量"}, Default: "10"},
				approvers,
				{Key: "deciders", Kind: People, Needs: nodes.Words{EN: "Who lets the second phase begin", ZH: "放行第二阶段的人"}, Default: "approver"},
			}},
		},
	}
}
