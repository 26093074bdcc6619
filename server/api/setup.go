package api

func (a *API) registerSetup() {}
