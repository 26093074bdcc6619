package api

func (a *API) registerSession() {}
