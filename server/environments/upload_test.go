package environments_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/docker/docker/client"

	"catenary/internal/fault"
	"catenary/runtime/image"
	"catenary/server/environments"
	"catenary/server/servertest"
)

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// upload sends a whole file in parts of n bytes.
func (w *world) upload(content []byte, n int) environments.Upload {
	w.t.Helper()
	u, err := w.environments.BeginUpload(ctx, w.admin, w.org, int64(len(content)), digestOf(content))
	w.must(err)
	for !u.Complete() {
		end := min(int(u.Received)+n, len(content))
		u, err = w.environments.Append(ctx, w.admin, w.org, u.ID, u.Received, content[u.Received:end])
		w.must(err)
	}
	return u
}

// savedShell is what the engine saves of the shell's image.
func savedShell(t *testing.T) []byte {
	t.Helper()
	name := shellImage(t)
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
	content, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestAnUploadedArchiveBecomesAnImage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		u := w.upload(savedShell(t), 500_000)
		in := fromEngine("shell", "")
		in.Source, in.Upload = environments.Source{Kind: image.Archive}, u.ID
		e, err := w.environments.Create(ctx, w.admin, w.org, in)
		w.must(err)
		if e.Source.Digest != u.Digest || e.Upload != u.ID {
			t.Errorf("made %+v", e)
		}
		w.Clock.Add(25 * time.Hour)
		if n, err := w.environments.SweepUploads(ctx); err != nil || n != 0 {
			t.Errorf("swept %d files that an environment waits for, %v", n, err)
		}
		img, err := w.ensure(e.ID)
		w.must(err)
		if n, err := w.environments.SweepUploads(ctx); err != nil || n != 1 {
			t.Errorf("swept %d files, %v", n, err)
		}
		if _, err := os.Stat(filepath.Join(w.environments.Dir, u.ID)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the file is still there: %v", err)
		}
		if again, err := w.ensure(e.ID); err != nil || again.Digest != img.Digest {
			t.Errorf("without the file: %+v, %v", again, err)
		}
		kept, err := w.environments.Update(ctx, w.admin, w.org, "shell", 1, func(n *environments.New) { n.Name = "Another" })
		if err != nil || kept.Image != img.Digest || kept.Source.Digest != u.Digest {
			t.Errorf("renamed %+v, %v", kept, err)
		}
	})
}

func TestUploadsGoOnWhereTheyEnded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		content := bytes.Repeat([]byte("0123456789"), 100)
		u, err := w.environments.BeginUpload(ctx, w.admin, w.org, 1000, digestOf(content))
		w.must(err)
		part := func(from, to int) (environments.Upload, error) {
			return w.environments.Append(ctx, w.admin, w.org, u.ID, int64(from), content[from:to])
		}
		w.must(second(part(0, 300)))
		f := wantCode(t, second(part(0, 300)), "upload.offset") // sent twice
		if data, ok := f.Data.(map[string]int64); !ok || data["offset"] != 300 {
			t.Errorf("told %+v", f.Data)
		}
		wantCode(t, second(part(400, 500)), "upload.offset")
		_, err = w.environments.Append(ctx, w.admin, w.org, u.ID, 300, make([]byte, 701))
		wantCode(t, err, "upload.beyond")
		got, err := w.environments.GetUpload(ctx, w.admin, w.org, u.ID)
		if err != nil || got.Received != 300 || got.Complete() {
			t.Errorf("there is %+v, %v", got, err)
		}
		in := fromEngine("early", "")
		in.Source, in.Upload = environments.Source{Kind: image.Archive}, u.ID
		wantCode(t, second(w.environments.Create(ctx, w.admin, w.org, in)), "upload.incomplete")
		last, err := part(300, 1000)
		if err != nil || !last.Complete() || last.Digest != digestOf(content) {
			t.Errorf("whole %+v, %v", last, err)
		}
		file, err := os.ReadFile(filepath.Join(w.environments.Dir, u.ID))
		if err != nil || !bytes.Equal(file, content) {
			t.Errorf("%d bytes on disk, %v", len(file), err)
		}
		w.must(w.environments.DeleteUpload(ctx, w.admin, w.org, u.ID))
		wantCode(t, second(w.environments.GetUpload(ctx, w.admin, w.org, u.ID)), "upload.unknown")
		if left, err := os.ReadDir(w.environments.Dir); err != nil || len(left) != 0 {
			t.Errorf("left %v, %v", left, err)
		}
	})
}

func TestOfParallelPartsOneIsTaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		u, err := w.environments.BeginUpload(ctx, w.admin, w.org, 20, "")
		w.must(err)
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = w.environments.Append(ctx, w.admin, w.org, u.ID, 0, []byte("0123456789")) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.HasCode(err, "upload.offset"):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d parts were taken", won)
		}
	})
}

func TestBadUploads(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	begin := func(size int64, digest string) error {
		return second(w.environments.BeginUpload(ctx, w.admin, w.org, size, digest))
	}
	wantCode(t, begin(0, ""), "upload.size")
	wantCode(t, begin(-1, ""), "upload.size")
	wantCode(t, begin(w.environments.Images.Limits.Size+1, ""), "upload.too_large")
	wantCode(t, begin(1, "md5:1"), "upload.digest")
	u, err := w.environments.BeginUpload(ctx, w.admin, w.org, 5, digestOf([]byte("hello")))
	w.must(err)
	_, err = w.environments.Append(ctx, w.admin, w.org, u.ID, 0, []byte("hallo"))
	wantCode(t, err, "upload.damaged")
	wantCode(t, second(w.environments.GetUpload(ctx, w.admin, w.org, u.ID)), "upload.unknown")
	for range 20 {
		w.must(begin(1, ""))
	}
	wantCode(t, begin(1, ""), "upload.too_many")
	w.Clock.Add(25 * time.Hour)
	if n, err := w.environments.SweepUploads(ctx); err != nil || n != 20 {
		t.Errorf("swept %d, %v", n, err)
	}
	w.must(begin(1, ""))
}
