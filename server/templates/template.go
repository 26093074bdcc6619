// Package templates is the chains that the program brings along (模板): what
// each is for, what it needs, and how a chain of an org is made of one. It
// keeps nothing: what was made is a chain like any other.
package templates

import (
	"catenary/nodes"
)

// Template is a chain to begin with.
type Template struct {
	Key string
	// Title is also the name that is proposed for the chain.
	Title   nodes.Words
	Summary nodes.Words
	// Engines are the keys of those that its pipelines call.
	Engines []string
	// Environments are those to be chosen, under the names that the document
	// gives them.
	Environments []Environment
	// Scripts are made in the org along with the chain.
	Scripts []Script
}

// Environment is one that somebody chooses; the document knows it by Key.
type Environment struct {
	Key string
	// Needs says what must be in its image.
	Needs nodes.Words
}

// Script is a small script that comes with a template.
type Script struct {
	Key      string
	Name     nodes.Words
	Language string
	file     string
}

// Language is that of the names in a chain that is made.
type Language string

// The languages that templates are written in.
const (
	English Language = "en"
	Chinese Language = "zh"
)

func (l Language) of(w nodes.Words) string {
	if l == Chinese {
		return w.ZH
	}
	return w.EN
}

var (
	needsShell  = nodes.Words{EN: "A shell, such as that of alpine or debian", ZH: "包含 shell，例如 alpine 或 debian"}
	needsPython = nodes.Words{EN: "Python 3", ZH: "包含 Python 3"}
)

// All gives the templates in the order in which people see them.
func All() []Template {
	return []Template{
		{
			Key:     "hello",
			Title:   nodes.Words{EN: "Hello", ZH: "你好"},
			Summary: nodes.Words{EN: "Reads an input, decides and answers. It runs with nothing set up.", ZH: "读取输入、判断并应答。无需任何准备即可运行。"},
		},
		{
			Key:          "build-test-push",
			Title:        nodes.Words{EN: "Build, test, push", ZH: "构建、测试与推送"},
			Summary:      nodes.Words{EN: "A pipeline of the built-in engine builds and tests; another pushes if that was asked for.", ZH: "由内置引擎的流水线构建并测试；按需由另一条流水线推送。"},
			Engines:      []string{"builtin"},
			Environments: []Environment{{Key: "shell", Needs: needsShell}},
		},
		{
			Key:          "stock-release",
			Title:        nodes.Words{EN: "Stock release", ZH: "库存发布"},
			Summary:      nodes.Words{EN: "Pipeline and task in one node, one after the other and both at once; a decision, a loop, an undo.", ZH: "同一节点兼有流水线与任务，可依次或同时执行；并含判断、循环与撤销。"},
			Engines:      []string{"builtin"},
			Environments: []Environment{{Key: "shell", Needs: needsShell}, {Key: "python", Needs: needsPython}},
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
		},
	}
}

// Find gives the template with a key.
func Find(key string) (Template, bool) {
	for _, t := range All() {
		if t.Key == key {
			return t, true
		}
	}
	return Template{}, false
}
