package api

func (a *API) registerAccounts() {}
