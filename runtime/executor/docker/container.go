package docker

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/strslice"
	"github.com/docker/go-units"

	"catenary/runtime/executor"
)

//go:embed bootstrap.sh
var bootstrap string

const (
	// place is the container's only directory that is ours; a tmpfs.
	place = "/catenary"
	// nobody is the user that tasks run as unless their environment names one.
	nobody = "65532:65532"
	// maxVolumes bounds how many directories an image may declare as volumes.
	maxVolumes = 16
)

// containerOf is the container of a task run: what docs/security.md 4.2 says,
// word by word. Nothing of it can be widened by a Spec.
func (e *Executor) containerOf(s executor.Spec, volumes []string, pulled time.Duration) (*container.Config, *container.HostConfig) {
	user := s.User
	if user == "" {
		user = nobody
	}
	uid, gid, both := strings.Cut(user, ":")
	if !both {
		gid = uid
	}
	yes := true
	pids := int64(s.Limits.Pids)
	network := container.NetworkMode("none")
	if s.Network == executor.NetworkEgress {
		network = container.NetworkMode(e.config.EgressNetwork)
	}
	config := &container.Config{
		User:        uid + ":" + gid,
		Entrypoint:  strslice.StrSlice{"/bin/sh", "-c", bootstrap, "catenary"},
		WorkingDir:  place,
		Labels:      labelsOf(s, pulled),
		Healthcheck: &container.HealthConfig{Test: []string{"NONE"}},
		// The engine closes standard input when the first who feeds it goes
		// away: half a hand-over ends the bootstrap instead of hanging it.
		OpenStdin: true,
		StdinOnce: true,
		// Output is attached so that Submit sees the script begin.
		AttachStdin:  true,
		AttachStdout: true,
	}
	host := &container.HostConfig{
		NetworkMode:    network,
		IpcMode:        container.IPCModePrivate,
		CgroupnsMode:   container.CgroupnsModePrivate,
		CapDrop:        strslice.StrSlice{"ALL"},
		SecurityOpt:    []string{"no-new-privileges:true"},
		ReadonlyRootfs: true,
		Init:           &yes,
		Runtime:        e.config.Runtime,
		RestartPolicy:  container.RestartPolicy{Name: container.RestartPolicyDisabled},
		LogConfig:      logConfig(s.Limits),
		Tmpfs:          tmpfs(s.Limits, uid, gid, volumes),
		Resources: container.Resources{
			NanoCPUs:   int64(s.Limits.CPU * 1e9),
			Memory:     s.Limits.Memory,
			MemorySwap: s.Limits.Memory,
			PidsLimit:  &pids,
			Ulimits: []*units.Ulimit{
				{Name: "nofile", Soft: 1024, Hard: 1024},
				{Name: "core", Soft: 0, Hard: 0},
			},
		},
	}
	return config, host
}

// tmpfs gives the only places where a task can write. What its image declares
// as volumes would else be directories of the host without a limit.
func tmpfs(l executor.Limits, uid, gid string, volumes []string) map[string]string {
	size := strconv.FormatInt(l.Disk, 10)
	options := "rw,exec,nosuid,nodev,size=" + size + ",nr_inodes=65536,mode="
	places := map[string]string{
		"/tmp": options + "1777",
		place:  options + fmt.Sprintf("0700,uid=%s,gid=%s", uid, gid),
	}
	for _, v := range volumes {
		if _, taken := places[v]; !taken {
			places[v] = options + fmt.Sprintf("0755,uid=%s,gid=%s", uid, gid)
		}
	}
	return places
}

// logConfig bounds what the engine keeps. Within the log limit nothing is lost:
// a byte takes at most six in the engine's JSON, a line 80 more (of which
// LineCost paid for 32), and output and artefacts go through the log too.
// Twice that is kept, in two files, so that what a script writes until it is
// stopped does not push out what comes last.
func logConfig(l executor.Limits) container.LogConfig {
	size := 6*l.Log + 3*(l.Output+executor.MaxArtefactBytes) + 1<<20
	return container.LogConfig{Type: "json-file", Config: map[string]string{
		"max-size": strconv.FormatInt(size, 10),
		"max-file": "2",
	}}
}
