package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/docker/client"

	"catenary/internal/testkit"
)

func TestEnvironmentsFromTheCommandLine(t *testing.T) {
	t.Parallel()
	shell := os.Getenv("TEST_IMAGE_SHELL")
	if shell == "" || os.Getenv("DOCKER_HOST") == "" {
		testkit.Missing(t, "docker", "set DOCKER_HOST and TEST_IMAGE_SHELL")
	}
	_, p := signedIn(t)
	p.runs("environments", "apply", "shell", "--docker", shell, "--name", "壳", "--memory", "64Mi").wants(t, exitOK, "shell  壳", "docker "+shell)
	p.runs("environments", "list").wants(t, exitOK, "shell  壳")
	p.runs("environments", "show", "shell").wants(t, exitOK, "absent")
	p.runs("environments", "ensure", "shell").wants(t, exitOK, "present  sha256:", "linux/amd64")
	var shown imageResult
	if err := json.Unmarshal([]byte(p.runs("environments", "show", "shell", "-o", "json").out), &shown); err != nil || shown.Image == nil || shown.Drift.Drifted {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	p.runs("environments", "apply", "shell", "--name", "Shell").wants(t, exitOK, "shell  Shell", shown.Image.Digest[:19])

	archive := filepath.Join(p.home, "shell.tar")
	saveImage(t, shell, archive)
	up := p.runs("environments", "upload", "uploaded", archive)
	up.wants(t, exitOK, "present", shown.Image.Digest)
	if !strings.Contains(up.err, "sending: 0.0 MiB of ") {
		t.Errorf("told %s", up.err)
	}
	dir := filepath.Join(p.home, "context")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	p.file("context/Dockerfile", "FROM "+shell+"\nCOPY hello /hello\n")
	p.file("context/hello", "hello")
	p.runs("environments", "build", "built", dir, "--entry", "sh,-e").wants(t, exitOK, "built  present")
	p.file("context/Dockerfile", "FROM "+shell+"\nRUN exit 3\n")
	p.runs("environments", "build", "built", dir).wants(t, exitConflict, "(image.build_failed)")
	p.runs("environments", "apply", "nothing", "--docker", "no-such:1").wants(t, exitOK)
	p.runs("environments", "ensure", "nothing").wants(t, exitConflict, "(image.source_missing)")
	p.runs("environments", "deprecate", "nothing", "--note", "no such image", "--replacement", "shell").wants(t, exitOK, "retiring, use shell")
	p.runs("environments", "list").wants(t, exitOK, "retiring, use shell")
	p.runs("environments", "deprecate", "nothing", "--undo", "--note", "x").wants(t, exitUsage, "--undo takes no --note")
	p.runs("environments", "deprecate", "shell", "--replacement", "nothing").wants(t, exitInvalid, "(environment.replacement)", "/deprecation/replacement")
	if out := p.runs("environments", "deprecate", "nothing", "--undo"); strings.Contains(out.out, "retiring") {
		t.Errorf("after --undo: %s", out.out)
	}
	p.runs("environments", "apply", "Bad_Key", "--docker", "x").wants(t, exitInvalid, "(name.key)")
	p.runs("environments", "apply", "both", "--docker", "x", "--registry", "y").wants(t, exitUsage, "either the engine's or a registry's")
	p.runs("environments", "delete", "nothing").wants(t, exitOK)
	p.runs("environments", "show", "nothing").wants(t, exitNotFound, "(environment.unknown)")
}

func saveImage(t *testing.T, name, file string) {
	t.Helper()
	c, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	stream, err := c.ImageSave(context.Background(), []string{name})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, stream); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
