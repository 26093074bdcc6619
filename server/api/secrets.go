package api

func (a *API) registerSecrets() {}
