package image

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"catenary/internal/fault"
)

const (
	// askWithin is how long a question to a registry may take.
	askWithin = 30 * time.Second
	// stalledAfter is how long an upload may move nothing.
	stalledAfter = 2 * time.Minute
)

// reference reads the name of a Remote source.
func (s Source) reference() (name.Reference, error) {
	options := []name.Option{name.WithDefaultRegistry(s.From.Address)}
	if s.From.PlainHTTP {
		options = append(options, name.Insecure)
	}
	ref, err := name.ParseReference(s.Reference, options...)
	if err != nil {
		return nil, fault.At("/source/reference", "image.reference", "this is not the name of an image")
	}
	return ref, nil
}

// options are those of every request to the registry.
func (r Registry) options(ctx context.Context) []remote.Option {
	auth := authn.Anonymous
	if r.User != "" || r.Password.Len() > 0 {
		auth = &authn.Basic{Username: r.User, Password: string(r.Password.Reveal())}
	}
	return []remote.Option{
		remote.WithContext(ctx), remote.WithAuth(auth), remote.WithTransport(oneScheme{r, r.Transport}), remote.WithUserAgent("catenary"),
		remote.WithRetryBackoff(remote.Backoff{Duration: 300 * time.Millisecond, Factor: 3, Jitter: 0.1, Steps: 3}),
	}
}

// oneScheme keeps requests to the registry to the scheme that was set: the
// library would try the other one too, and tell it the password.
type oneScheme struct {
	registry Registry
	next     http.RoundTripper
}

func (o oneScheme) RoundTrip(r *http.Request) (*http.Response, error) {
	if want := (r.URL.Scheme == "http"); r.URL.Host == o.registry.Address && want != o.registry.PlainHTTP {
		return nil, fmt.Errorf("%s is not to be asked by %s", r.URL.Host, r.URL.Scheme)
	}
	return o.next.RoundTrip(r)
}

// head asks for a manifest. That it is not there is no error.
func head(ctx context.Context, r Registry, ref name.Reference) (digest string, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	found = true
	d, err := remote.Head(ref, r.options(ctx)...)
	if isAbsent(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, registryFault(r, err)
	}
	return d.Digest.String(), true, nil
}

// isAbsent says whether the registry answered that it has no such manifest. A
// 404 to anything else means that this is no registry.
func isAbsent(err error) bool {
	var answer *transport.Error
	return errors.As(err, &answer) && answer.StatusCode == http.StatusNotFound &&
		answer.Request != nil && strings.Contains(answer.Request.URL.Path, "/manifests/")
}

// describe reads what an image in a registry is.
func describe(ctx context.Context, t Target, digest string) (Image, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	repository, err := t.Registry.repository(t.Repository)
	if err != nil {
		return Image{}, err
	}
	img, err := remote.Image(repository.Digest(digest), t.Registry.options(ctx)...)
	if err != nil {
		return Image{}, registryFault(t.Registry, err)
	}
	manifest, err := img.Manifest()
	if err != nil {
		return Image{}, registryFault(t.Registry, err)
	}
	config, err := img.ConfigFile()
	if err != nil {
		return Image{}, registryFault(t.Registry, err)
	}
	out := Image{
		Reference: t.Registry.Reference(t.Repository, digest), Digest: digest, Size: manifest.Config.Size,
		Platform: config.OS + "/" + config.Architecture,
	}
	for _, layer := range manifest.Layers {
		out.Size += layer.Size
	}
	return out, nil
}

// write uploads an image under a tag.
func write(ctx context.Context, r Registry, ref name.Reference, img v1.Image, progress func(Progress)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(stalledAfter, func() { cancel(errStalled) })
	defer stalled.Stop()
	measured, err := newMeter(img, func(p Progress) {
		stalled.Reset(stalledAfter)
		progress(p)
	})
	if err != nil {
		return err
	}
	if err := remote.Write(ref, measured, r.options(ctx)...); err != nil {
		if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
			err = cause
		}
		return registryFault(r, err)
	}
	return nil
}

var errStalled = errors.New("nothing was taken for two minutes")

// registryFault says what went wrong with a registry, in its words where it
// has any, and never with more than those.
func registryFault(r Registry, err error) error {
	var own *fault.Fault
	var answer *transport.Error
	switch {
	case errors.As(err, &own):
		return err
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("ask registry %s: %w", r.Address, err)
	case errors.As(err, &answer):
		return answered(r, answer).Because(err)
	}
	why := "it does not answer"
	var timeout net.Error
	switch {
	case errors.Is(err, errStalled):
		why = errStalled.Error()
	case errors.As(err, &timeout) && timeout.Timeout():
		why = "it does not answer in time"
	}
	return fault.New(fault.Unavailable, "image.registry_unavailable", "the registry %s cannot be reached: %s", r.Address, why).Because(err)
}

// answered is the fault of an answer that is an error.
func answered(r Registry, answer *transport.Error) *fault.Fault {
	words := ""
	for _, d := range answer.Errors {
		words += "; " + plain(string(d.Code)+" "+d.Message)
	}
	switch code := answer.StatusCode; {
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fault.New(fault.Conflict, "image.registry_refused", "the registry %s refuses (%d)%s", r.Address, code, words)
	case code == http.StatusTooManyRequests || code >= http.StatusInternalServerError:
		return fault.New(fault.Unavailable, "image.registry_unavailable", "the registry %s cannot answer now (%d)%s", r.Address, code, words)
	default:
		return fault.New(fault.Conflict, "image.registry_rejected", "the registry %s does not accept this (%d)%s", r.Address, code, words)
	}
}

// plain is a stranger's text as it can be shown: short, on one line.
func plain(text string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text))
	return strings.TrimSpace(string(runes[:min(len(runes), 300)]))
}

// RegistryOf is the registry that the name of an image is in, without the way
// in. One on this machine has no TLS, as container engines take it.
func RegistryOf(reference string) (Registry, error) {
	ref, err := name.ParseReference(reference)
	if err != nil {
		return Registry{}, fault.At("/source/reference", "image.reference", "this is not the name of an image")
	}
	address := ref.Context().RegistryStr()
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return Registry{Address: address, PlainHTTP: host == "localhost" || ip != nil && ip.IsLoopback()}, nil
}

// IsIn says whether the name of an image is in the registry at an address.
func IsIn(reference, address string) bool {
	ref, err := name.ParseReference(reference)
	return err == nil && ref.Context().RegistryStr() == address
}
