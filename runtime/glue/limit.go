//go:build !race

package glue

// dataLimit is the child's bound of writable memory, which the kernel holds.
const dataLimit = 256 << 20
