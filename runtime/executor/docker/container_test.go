package docker_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
	"github.com/google/go-cmp/cmp"

	"catenary/internal/secret"
	"catenary/runtime/executor"
)

// The list of docs/security.md 4.2, as the engine has it.
func TestTheContainerIsShutIn(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	s := spec(t, "sleep 1000")
	s.Limits = executor.Limits{CPU: 0.5, Memory: 64 << 20, Disk: 16 << 20, Pids: 40, Log: 1 << 20}
	begin(t, x, s)
	got, err := c.ContainerInspect(within(t), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	h, f := got.HostConfig, got.Config
	yes, pids := true, int64(40)
	type ulimit struct {
		Name       string
		Soft, Hard int64
	}
	var ulimits []ulimit
	for _, u := range h.Ulimits {
		ulimits = append(ulimits, ulimit{u.Name, u.Soft, u.Hard})
	}
	checks := map[string][2]any{
		"user":            {"65532:65532", f.User},
		"healthcheck":     {[]string{"NONE"}, f.Healthcheck.Test},
		"environment":     {true, onlyPath(f.Env)},
		"ports":           {0, len(f.ExposedPorts) + len(h.PortBindings)},
		"cap drop":        {[]string{"ALL"}, []string(h.CapDrop)},
		"cap add":         {0, len(h.CapAdd)},
		"privileged":      {false, h.Privileged},
		"security":        {[]string{"no-new-privileges:true"}, h.SecurityOpt},
		"read-only root":  {true, h.ReadonlyRootfs},
		"binds":           {0, len(h.Binds) + len(h.Mounts) + len(h.VolumesFrom) + len(got.Mounts)},
		"devices":         {0, len(h.Devices) + len(h.DeviceRequests) + len(h.DeviceCgroupRules)},
		"hosts, dns":      {0, len(h.ExtraHosts) + len(h.DNS) + len(h.Links)},
		"namespaces":      {"private private   ", string(h.IpcMode) + " " + string(h.CgroupnsMode) + " " + string(h.PidMode) + " " + string(h.UTSMode) + " " + string(h.UsernsMode)},
		"network":         {"none", string(h.NetworkMode)},
		"memory":          {int64(64 << 20), h.Memory},
		"swap":            {int64(64 << 20), h.MemorySwap},
		"processors":      {int64(5e8), h.NanoCPUs},
		"processes":       {&pids, h.PidsLimit},
		"init":            {&yes, h.Init},
		"ulimits":         {[]ulimit{{"nofile", 1024, 1024}, {"core", 0, 0}}, ulimits},
		"auto-remove":     {false, h.AutoRemove},
		"restart":         {"no", string(h.RestartPolicy.Name)},
		"log driver":      {"json-file", h.LogConfig.Type},
		"log files":       {"2", h.LogConfig.Config["max-file"]},
		"masked paths":    {true, len(h.MaskedPaths) > 5 && len(h.ReadonlyPaths) > 3},
		"tmpfs, how many": {2, len(h.Tmpfs)},
		"tmpfs, ours":     {"rw,exec,nosuid,nodev,size=16777216,nr_inodes=65536,mode=0700,uid=65532,gid=65532", h.Tmpfs["/catenary"]},
		"tmpfs, /tmp":     {"rw,exec,nosuid,nodev,size=16777216,nr_inodes=65536,mode=1777", h.Tmpfs["/tmp"]},
	}
	for what, both := range checks {
		if diff := cmp.Diff(both[0], both[1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	if h.LogConfig.Config["max-size"] == "" {
		t.Error("the log has no limit of size")
	}
}

// onlyPath says that the environment is the image's own.
func onlyPath(env []string) bool { return len(env) == 1 && strings.HasPrefix(env[0], "PATH=") }

// What a task finds when it looks around.
func TestInsideTheContainer(t *testing.T) {
	t.Parallel()
	x := newExecutor(t)
	s := spec(t, `id
grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status
ls /sys/class/net
ls /dev | grep -cE '^(sd|vd|nvme|kvm|mem|kmsg)'
ls -A /catenary/in | wc -l
[ -e /var/run/docker.sock ] && echo socket
[ -s /catenary/.handover ] && echo handover
ulimit -n; ulimit -c
tr '\0' '\n' </proc/1/environ | grep -v -E '^(PATH|HOSTNAME|HOME)=' | wc -l`)
	r := run(t, x, s)
	want := `uid=65532 gid=65532 groups=65532
NoNewPrivs:	1
Seccomp:	2
CapBnd:	0000000000000000
CapEff:	0000000000000000
lo
0
0
1024
0
0`
	// The order of the lines of status differs between kernels.
	got := strings.Split(texts(logs(t, x, s.ID)), "\n")
	slices.Sort(got)
	wanted := strings.Split(want, "\n")
	slices.Sort(wanted)
	if diff := cmp.Diff(wanted, got); diff != "" || r.State != executor.Succeeded {
		t.Errorf("inside (-want +got), %+v:\n%s", r.Failure, diff)
	}
}

func TestSecretsReachTheScriptAlone(t *testing.T) {
	t.Parallel()
	c, x := engine(t), newExecutor(t)
	const text = "s3cr3t-'word'\nof two lines"
	s := spec(t, `[ "$TOKEN" = "$(printf 's3cr3t-'"'word'"'\nof two lines')" ] && echo right
sleep 2`)
	s.Secrets = map[string]secret.Value{"TOKEN": secret.New([]byte(text))}
	begin(t, x, s)
	for _, when := range []string{"while it runs", "after its end"} {
		_, raw, err := c.ContainerInspectWithRaw(within(t), s.ID, false)
		if err != nil {
			t.Fatal(err)
		}
		top, _ := c.ContainerTop(within(t), s.ID, []string{"-ef"})
		processes, _ := json.Marshal(top)
		if bytes.Contains(append(raw, processes...), []byte("s3cr3t")) {
			t.Errorf("%s the secret is seen from outside", when)
		}
		await(t, x, s.ID)
	}
	r, err := c.ContainerLogs(within(t), s.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true, Details: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all bytes.Buffer
	if _, err := all.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(all.Bytes(), []byte("s3cr3t")) || texts(logs(t, x, s.ID)) != "right" {
		t.Errorf("the log is %q", all.String())
	}
}
