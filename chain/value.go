package chain

type value struct{}
