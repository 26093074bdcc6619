package api

func (a *API) registerKinds() {}
