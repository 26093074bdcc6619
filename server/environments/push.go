package environments

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"catenary/internal/fault"
	"catenary/internal/startstop"
	"catenary/rbac"
	"catenary/runtime/image"
	"catenary/server/audit"
)

// PushState is how an upload of an image stands.
type PushState string

// The states of a push.
const (
	Pushing    PushState = "uploading"
	PushFailed PushState = "failed"
	PushDone   PushState = "done"
)

// Push is the latest upload of an environment's image. Times are Unix µs.
type Push struct {
	Tenant         rbac.TenantID `db:"tenant_id"`
	Environment    string        `db:"environment_id"`
	SourceRevision int64         `db:"source_revision"`
	State          PushState     `db:"state"`
	// Owner does it, until LeaseUntil; then another may begin anew.
	Owner      string      `db:"owner"`
	LeaseUntil int64       `db:"lease_until"`
	Phase      image.Phase `db:"phase"`
	Bytes      int64       `db:"bytes"`
	BytesTotal int64       `db:"bytes_total"`
	Layer      int         `db:"layer"`
	Layers     int         `db:"layers"`
	// Accept is the digest that a drifted source may have.
	Accept    string `db:"accept"`
	Code      string `db:"code"`
	Detail    string `db:"detail"`
	StartedAt int64  `db:"started_at"`
	UpdatedAt int64  `db:"updated_at"`
}

func (p *Push) set(now image.Progress) {
	p.Phase, p.Bytes, p.BytesTotal, p.Layer, p.Layers = now.Phase, now.Done, now.Total, now.Layer, now.Layers
}

func (p Push) progress() image.Progress {
	return image.Progress{Phase: p.Phase, Done: p.Bytes, Total: p.BytesTotal, Layer: p.Layer, Layers: p.Layers}
}

// fault is why it failed, as whoever waited for it is told.
func (p Push) fault() error {
	kind := fault.Conflict
	switch p.Code {
	case "image.registry_unavailable", "image.engine_unavailable", "server.stopping", "internal":
		kind = fault.Unavailable
	case "image.too_large":
		kind = fault.TooLarge
	}
	return fault.New(kind, p.Code, "%s", p.Detail)
}

const (
	// lease is how long a push is its owner's without a word of it.
	lease = 15 * time.Second
	// beat is how often the owner tells how far it is.
	beat = time.Second
	// look is how often those who wait look.
	look = 100 * time.Millisecond
)

// Start lets uploads begin. What was cut off when a process died is begun anew,
// and what it left of images on their way is gone.
func (s *Service) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return startstop.ErrStopped
	}
	if err := s.sweepRooms(s.Now()); err != nil {
		return err
	}
	s.running, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return nil
}

// Stop ends all uploads and waits until they have; others may take them up.
func (s *Service) Stop() {
	s.mu.Lock()
	if s.cancel != nil {
		s.cancel()
	}
	s.mu.Unlock()
	s.work.Wait()
}

// begin claims the environment's upload and works on it in the background; if
// another is at it already, it gives that one's.
func (s *Service) begin(ctx context.Context, e Environment, accept string) (Push, error) {
	now := s.Now()
	p := Push{
		Tenant: e.Tenant, Environment: e.ID, SourceRevision: e.SourceRevision, State: Pushing, Owner: s.Process + "/" + s.NewID(),
		LeaseUntil: now.Add(lease).UnixMicro(), Phase: image.Checking, Accept: accept,
		StartedAt: now.UnixMicro(), UpdatedAt: now.UnixMicro(),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil || s.running.Err() != nil {
		return Push{}, fault.New(fault.Unavailable, "server.stopping", "the server is stopping")
	}
	claimed, err := s.Store.ClaimPush(ctx, p)
	if err != nil {
		return Push{}, err
	}
	if claimed {
		running := s.running
		s.work.Go(func() { s.upload(running, e, p) })
		return p, nil
	}
	p, _, err = s.Store.Push(ctx, e.Tenant, e.ID)
	return p, err
}

// upload does the work of a push, and records how it ended.
func (s *Service) upload(ctx context.Context, e Environment, p Push) {
	s.changed.Tell(e.ID)
	defer s.changed.Tell(e.ID)
	s.reached("image_begun")
	ctx, lost := context.WithCancelCause(ctx)
	defer lost(nil)
	var mu sync.Mutex // guards p
	beats := make(chan struct{})
	var beating sync.WaitGroup
	beating.Go(func() {
		ticker := time.NewTicker(beat)
		defer ticker.Stop()
		for {
			select {
			case <-beats:
				return
			case <-ticker.C:
			}
			mu.Lock()
			p.LeaseUntil, p.UpdatedAt = s.Now().Add(lease).UnixMicro(), s.Now().UnixMicro()
			now := p
			mu.Unlock()
			if done, err := s.Store.UpdatePush(ctx, now); err == nil && !done {
				lost(errLost)
			}
			s.changed.Tell(e.ID)
		}
	})
	img, err := s.make(ctx, e, p.Accept, func(now image.Progress) {
		if now.Phase == image.Uploading && now.Done > 0 {
			s.reached("image_uploading")
		}
		mu.Lock()
		defer mu.Unlock()
		p.set(now)
	})
	s.reached("image_uploaded")
	close(beats)
	beating.Wait()
	if err == nil {
		err = s.keep(ctx, e, img, p)
		s.reached("image_kept")
	}
	if err != nil && !errors.Is(context.Cause(ctx), errLost) && !errors.Is(err, errLost) {
		s.failed(ctx, p, err)
	}
}

// failed records why a push failed. One that ended because the process stops
// is given up instead, so that another takes it up.
func (s *Service) failed(ctx context.Context, p Push, err error) {
	p.LeaseUntil, p.UpdatedAt = 0, s.Now().UnixMicro()
	if ctx.Err() == nil {
		f := fault.As(err)
		p.State, p.Code, p.Detail = PushFailed, f.Code, f.Message
		s.Log.Warn("an image was not uploaded", "tenant", p.Tenant, "environment", p.Environment, "error", err)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if _, err := s.Store.UpdatePush(ctx, p); err != nil {
		s.Log.Warn("how an upload ended was not recorded", "tenant", p.Tenant, "environment", p.Environment, "error", err)
	}
}

// wait follows a push to its end. One whose owner is gone it gives back as it
// is, for another try.
func (s *Service) wait(ctx context.Context, p Push, progress func(image.Progress)) (Push, error) {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		now, found, err := s.Store.Push(ctx, p.Tenant, p.Environment)
		if err != nil {
			return p, err
		}
		if !found || now.State != Pushing || now.LeaseUntil < s.Now().UnixMicro() {
			return now, nil
		}
		progress(now.progress())
		select {
		case <-ctx.Done():
			return p, fmt.Errorf("wait for an image: %w", ctx.Err())
		case <-ticker.C:
		}
	}
}

// Resume begins anew what dead processes were uploading, and says how many.
func (s *Service) Resume(ctx context.Context) (int64, error) {
	dead, err := s.Store.DeadPushes(ctx, s.Now().UnixMicro(), 100)
	if err != nil {
		return 0, err
	}
	var n int64
	for _, p := range dead {
		e, err := s.living(ctx, p.Tenant, p.Environment)
		if fault.Is(err, fault.NotFound) { // nobody waits for it
			p.State, p.Code, p.Detail = PushFailed, "environment.unknown", "the environment was deleted"
			if _, err := s.Store.UpdatePush(ctx, p); err != nil {
				return n, err
			}
			s.changed.Tell(p.Environment)
			continue
		}
		if err != nil {
			return n, err
		}
		if _, err := s.begin(ctx, e, p.Accept); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ImageState says how an environment's image stands.
type ImageState string

// The states of an environment's image.
const (
	ImageAbsent    ImageState = "absent"
	ImageUploading ImageState = "uploading"
	ImagePresent   ImageState = "present"
	ImageFailed    ImageState = "failed"
)

// Status is how the image of an environment stands.
type Status struct {
	State ImageState
	// Image is the present one; nil while there is none. While another is
	// uploaded, and after that failed, it stays the present one.
	Image *Image
	// Push is the latest upload of the present source, if there was one.
	Push *Push
	// Drift is nil where there is nothing that could drift.
	Drift *Drift
	Can   []rbac.Permission
}

// ImageStatus says how the environment's image stands.
func (s *Service) ImageStatus(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Status, error) {
	e, err := s.find(ctx, who, org, key)
	if err != nil {
		return Status{}, err
	}
	view, err := s.view(ctx, who, e)
	if err != nil {
		return Status{}, err
	}
	status, err := s.status(ctx, e)
	status.Can = view.Can
	return status, err
}

// ImageProgress is ImageStatus without Drift, for which the source is asked.
func (s *Service) ImageProgress(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (Status, error) {
	e, err := s.find(ctx, who, org, key)
	if err != nil {
		return Status{}, err
	}
	view, err := s.view(ctx, who, e)
	if err != nil {
		return Status{}, err
	}
	status, _, err := s.standing(ctx, e)
	status.Can = view.Can
	return status, err
}

// WatchImage tells of changes of the upload of an environment's image that this
// process is at, until the watcher leaves.
func (s *Service) WatchImage(ctx context.Context, who rbac.Actor, org rbac.OrgID, key string) (changed <-chan struct{}, leave func(), err error) {
	e, err := s.find(ctx, who, org, key)
	if err != nil {
		return nil, nil, err
	}
	changed, leave = s.changed.Join(e.ID)
	return changed, leave, nil
}

// status is standing with the drift of the source.
func (s *Service) status(ctx context.Context, of Environment) (Status, error) {
	out, e, err := s.standing(ctx, of)
	if err == nil && out.Image != nil && (e.Source.Kind == image.Docker || e.Source.Kind == image.Remote) {
		drift := s.drift(ctx, e, *out.Image)
		out.Drift = &drift
	}
	return out, err
}

// standing reads the push before the environment, which it gives as it is now:
// of a push that is done, the image is there.
func (s *Service) standing(ctx context.Context, of Environment) (Status, Environment, error) {
	out := Status{State: ImageAbsent}
	push, found, err := s.Store.Push(ctx, of.Tenant, of.ID)
	if err != nil {
		return out, of, err
	}
	e, err := s.Store.EnvironmentByID(ctx, of.Tenant, of.ID)
	if err != nil {
		return out, of, err
	}
	if e.Image != "" {
		img, err := s.Image(ctx, e.Tenant, e.ID, e.Image)
		if err != nil && !fault.HasCode(err, "registry.unset") {
			return out, of, err
		}
		if err == nil {
			out.State, out.Image = ImagePresent, &img
		}
	}
	if !found || push.SourceRevision != e.SourceRevision {
		return out, e, nil
	}
	out.Push = &push
	switch push.State {
	case Pushing:
		out.State = ImageUploading
	case PushFailed:
		out.State = ImageFailed
	}
	return out, e, nil
}

// AskImage begins to bring the image to the registry, if it is not there, and
// says how that stands. Accept is the digest of a drifted source that is to be
// followed; empty follows none.
func (s *Service) AskImage(ctx context.Context, who rbac.Actor, org rbac.OrgID, key, accept string) (Status, error) {
	if err := s.Auth.Can(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
		return Status{}, err
	}
	var e Environment
	err := s.Store.InTx(ctx, func(ctx context.Context) (err error) {
		if err = s.Auth.Confirm(ctx, who, rbac.EnvironmentEdit, rbac.Resource{OrgID: org}); err != nil {
			return err
		}
		if e, err = s.Store.Environment(ctx, who.Tenant, org, key); err != nil {
			return err
		}
		return s.Audit.Record(ctx, who, audit.Entry{
			Action: "environment:image_asked", Kind: kind, ResourceID: e.ID, OrgID: org, After: map[string]any{"accept": accept},
		})
	})
	if err != nil {
		return Status{}, err
	}
	if _, err := s.begin(ctx, e, accept); err != nil {
		return Status{}, err
	}
	view, err := s.view(ctx, who, e)
	if err != nil {
		return Status{}, err
	}
	status, err := s.status(ctx, e)
	status.Can = view.Can
	return status, err
}
