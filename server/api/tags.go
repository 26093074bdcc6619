package api

// tagDescription says of a tag of the OpenAPI document what is found under it.
func tagDescription(tag string) string {
	return map[string]string{
		"accounts":     "Service accounts: what programs act as, and their tokens",
		"approvals":    "What people are asked to decide, and what they decided",
		"audit":        "Who did what, and whether the record is whole",
		"channels":     "Groups that are told what their members are to do",
		"chains":       "Chains: drafts, edit leases, saves, versions, checks and comparisons",
		"environments": "Environments that tasks run in: where their images come from, and how they stand in the registry",
		"engines":      "Pipeline engines, and what they can be asked to do",
		"forms":        "What people are to fill in for steps of runs",
		"inbox":        "To-dos of people, their deputies, and to-dos of other systems",
		"grants":       "Who has which role where",
		"groups":       "People and service accounts that are granted roles together",
		"holds":        "Chains whose starts are kept, and released at a pace",
		"limits":       "How many runs of a chain, an org or the tenant are at work, wait and are started",
		"me":           "What people do about themselves: name, password, second factor, sessions",
		"members":      "People of the tenant: invitations, states",
		"node-kinds":   "What nodes of a chain can be, and the schema of a chain document",
		"orgs":         "The tree of orgs, and why somebody may do something",
		"releases":     "Releases: plans of phases that are reviewed, sealed, executed once and rolled back",
		"roles":        "What can be granted, and the permissions there are",
		"runs":         "Runs: started, watched, steered; their steps, journals, logs and files",
		"scripts":      "Scripts and their versions",
		"secrets":      "Secrets: written, used, never read back",
		"server":       "What the server says of itself; needs nobody signed in",
		"session":      "Signing in and out, and links that people get by mail",
		"setup":        "The first tenant and its owner",
		"shares":       "What orgs let orgs below them use",
		"switches":     "Governed values that other systems follow live",
		"templates":    "Chains to begin with",
		"tenant":       "What a tenant decides for all its people",
		"triggers":     "What starts runs by itself: webhooks, schedules, and calendars of working days",
		"tokens":       "Tokens of people",
		"uploads":      "Files that arrive in parts, for environments",
	}[tag]
}
