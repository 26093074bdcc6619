package api

func (a *API) registerGrants() {}
