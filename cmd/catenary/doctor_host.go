package main

import (
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"catenary/internal/clock"
	"catenary/runtime/glue"
	"catenary/server/config"
	"catenary/server/health"
)

// What the data directory and the system should have at least.
const (
	slowSync                    = 20 * time.Millisecond
	littleFiles, tooLittleFiles = 8192, 512
	littleProcesses             = 1024
)

// checkDisk looks at the data directory, or at where it is to be made.
func checkDisk(data string) []diagnosis {
	dir, err := filepath.Abs(data)
	if err != nil {
		return []diagnosis{failure("disk", "Set data to a directory.", "%v", err)}
	}
	there := dir
	for {
		info, err := os.Stat(there)
		if err == nil && !info.IsDir() {
			return []diagnosis{failure("disk", "Set data to another directory.", "%s is no directory", there)}
		}
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || there == filepath.Dir(there) {
			return []diagnosis{failure("disk", "Let this user use the directory.", "%v", err)}
		}
		there = filepath.Dir(there)
	}
	took, err := syncTime(there)
	if err != nil {
		return []diagnosis{failure("disk", "Let this user write there, or make room.", "nothing can be written to %s: %v", there, err)}
	}
	found := []diagnosis{checkSpace(there)}
	if took > slowSync {
		return append(found, warning("disk sync", "Each batch of runs waits for it: use a disk with a faster fsync.", "fsync takes %s", took.Round(10*time.Microsecond)))
	}
	return append(found, good("disk sync", "fsync takes %s", took.Round(10*time.Microsecond)))
}

func checkSpace(dir string) diagnosis {
	left, known := health.FreeSpace(dir)
	const advice = "Make room: runs, logs, images and files are kept there."
	switch {
	case !known:
		return good("disk", "%s can be written; what is free there cannot be told", dir)
	case left < health.TooLittleDisk:
		return failure("disk", advice, "%d MiB are free in %s", left>>20, dir)
	case left < health.LittleDisk:
		return warning("disk", advice, "%d MiB are free in %s", left>>20, dir)
	}
	return good("disk", "%d GiB are free in %s", left>>30, dir)
}

// syncTime is what it takes in the middle to have a page on disk.
func syncTime(dir string) (time.Duration, error) {
	f, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	var took []time.Duration
	page := make([]byte, 4096)
	for range 9 {
		began := time.Now()
		_, err := f.WriteAt(page, 0)
		if err = errors.Join(err, f.Sync()); err != nil {
			return 0, errors.Join(err, f.Close())
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)/2], f.Close()
}

// checkSystem looks at what the system lets this user have.
func checkSystem() []diagnosis {
	files, processes, known := systemLimits()
	if !known {
		return []diagnosis{good("limits", "the system's limits cannot be told here")}
	}
	const advice = "Raise it for the server (LimitNOFILE= in a unit of systemd)."
	open := good("open files", "%d at once", files)
	if files < tooLittleFiles {
		open = failure("open files", advice, "only %d at once", files)
	} else if files < littleFiles {
		open = warning("open files", advice, "only %d at once; each connection and each task needs some", files)
	}
	if processes < littleProcesses {
		return []diagnosis{open, warning("processes", "Raise it for the server (LimitNPROC= and TasksMax= in a unit of systemd).", "only %d of this user", processes)}
	}
	return []diagnosis{open, good("processes", "enough of this user")}
}

// checkGlue starts a glue child and has it read an expression.
func checkGlue(ctx context.Context) []diagnosis {
	pool := &glue.Pool{Now: clock.Wall}
	defer pool.Stop()
	began := time.Now()
	if err := health.AskGlue(ctx, pool.For("doctor")); err != nil {
		return []diagnosis{failure("glue", "The program must be able to start itself, and have 64 MiB for it.", "no child process for glue starts: %v", err)}
	}
	return []diagnosis{good("glue", "a child process starts in %s", time.Since(began).Round(time.Millisecond))}
}

// checkOutbound tells what chains may reach.
func checkOutbound(o config.Outbound) diagnosis {
	if len(o.Allow) == 0 {
		return good("outbound", "only public addresses can be reached")
	}
	var open, all []string
	for _, p := range o.Allow {
		all = append(all, p.String())
		for _, never := range []string{"127.0.0.0/8", "::1/128", "169.254.0.0/16"} {
			if p.Overlaps(netip.MustParsePrefix(never)) {
				open = append(open, never)
			}
		}
	}
	if len(open) > 0 {
		return warning("outbound", "Narrow outbound.allow, unless you mean it.",
			"chains may reach %s, with what is in %s", strings.Join(all, ", "), strings.Join(open, ", "))
	}
	return good("outbound", "public addresses and %s can be reached", strings.Join(all, ", "))
}
