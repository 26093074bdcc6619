// Package builtin has the one list of the node kinds that are shipped.
package builtin

import (
	"sync"

	"catenary/nodes"
	"catenary/nodes/approval"
	"catenary/nodes/branch"
	"catenary/nodes/each"
	"catenary/nodes/fail"
	"catenary/nodes/form"
	"catenary/nodes/hold"
	"catenary/nodes/httpcall"
	"catenary/nodes/notify"
	"catenary/nodes/script"
	"catenary/nodes/subchain"
	"catenary/nodes/switchnode"
	"catenary/nodes/wait"
	"catenary/nodes/work"
)

// Kinds returns the shipped kinds in the order of the palette.
func Kinds() []nodes.Kind {
	return []nodes.Kind{
		work.Kind{},
		script.Kind{},
		branch.Kind{},
		httpcall.Kind{},
		approval.Kind{},
		form.Kind{},
		wait.Kind{},
		subchain.Kind{},
		each.Kind{},
		notify.Kind{},
		switchnode.Kind{},
		hold.Kind{},
		fail.Kind{},
	}
}

// Registry has the shipped kinds; there is one for the whole process. It panics
// if one of them is wrong, which a test of this package excludes.
var Registry = sync.OnceValue(func() *nodes.Registry {
	r, err := nodes.NewRegistry(Kinds()...)
	if err != nil {
		panic("builtin: " + err.Error())
	}
	return r
})
