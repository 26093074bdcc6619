package docker

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/system"
)

// Level says how bad a Finding is.
type Level string

// The levels.
const (
	OK   Level = "ok"
	Warn Level = "warn" // it works, and could be safer or faster
	Fail Level = "fail" // tasks cannot run
)

// Finding is one line of what Doctor found out. Advice is empty if there is
// nothing to do.
type Finding struct {
	Name   string
	Level  Level
	Text   string
	Advice string
}

const (
	// oldestAPI is of Docker 20.10.
	oldestAPI = "1.41"
	// safeRunc has the mendings of November 2025, of ways out of a container;
	// 1.2 and 1.3 have them from 1.2.8 and 1.3.3 on.
	safeRunc = "1.2.8"
)

// Ping says whether the engine answers.
func (e *Executor) Ping(ctx context.Context) error {
	_, err := e.engine.Ping(ctx)
	return err
}

// Doctor looks at the engine as tasks need it. It changes nothing.
func (e *Executor) Doctor(ctx context.Context) []Finding {
	ping, err := e.engine.Ping(ctx)
	if err != nil {
		return []Finding{{
			Name: "engine", Level: Fail, Text: "the container engine does not answer: " + err.Error(),
			Advice: "Start Docker, and let the user of the server use its socket; or set the engine's address.",
		}}
	}
	info, err := e.engine.Info(ctx)
	if err != nil {
		return []Finding{{Name: "engine", Level: Fail, Text: "the container engine tells nothing of itself: " + err.Error(), Advice: "Look at the engine's own log."}}
	}
	found := []Finding{
		{Name: "engine", Level: OK, Text: fmt.Sprintf("Docker %s answers, with %d processors and %d MiB of memory", info.ServerVersion, info.NCPU, info.MemTotal>>20)},
		judgeAPI(ping.APIVersion),
	}
	found = append(found, judgeConfinement(info)...)
	return append(found, e.judgeRunc(ctx, info), judgeStorage(info), judgeDisk(info.DockerRootDir), e.judgeEgress(ctx))
}

func judgeAPI(version string) Finding {
	f := Finding{Name: "engine API", Level: OK, Text: "it speaks API " + version}
	if older(version, oldestAPI) {
		f.Level, f.Advice = Fail, "Update Docker to 20.10 or later: API "+oldestAPI+" is needed."
	}
	return f
}

// judgeConfinement looks at what keeps a task in its container.
func judgeConfinement(info system.Info) []Finding {
	has := func(option string) bool {
		return slices.ContainsFunc(info.SecurityOptions, func(o string) bool { return strings.Contains(o, "name="+option) })
	}
	user := Finding{Name: "engine user", Level: OK, Text: "the engine is rootless"}
	if !has("rootless") {
		user = Finding{
			Name: "engine user", Level: Warn, Text: "the engine runs as root",
			Advice: "Who gets out of a container is root on this machine. Consider a rootless engine or the runtime runsc.",
		}
	}
	namespaces := Finding{Name: "user namespaces", Level: OK, Text: "users of containers are not those of this machine"}
	if !has("userns") && !has("rootless") {
		namespaces = Finding{
			Name: "user namespaces", Level: Warn, Text: "users of containers are those of this machine",
			Advice: "Set userns-remap in the engine's configuration.",
		}
	}
	seccomp := Finding{Name: "system calls", Level: OK, Text: "the engine filters system calls"}
	if !has("seccomp") {
		seccomp.Level, seccomp.Text, seccomp.Advice = Warn, "the engine does not filter system calls", "Use a kernel and an engine with seccomp."
	}
	limits := Finding{Name: "limits", Level: OK, Text: "memory, processors and processes can be limited"}
	if !info.MemoryLimit || !info.PidsLimit || !info.CPUCfsQuota || !info.SwapLimit {
		limits.Level, limits.Text = Warn, "the kernel cannot limit all of memory, swap, processors and processes"
		limits.Advice = "Switch the missing control groups on (swapaccount=1 for swap)."
	}
	return []Finding{user, namespaces, seccomp, limits}
}

func (e *Executor) judgeRunc(ctx context.Context, info system.Info) Finding {
	version := ""
	if v, err := e.engine.ServerVersion(ctx); err == nil {
		for _, c := range v.Components {
			if c.Name == "runc" {
				version, _, _ = strings.Cut(c.Version, "+")
			}
		}
	}
	if wanted := e.config.Runtime; wanted != "" {
		if _, there := info.Runtimes[wanted]; !there {
			return Finding{Name: "container runtime", Level: Fail, Text: "the engine does not know the runtime " + wanted, Advice: "Install it, or take it off the settings."}
		}
	}
	switch {
	case version == "":
		return Finding{Name: "container runtime", Level: OK, Text: "the engine's runtime is " + info.DefaultRuntime}
	case older(version, safeRunc) || strings.HasPrefix(version, "1.3.") && older(version, "1.3.3"):
		return Finding{
			Name: "container runtime", Level: Warn, Text: "runc " + version + " has known ways out of a container, unless your distribution has mended them",
			Advice: "Update runc to " + safeRunc + ", 1.3.3 or later, or see that your distribution's package has the fixes.",
		}
	}
	return Finding{Name: "container runtime", Level: OK, Text: "runc " + version}
}

// judgeStorage looks at where images are: what a container starts from should
// be shared, not copied.
func judgeStorage(info system.Info) Finding {
	f := Finding{Name: "storage driver", Level: OK, Text: info.Driver + " in " + info.DockerRootDir}
	if info.Driver == "vfs" || info.Driver == "devicemapper" || info.Driver == "aufs" {
		f.Level, f.Advice = Warn, "Every start copies the image, or is slow: use overlay2."
	}
	return f
}

// lowDisk is how little may be free for images and logs.
const lowDisk = 5 << 30

func judgeDisk(dir string) Finding {
	left, known := free(dir)
	switch {
	case !known:
		return Finding{Name: "engine disk", Level: OK, Text: "what is free in " + dir + " cannot be told from here"}
	case left < lowDisk:
		return Finding{
			Name: "engine disk", Level: Warn, Text: fmt.Sprintf("%d MiB are free in %s", left>>20, dir),
			Advice: "Make room for images and logs: docker system df tells what takes it.",
		}
	}
	return Finding{Name: "engine disk", Level: OK, Text: fmt.Sprintf("%d GiB are free in %s", left>>30, dir)}
}

// judgeEgress looks for the network of tasks that reach out. A network with a
// way out of its own would let them past the proxy.
func (e *Executor) judgeEgress(ctx context.Context) Finding {
	name := e.config.EgressNetwork
	if name == "" {
		return Finding{Name: "task network", Level: OK, Text: "tasks reach nothing outside; no network for egress is set"}
	}
	n, err := e.engine.NetworkInspect(ctx, name, network.InspectOptions{})
	switch {
	case err != nil:
		return Finding{Name: "task network", Level: Fail, Text: "the network " + name + " for egress is not there", Advice: "Make it as an internal network that the egress proxy is on too."}
	case !n.Internal:
		return Finding{Name: "task network", Level: Fail, Text: "the network " + name + " for egress has a way out past the proxy", Advice: "Make it anew with --internal."}
	}
	return Finding{Name: "task network", Level: OK, Text: "egress goes through the network " + name}
}

// older compares versions by their numbers; what is no number counts as 0.
func older(version, than string) bool {
	a, b := strings.Split(version, "."), strings.Split(than, ".")
	for i := range max(len(a), len(b)) {
		if x, y := number(a, i), number(b, i); x != y {
			return x < y
		}
	}
	return false
}

func number(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	digits, _, _ := strings.Cut(parts[i], "-")
	n, _ := strconv.Atoi(digits)
	return n
}
