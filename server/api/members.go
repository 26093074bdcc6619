package api

func (a *API) registerMembers() {}
