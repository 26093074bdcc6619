package api

func (a *API) registerScripts() {}
