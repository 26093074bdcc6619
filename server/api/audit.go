package api

func (a *API) registerAudit() {}
