package image

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	// maxEntries is how many files an archive of an image may have.
	maxEntries = 20_000
	// maxJSON is how long a manifest, an index or a configuration may be.
	maxJSON = 4 << 20
	// maxLinks is how many links in a row are followed.
	maxLinks = 8
)

// archive is a tar file of which nothing is ever unpacked: its files are read
// where they lie in it, found by names that mean nothing outside of it.
type archive struct {
	file    *os.File
	entries map[string]entry
}

// entry is a file in an archive, or a link to another.
type entry struct {
	offset, size int64
	link         string
}

// openArchive reads the table of contents. A packed archive is unpacked into
// the workshop first, which its limit bounds.
func (w *workshop) openArchive(file string) (*archive, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open an image's archive: %w", err)
	}
	if f, err = w.unpacked(f); err != nil {
		return nil, err
	}
	a := &archive{file: f, entries: map[string]entry{}}
	if err := a.index(w.limits); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

// unpacked gives f itself, or what gzip makes of it. It closes f if it gives
// another.
func (w *workshop) unpacked(f *os.File) (*os.File, error) {
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	if info.Size() > w.limits.Size {
		_ = f.Close()
		return nil, tooLarge(w.limits)
	}
	var magic [2]byte
	if _, err := f.ReadAt(magic[:], 0); err != nil || !isGzip(magic[:]) {
		return f, nil // what is too short for that is no tar either
	}
	defer func() { _ = f.Close() }()
	packed, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return nil, invalid("the archive is not readable as gzip")
	}
	out, err := os.OpenFile(filepath.Join(w.dir, "unpacked.tar"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(out, io.LimitReader(packed, w.limits.Size+1))
	if err != nil {
		_ = out.Close()
		return nil, readFault(err)
	}
	if n > w.limits.Size {
		_ = out.Close()
		return nil, tooLarge(w.limits)
	}
	_, err = out.Seek(0, io.SeekStart)
	return out, err
}

func isGzip(magic []byte) bool { return bytes.HasPrefix(magic, []byte{0x1f, 0x8b}) }

// readFault tells what is wrong with the data from what is wrong with the disk.
func readFault(err error) error {
	var disk *os.PathError
	if errors.As(err, &disk) {
		return fmt.Errorf("unpack an image's archive: %w", err)
	}
	return invalid("the archive is damaged")
}

func (a *archive) index(limits Limits) error {
	info, err := a.file.Stat()
	if err != nil {
		return err
	}
	for r := tar.NewReader(a.file); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("the archive is not readable as tar")
		}
		if len(a.entries) >= maxEntries {
			return invalid("the archive has more than %d files", maxEntries)
		}
		offset, err := a.file.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		if err := a.add(h, offset, info.Size(), limits); err != nil {
			return err
		}
	}
}

// add takes up one file. What cannot be in an image's archive is refused, not
// passed over: nobody makes such an archive by accident.
func (a *archive) add(h *tar.Header, offset, end int64, limits Limits) error {
	name, ok := cleaned(h.Name)
	if !ok {
		return invalid("the archive has a file outside of itself: %q", plain(h.Name))
	}
	e := entry{offset: offset, size: h.Size}
	switch h.Typeflag {
	case tar.TypeDir:
		return nil
	case tar.TypeReg:
		for record := range h.PAXRecords {
			if strings.HasPrefix(record, "GNU.sparse") {
				return invalid("the archive has a sparse file: %q", plain(name))
			}
		}
		if h.Size > limits.Size || offset+h.Size > end {
			return invalid("the archive ends within %q", plain(name))
		}
	case tar.TypeSymlink:
		if e.link, ok = cleaned(path.Join(path.Dir(name), h.Linkname)); !ok || path.IsAbs(h.Linkname) { //nolint:gosec // cleaned says whether it stays inside, and nothing is unpacked
			return invalid("a link leads out of the archive: %q", plain(name))
		}
	case tar.TypeLink:
		if e.link, ok = cleaned(h.Linkname); !ok {
			return invalid("a link leads out of the archive: %q", plain(name))
		}
	default:
		return invalid("the archive has something that is no file: %q", plain(name))
	}
	if _, there := a.entries[name]; there {
		return invalid("the archive has a file twice: %q", plain(name))
	}
	a.entries[name] = e
	return nil
}

// cleaned gives a name in its shortest form, if it stays within the archive.
func cleaned(name string) (string, bool) {
	short := path.Clean(name)
	return short, !path.IsAbs(short) && short != ".." && !strings.HasPrefix(short, "../")
}

// find follows links to a file.
func (a *archive) find(name string) (entry, error) {
	at, ok := cleaned(name)
	for range maxLinks {
		e, there := a.entries[at]
		if !ok || !there {
			return entry{}, invalid("the archive has no file %q", plain(name))
		}
		if e.link == "" {
			return e, nil
		}
		at = e.link
	}
	return entry{}, invalid("too many links in a row from %q", plain(name))
}

func (a *archive) has(name string) bool {
	_, there := a.entries[name]
	return there
}

// open reads a file of the archive from its start, each time.
func (a *archive) open(e entry) *io.SectionReader {
	return io.NewSectionReader(a.file, e.offset, e.size)
}

// read gives a short file whole.
func (a *archive) read(name string) ([]byte, error) {
	e, err := a.find(name)
	if err != nil {
		return nil, err
	}
	if e.size > maxJSON {
		return nil, invalid("%q is longer than %d bytes", plain(name), maxJSON)
	}
	text, err := io.ReadAll(a.open(e))
	if err != nil {
		return nil, fmt.Errorf("read an image's archive: %w", err)
	}
	return text, nil
}

func (a *archive) readJSON(name string, into any) error {
	text, err := a.read(name)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, into) != nil {
		return invalid("%q is not readable", plain(name))
	}
	return nil
}

func (a *archive) close() { _ = a.file.Close() }
