package image

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/build"
	dockerimage "github.com/docker/docker/api/types/image"

	"catenary/internal/fault"
)

const (
	buildMemory = 2 << 30
	// buildPeriod and buildQuota are two processors.
	buildPeriod, buildQuota = 100_000, 200_000
)

// build has the engine build an image and writes it into a file. The build has
// no network, and nothing of it stays in the engine.
func (i *Images) build(ctx context.Context, w *workshop, s Source) (string, error) {
	if i.Engine == nil {
		return "", engineMissing()
	}
	dockerfile := s.Dockerfile
	if dockerfile == "" {
		dockerfile = "Dockerfile"
	}
	a, err := w.openArchive(s.File)
	if err != nil {
		return "", err
	}
	defer a.close()
	text, err := a.read(dockerfile)
	if err != nil {
		return "", refusedBuild("the context has no file %q that is readable", plain(dockerfile))
	}
	if err := checkDockerfile(string(text)); err != nil {
		return "", err
	}
	w.progress(Progress{Phase: Building})
	if _, err := a.file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	tag := "catenary-build:" + strings.ToLower(rand.Text())
	answer, err := i.Engine.docker.ImageBuild(ctx, io.NopCloser(a.file), build.ImageBuildOptions{
		Version: build.BuilderV1, Dockerfile: dockerfile, Tags: []string{tag}, NetworkMode: "none",
		Remove: true, ForceRemove: true, Memory: buildMemory, MemorySwap: buildMemory, CPUPeriod: buildPeriod, CPUQuota: buildQuota,
	})
	if cerrdefs.IsInvalidArgument(err) {
		return "", failedBuild(err.Error(), "")
	}
	if err != nil {
		return "", engineFault(err)
	}
	defer func() { _ = answer.Body.Close() }()
	defer func() {
		_, _ = i.Engine.docker.ImageRemove(context.WithoutCancel(ctx), tag, dockerimage.RemoveOptions{PruneChildren: true}) // not there if the build failed
	}()
	if err := w.follow(answer.Body); err != nil {
		return "", err
	}
	info, err := i.Engine.docker.ImageInspect(ctx, tag)
	if err != nil {
		return "", engineFault(err)
	}
	return i.Engine.save(ctx, w, info.ID)
}

// follow reads what the engine tells of a build; only there it tells that one
// failed.
func (w *workshop) follow(from io.Reader) error {
	var last string
	for lines := json.NewDecoder(bufio.NewReader(from)); ; {
		var line struct {
			Stream string `json:"stream"`
			Error  string `json:"error"`
		}
		err := lines.Decode(&line)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return engineFault(fmt.Errorf("read the build's output: %w", err))
		case line.Error != "":
			return failedBuild(line.Error, last)
		}
		if said := strings.TrimSpace(line.Stream); said != "" {
			last = said
		}
		var step, steps int
		if n, _ := fmt.Sscanf(line.Stream, "Step %d/%d", &step, &steps); n == 2 { // other lines say what a step does
			w.progress(Progress{Phase: Building, Done: int64(step - 1), Total: int64(steps), Layer: step, Layers: steps})
		}
	}
}

// checkDockerfile refuses what would make the engine itself fetch something:
// it does that outside of the build, where it reaches what the build must not.
// Words that the engine would put together from parts are refused with it.
func checkDockerfile(text string) error {
	var kept strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		bare := strings.TrimSpace(line)
		if !strings.HasPrefix(bare, "#") {
			kept.WriteString(line)
			continue
		}
		directive := strings.ToLower(strings.ReplaceAll(bare, " ", ""))
		if strings.HasPrefix(directive, "#escape=") || strings.HasPrefix(directive, "#syntax=") {
			return refusedBuild("the Dockerfile may not set %s", plain(bare))
		}
	}
	for line := range strings.Lines(continued.ReplaceAllString(kept.String(), " ")) {
		words := strings.Fields(line)
		if len(words) > 0 && strings.EqualFold(words[0], "ONBUILD") {
			words = words[1:]
		}
		if len(words) == 0 || !strings.EqualFold(words[0], "ADD") {
			continue
		}
		files := strings.Join(words[1:], " ")
		forbidden := `$\'` + "`"
		if !strings.HasPrefix(files, "[") {
			forbidden += `"`
		}
		if strings.ContainsAny(files, forbidden) || strings.Contains(files, "://") || strings.Contains(files, "git@") {
			return refusedBuild("ADD takes plain names of files of the context only: %s", plain(files))
		}
	}
	return nil
}

// continued is the end of a line that the next one goes on with.
var continued = regexp.MustCompile(`\\[ \t]*\n`)

// failedBuild is the fault of a build that the engine ended, with the last that
// it said before.
func failedBuild(why, last string) error {
	return fault.New(fault.Conflict, "image.build_failed", "the build failed: %s", plain(why)).
		Carrying(map[string]string{"last": plain(last)})
}

func refusedBuild(format string, args ...any) error {
	return fault.New(fault.Conflict, "image.build_refused", format, args...)
}
