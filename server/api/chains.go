package api

func (a *API) registerChains() {}
