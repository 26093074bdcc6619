package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Credential is how one server is signed in to: a session or a token.
type Credential struct {
	Session string `json:"session,omitempty"`
	Token   string `json:"token,omitempty"`
	Email   string `json:"email,omitempty"`
}

// Credentials are those of one user of this machine, by server, in a file that
// only he can read.
type Credentials struct{ path string }

// OpenCredentials finds the file; it need not be there.
func OpenCredentials() (Credentials, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return Credentials{}, fmt.Errorf("find the folder for credentials: %w", err)
	}
	return Credentials{path: filepath.Join(dir, "catenary", "credentials.json")}, nil
}

// Load reads the credential of a server; without one it is empty.
func (c Credentials) Load(server string) (Credential, error) {
	all, err := c.all()
	return all[server], err
}

// Save keeps the credential of a server; an empty one is forgotten.
func (c Credentials) Save(server string, credential Credential) error {
	all, err := c.all()
	if err != nil {
		return err
	}
	if credential == (Credential{}) {
		delete(all, server)
	} else {
		all[server] = credential
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return fmt.Errorf("keep credentials: %w", err)
	}
	part := c.path + ".part"
	if err := os.WriteFile(part, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("keep credentials: %w", err)
	}
	return os.Rename(part, c.path)
}

func (c Credentials) all() (map[string]Credential, error) {
	all := map[string]Credential{}
	text, err := os.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s is damaged; remove it and sign in again: %w", c.path, err)
	}
	return all, nil
}
