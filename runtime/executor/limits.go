package executor

import "time"

// Limits bound one task run. Zero is the default.
type Limits struct {
	CPU     float64       // processors
	Memory  int64         // bytes, files in Disk among them; no swap
	Disk    int64         // bytes of the work directory, and as much again of /tmp
	Pids    int           // processes and threads
	Timeout time.Duration // from the start of its container
	Output  int64         // bytes of the output
	// Log is how much it may write to its log: bytes, where each line counts
	// LineCost more than its text.
	Log int64
}

// LineCost is what a line costs beside its text: its end, and what is kept
// with it.
const LineCost = 32

// The defaults.
const (
	DefaultCPU     = 1
	DefaultMemory  = 512 << 20
	DefaultPids    = 256
	DefaultTimeout = time.Hour
	DefaultOutput  = 1 << 20
	DefaultLog     = 8 << 20
)

// Bounds that hold for every executor.
const (
	MinMemory = 16 << 20
	MaxOutput = 8 << 20
	MaxLog    = 64 << 20
	// MaxLine is how much of a line's text is kept, in bytes.
	MaxLine = 16 << 10
	// MaxArtefacts and MaxArtefactBytes bound what goes in, and what comes out.
	MaxArtefacts     = 64
	MaxArtefactBytes = 8 << 20
	// MaxScript and MaxInput bound what is handed over.
	MaxScript = 1 << 20
	MaxInput  = 8 << 20
	// MaxVariable bounds a variable or argument, MaxEnvironment all of them:
	// the kernel lets no more through.
	MaxVariable    = 64 << 10
	MaxEnvironment = 512 << 10
)

// OrDefaults fills in what is zero. Disk is half of Memory: files are kept in
// memory, so a script that fills one of its two places runs out of disk, not
// of memory.
func (l Limits) OrDefaults() Limits {
	set(&l.CPU, DefaultCPU)
	set(&l.Memory, DefaultMemory)
	set(&l.Disk, l.Memory/2)
	set(&l.Pids, DefaultPids)
	set(&l.Timeout, DefaultTimeout)
	set(&l.Output, DefaultOutput)
	set(&l.Log, DefaultLog)
	return l
}

func set[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}
