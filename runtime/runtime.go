// Package runtime is the durable engine: it drives each run from its start to
// a final state, whatever happens to the process in between.
//
// The way of a run: a start is checked by server/runs and handed to Engine,
// which drives it at once, in memory. Package plan decides what may happen,
// package glue carries out what is pure, and everything that can be noticed
// outside (a container, a pipeline, a request, a child run) begins only after
// its intent is in the journal. The journal is written by one committer that
// puts whatever waits into one transaction. The state of a run is the fold over
// its journal, and nothing else.
//
// A process owns the runs that it drives, by a lease. When it dies, or is only
// stopped for longer than its lease, another takes its runs over with a higher
// epoch, and what the first one still writes is refused. The package knows no
// SQL and no HTTP.
package runtime
