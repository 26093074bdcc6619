package docker_test

import (
	"io"
	"testing"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/strslice"
	"github.com/docker/docker/client"

	"catenary/runtime/executor"
)

// BenchmarkEchoHello compares what docker run does (make, attach, start, wait,
// remove: the same container, without our bootstrap) with Submit, Await and
// Remove. Both take turns, so that both have the same machine.
func BenchmarkEchoHello(b *testing.B) {
	c, x := engine(b), newExecutor(b)
	image := byDigest(b, "TEST_IMAGE_SHELL")
	var bare, ours time.Duration
	for b.Loop() {
		begin := time.Now()
		runBare(b, c, image)
		middle := time.Now()
		s := spec(b, "echo hello")
		if err := x.Submit(b.Context(), s); err != nil {
			b.Fatal(err)
		}
		if r, err := x.Await(b.Context(), s.ID); err != nil || r.State != executor.Succeeded {
			b.Fatal(r, err)
		}
		if err := x.Remove(b.Context(), s.ID); err != nil {
			b.Fatal(err)
		}
		bare += middle.Sub(begin)
		ours += time.Since(middle)
	}
	n := float64(b.N)
	b.ReportMetric(float64(bare.Milliseconds())/n, "bare-ms/op")
	b.ReportMetric(float64(ours.Milliseconds())/n, "ours-ms/op")
	b.ReportMetric(100*(float64(ours)/float64(bare)-1), "%over")
	b.ReportMetric(0, "ns/op")
}

func runBare(b *testing.B, c *client.Client, image string) {
	b.Helper()
	ctx := b.Context()
	yes := true
	pids := int64(256)
	made, err := c.ContainerCreate(ctx, &container.Config{
		Image: image, User: "65532:65532", Entrypoint: strslice.StrSlice{"/bin/sh", "-c", "echo hello"},
		AttachStdout: true, AttachStderr: true,
	}, &container.HostConfig{
		NetworkMode: "none", IpcMode: container.IPCModePrivate, CgroupnsMode: container.CgroupnsModePrivate,
		CapDrop: strslice.StrSlice{"ALL"}, SecurityOpt: []string{"no-new-privileges:true"}, ReadonlyRootfs: true, Init: &yes,
		Tmpfs:     map[string]string{"/tmp": "rw,size=33554432", "/catenary": "rw,size=33554432"},
		Resources: container.Resources{NanoCPUs: 1e9, Memory: 64 << 20, MemorySwap: 64 << 20, PidsLimit: &pids},
	}, nil, nil, "")
	if err != nil {
		b.Fatal(err)
	}
	conn, err := c.ContainerAttach(ctx, made.ID, container.AttachOptions{Stream: true, Stdout: true, Stderr: true})
	if err != nil {
		b.Fatal(err)
	}
	ended, errs := c.ContainerWait(ctx, made.ID, container.WaitConditionNextExit)
	if err := c.ContainerStart(ctx, made.ID, container.StartOptions{}); err != nil {
		b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, conn.Reader)
	conn.Close()
	select {
	case <-ended:
	case err := <-errs:
		b.Fatal(err)
	}
	if err := c.ContainerRemove(ctx, made.ID, container.RemoveOptions{Force: true}); err != nil {
		b.Fatal(err)
	}
}
