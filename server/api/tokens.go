package api

func (a *API) registerTokens() {}
