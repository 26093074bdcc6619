// Package image sees to it that the image of an environment (运行环境镜像) is in
// a registry, and pins it by digest. It asks the registry first and uploads only
// what the registry says is not there; whatever else the registry answers is an
// error and leads to no upload.
//
// It knows nothing of environments as people see them, runs no containers, and
// decides nothing about who may do what.
package image

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/name"

	"catenary/internal/fault"
	"catenary/internal/secret"
)

// SourceKind is what an image is made from.
type SourceKind string

// The kinds of source.
const (
	Docker  SourceKind = "docker"   // an image of the local container engine, by its tag
	Archive SourceKind = "archive"  // an uploaded file: what docker save writes, or an OCI layout
	Build   SourceKind = "build"    // a Dockerfile with its context, an uploaded archive
	Remote  SourceKind = "registry" // an image in a registry
)

// Source is where an image comes from.
type Source struct {
	Kind SourceKind
	// Reference is the name of an image, for Docker and Remote.
	Reference string
	// File is the uploaded file of Archive and Build, and Digest that of its
	// content, which tells one source from another.
	File, Digest string
	// Dockerfile is the path of the Dockerfile in the context of Build.
	Dockerfile string
	// From is the registry of a Remote source; only its access is used.
	From Registry
	// Want is the digest that the source must have; empty: any.
	Want string
}

// Registry is an OCI registry (镜像仓库) and how to get in.
type Registry struct {
	// Address is host:port as it stands in references.
	Address string
	// Prefix stands before the names of all repositories; it may be empty.
	Prefix string
	// PlainHTTP: the registry has no TLS. Otherwise nothing is sent without it.
	PlainHTTP bool
	User      string
	Password  secret.Value
	// Transport carries the requests and decides what may be dialled. It is
	// needed.
	Transport http.RoundTripper
}

// ParseRegistry reads the address of a registry: http(s)://host[:port][/prefix].
func ParseRegistry(address string) (Registry, error) {
	u, err := url.Parse(address)
	wrong := func(why string) (Registry, error) {
		return Registry{}, fault.At("/url", "image.registry_address", "want https://host[:port][/path]: %s", why)
	}
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return wrong("this is no address")
	case u.Scheme != "https" && u.Scheme != "http":
		return wrong("the scheme is neither https nor http")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return wrong("user, query and fragment have no place in it")
	}
	r := Registry{Address: u.Host, Prefix: strings.Trim(u.Path, "/"), PlainHTTP: u.Scheme == "http"}
	if _, err := r.repository("x"); err != nil {
		return wrong("the host or the path cannot stand in the name of an image")
	}
	return r, nil
}

// repository is the full name of a repository of the registry.
func (r Registry) repository(repository string) (name.Repository, error) {
	full := strings.Trim(r.Prefix+"/"+repository, "/")
	options := []name.Option{name.StrictValidation}
	if r.PlainHTTP {
		options = append(options, name.Insecure)
	}
	return name.NewRepository(r.Address+"/"+full, options...)
}

// Reference is what a container engine pulls: host/name@digest.
func (r Registry) Reference(repository, digest string) string {
	return r.Address + "/" + strings.Trim(r.Prefix+"/"+repository, "/") + "@" + digest
}

// Target is where an image goes: a repository of a registry.
type Target struct {
	Registry Registry
	// Repository is its name without host and prefix, in small letters.
	Repository string
}

// Image is an image in a registry, pinned for good.
type Image struct {
	// Reference is host/name@sha256:….
	Reference string
	Digest    string
	// Source is the digest that the source had.
	Source string
	// Size is how many bytes a container engine pulls.
	Size     int64
	Platform string // linux/amd64
}

// Phase is what is being done.
type Phase string

// The phases, in their order; not every source has all.
const (
	Checking  Phase = "checking"  // the registry is asked
	Waiting   Phase = "waiting"   // another uploads the same
	Building  Phase = "building"  // the engine builds
	Exporting Phase = "exporting" // the engine hands the image out
	Reading   Phase = "reading"   // layers are checked and packed
	Uploading Phase = "uploading" // layers go to the registry
)

// Progress is how far it is. Bytes and layers are those of the phase; a total
// of 0 is not known.
type Progress struct {
	Phase         Phase
	Done, Total   int64
	Layer, Layers int
}

// Limits bound what one image may cost. Zero fields are no image at all.
type Limits struct {
	// Size is how many bytes an archive may have, packed and unpacked.
	Size int64
	// Layers is how many layers an image may have.
	Layers int
}

// DefaultLimits are generous for what people run tasks in.
func DefaultLimits() Limits { return Limits{Size: 16 << 30, Layers: 127} }

// Images makes sure of images. Its fields are set before use; it may be used by
// many at once.
type Images struct {
	// Engine is the local container engine, for Docker and Build; it may be nil.
	Engine *Engine
	// Dir is where files lie for the time of an upload.
	Dir    string
	Limits Limits

	mu    sync.Mutex
	turns map[string]*turn
}

// turn is that of one upload: whoever holds its channel's only slot.
type turn struct {
	slot    chan struct{}
	holders int
}

// alone waits until nobody else in this process works on key, and returns what
// ends the turn. waited says whether there was somebody.
func (i *Images) alone(ctx context.Context, key string, onWait func()) (done func(), waited bool, err error) {
	i.mu.Lock()
	if i.turns == nil {
		i.turns = map[string]*turn{}
	}
	t := i.turns[key]
	if t == nil {
		t = &turn{slot: make(chan struct{}, 1)}
		i.turns[key] = t
	}
	t.holders++
	i.mu.Unlock()
	leave := func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if t.holders--; t.holders == 0 {
			delete(i.turns, key)
		}
	}
	select {
	case t.slot <- struct{}{}:
	default:
		waited = true
		onWait()
		select {
		case t.slot <- struct{}{}:
		case <-ctx.Done():
			leave()
			return nil, true, fmt.Errorf("wait for the upload of %s: %w", key, ctx.Err())
		}
	}
	return func() { <-t.slot; leave() }, waited, nil
}
