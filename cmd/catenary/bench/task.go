package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"catenary/cmd/catenary/client"
)

// errNone is why W4 is left out.
type errNone struct{ why string }

func (e *errNone) Error() string { return e.why }

// hello is the script of W4.
const hello = "echo hello"

// docker runs the docker command line.
func docker(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, "docker", args...).CombinedOutput() //nolint:forbidigo // it is what is compared with
	if err != nil {
		return fmt.Errorf("docker %s: %w: %s", args[0], err, strings.TrimSpace(string(out)))
	}
	return nil
}

// findImage says why the image cannot be run, if so.
func findImage(ctx context.Context, image string) error {
	switch {
	case image == "":
		return &errNone{"name an image that has sh with --image"}
	case docker(ctx, "version") != nil:
		return &errNone{"there is no Docker here"}
	case docker(ctx, "image", "inspect", image) != nil:
		return &errNone{"Docker has no image " + image}
	}
	return nil
}

// bare runs the container of W4 by docker run, with what tasks get.
func bare(ctx context.Context, image string) (time.Duration, error) {
	began := time.Now()
	err := docker(ctx, "run", "--rm", "--init", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true",
		"--user", "65532:65532", "--cpus", "1", "--memory", "512m", "--memory-swap", "512m", "--pids-limit", "256", "--ipc", "private", "--tmpfs", "/tmp:size=64m",
		"--entrypoint", "sh", image, "-c", hello)
	return time.Since(began), err
}

// task is W4.
func (t *Target) task(ctx context.Context, o Options, tell func(Figure)) error {
	if err := findImage(ctx, o.Image); err != nil {
		var none *errNone
		if errors.As(err, &none) {
			tell(Figure{Work: "W4", What: "a task in its container", Skipped: none.why})
			return nil
		}
		return err
	}
	start, err := t.startTask(ctx, o)
	if err != nil {
		return err
	}
	var ours, alone times
	for began := time.Now(); len(ours) < 10 || time.Since(began) < 2*o.Duration; {
		took, err := bare(ctx, o.Image)
		if err != nil {
			return err
		}
		one, _, err := t.load(ctx, 1, 0, 1, start, http.StatusOK)
		if err != nil {
			return err
		}
		alone, ours = append(alone, took), append(ours, one...)
	}
	mine, base := ours.at(0.5), alone.at(0.5)
	tell(Figure{Work: "W4", What: "p50 of a run", Value: milliseconds(mine), Unit: "ms"})
	tell(Figure{Work: "W4", What: "p50 of docker run", Value: milliseconds(base), Unit: "ms"})
	tell(Figure{Work: "W4", What: "more than docker run", Value: math.Round(1000*(mine.Seconds()/base.Seconds()-1)) / 10, Unit: "%", Goal: 10, Most: true})
	return nil
}

// startTask makes what the chain of W4 needs, and a request that starts it.
func (t *Target) startTask(ctx context.Context, o Options) ([]byte, error) {
	key := "bench-w4" + o.Suffix
	for path, body := range map[string]object{
		"/environments": {"key": key, "name": key, "entry": []string{"sh"}, "source": object{"kind": "docker", "reference": o.Image}},
		"/scripts":      {"key": key, "name": key, "language": "shell", "source": hello + "\n"},
	} {
		if _, err := t.api().Do(ctx, client.Request{Method: http.MethodPost, Path: t.org(path), Body: body}); err != nil {
			return nil, fmt.Errorf("make the %s of W4: %w", strings.Trim(path, "/s"), err)
		}
	}
	return t.startOf(ctx, shell(key, key, key), "Prefer: wait=60")
}
