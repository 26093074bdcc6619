package identity

// Store is what identity needs of the database.
type Store interface{}
