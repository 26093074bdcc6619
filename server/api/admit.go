package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/server/identity"
)

// gate is what the edge needs to know who asks; identity.Service is one.
type gate interface {
	NeedsSetup(ctx context.Context) (bool, error)
	BySession(ctx context.Context, token string) (rbac.Actor, identity.Session, error)
	ByToken(ctx context.Context, bearer string) (rbac.Actor, error)
}

// WithActor returns a context in which handlers find who asks.
func WithActor(ctx context.Context, who rbac.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, who)
}

// admit lets a request in whose sender is known, or that needs none. Before
// there is an owner only the set-up and the server's own pages are open.
func (a *API) admit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		e := endpointOf(c)
		if e == nil {
			return next(c) // the router says 404 or 405
		}
		r := c.Request()
		ctx := r.Context()
		if err := a.inItsTime(ctx, e); err != nil {
			return err
		}
		if e.Access == public {
			return next(c)
		}
		who, session, err := a.who(r)
		if err != nil {
			if fault.Is(err, fault.Unauthenticated) {
				if limited := a.strangers(c, limitRead); limited != nil {
					return limited
				}
			}
			return err
		}
		if session.NewToken != "" {
			http.SetCookie(c.Response(), replacedCookie(session))
		}
		if known, ok := c.Get(whoKey).(*rbac.Actor); ok {
			*known = who
		}
		c.SetRequest(r.WithContext(identity.WithSession(WithActor(ctx, who), session)))
		return next(c)
	}
}

// inItsTime refuses the set-up once it is done, before its body is looked at,
// and what needs an owner until then.
func (a *API) inItsTime(ctx context.Context, e *endpoint) error {
	switch {
	case e.Tag == setupTag:
		if err := a.afterSetup(ctx); err == nil {
			return fault.New(fault.NotFound, "setup.done", "the set-up is done")
		} else if !fault.HasCode(err, "setup.needed") {
			return err
		}
		return nil
	case e.always:
		return nil
	}
	return a.afterSetup(ctx)
}

// afterSetup refuses while there is no owner. Once there is one that is never
// asked again.
func (a *API) afterSetup(ctx context.Context) error {
	if a.setUp.Load() {
		return nil
	}
	needs, err := a.gate.NeedsSetup(ctx)
	if err != nil {
		return err
	}
	if needs {
		return fault.New(fault.Unavailable, "setup.needed", "the server has no owner yet: set it up first")
	}
	a.setUp.Store(true)
	return nil
}

// who finds the sender by the session's cookie or by the bearer token. Both at
// once are refused: it would not be clear whose rights count.
func (a *API) who(r *http.Request) (rbac.Actor, identity.Session, error) {
	bearer, given, err := bearerOf(r)
	if err != nil {
		return rbac.Actor{}, identity.Session{}, err
	}
	cookies := r.CookiesNamed(identity.Cookie)
	switch {
	case len(cookies) > 1:
		return rbac.Actor{}, identity.Session{}, fault.New(fault.Malformed, "auth.both",
			"%d cookies have the name %s; send one", len(cookies), identity.Cookie)
	case given && len(cookies) > 0:
		return rbac.Actor{}, identity.Session{}, fault.New(fault.Malformed, "auth.both",
			"send one session cookie or one token, not both")
	case given:
		who, err := a.gate.ByToken(r.Context(), bearer)
		return who, identity.Session{}, err
	case len(cookies) == 1:
		return a.gate.BySession(r.Context(), cookies[0].Value)
	default:
		return rbac.Actor{}, identity.Session{}, fault.New(fault.Unauthenticated, "auth.needed", "sign in, or send a token")
	}
}

// bearerOf reads the token out of Authorization, the only place for one.
func bearerOf(r *http.Request) (token string, given bool, err error) {
	values := r.Header.Values(echo.HeaderAuthorization)
	if len(values) == 0 {
		return "", false, nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") || strings.TrimSpace(token) == "" {
		return "", true, fault.New(fault.Unauthenticated, "auth.scheme", "Authorization takes one Bearer token and nothing else")
	}
	return strings.TrimSpace(token), true, nil
}

// replacedCookie carries the token that replaces the session's.
func replacedCookie(s identity.Session) *http.Cookie {
	return &http.Cookie{
		Name: identity.Cookie, Value: s.NewToken, Path: "/", Expires: s.EndsAt,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}
