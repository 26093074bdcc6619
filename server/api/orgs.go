package api

func (a *API) registerOrgs() {}
