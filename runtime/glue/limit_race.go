//go:build race

package glue

// dataLimit leaves room for what the race detector keeps beside the child's own
// memory.
const dataLimit = 4 << 30
