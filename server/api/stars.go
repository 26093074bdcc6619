package api

import (
	"context"
	"net/http"
)

func (a *API) registerStars() {
	const all, one = "/me/stars", "/me/stars/{chain_id}"
	register(a, route{
		ID: "listStars", Method: http.MethodGet, Path: all, Access: personal, Tag: chainTag,
		Summary: "Chains that you keep at hand, as far as you may view them",
	}, a.listStars)
	register(a, route{
		ID: "starChain", Method: http.MethodPut, Path: one, Access: personal, Tag: chainTag,
		Summary: "Keep a chain at hand", Status: http.StatusNoContent,
	}, a.starChain)
	register(a, route{
		ID: "unstarChain", Method: http.MethodDelete, Path: one, Access: personal, Tag: chainTag,
		Summary: "Keep a chain at hand no more", Status: http.StatusNoContent,
	}, a.unstarChain)
}

// listStars: GET /me/stars
func (a *API) listStars(ctx context.Context, in *struct{ Paged }) (*listOutput[chainBody], error) {
	r, err := in.page()
	if err != nil {
		return nil, err
	}
	p, err := a.Chains.Starred(ctx, actor(ctx), r)
	if err != nil {
		return nil, err
	}
	return list(p, a.newChainBody), nil
}

type inStar struct {
	ChainID string `path:"chain_id"`
}

// starChain: PUT /me/stars/{chain_id}
func (a *API) starChain(ctx context.Context, in *inStar) (*none, error) {
	return &none{}, a.Chains.Star(ctx, actor(ctx), in.ChainID)
}

// unstarChain: DELETE /me/stars/{chain_id}
func (a *API) unstarChain(ctx context.Context, in *inStar) (*none, error) {
	return &none{}, a.Chains.Unstar(ctx, actor(ctx), in.ChainID)
}
