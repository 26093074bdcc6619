// Package glue keeps tenants' JavaScript away from the server: it is parsed,
// compiled and run in child processes of the same binary, because one
// expression can kill or hang the process that looks at it. It is the only
// package that knows goja. What comes back from a child is bytes, judged here.
//
// Limits and hardening follow docs/architecture.md; a child that dies or is
// killed is the fault of the source, never of the server.
package glue

import "time"

// Limits of one request to a child.
const (
	// MaxSource is how long one source may be, in bytes.
	MaxSource = 64 << 10
	// maxFrame bounds what crosses in one direction, in bytes.
	maxFrame = 64 << 20
	// grace is what a child is given beyond the limit of a request before it
	// is killed.
	grace = 250 * time.Millisecond
	// startLimit is the time for a new child to get ready.
	startLimit = 20 * time.Second
	// perByte is what a child is given to read one byte of a request.
	perByte = 20 * time.Nanosecond
	// checkLimit is the time for one batch of sources.
	checkLimit = 2 * time.Second
)
