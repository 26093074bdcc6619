package api

func (a *API) registerRoles() {}
