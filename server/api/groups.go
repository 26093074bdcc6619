package api

func (a *API) registerGroups() {}
