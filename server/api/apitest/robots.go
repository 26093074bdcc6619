package apitest

import (
	"context"
	"io"
	"net/http"
	"strings"

	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/rbac"
)

// robot answers as that of a group does, and tells nobody.
type robot struct{}

// Do implements nodes.Doer.
func (robot) Do(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"errcode":0}`)), Request: r,
	}, nil
}

// outside is what channels of orgs are written to with.
func (s *Server) outside(tenant rbac.TenantID, org rbac.OrgID) (nodes.Doer, func(context.Context, string) (secret.Value, error)) {
	return robot{}, func(ctx context.Context, key string) (secret.Value, error) {
		used, err := s.Secrets.Issue(ctx, tenant, org, key)
		return used.Value, err
	}
}
