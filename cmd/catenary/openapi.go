package main

import (
	"log/slog"

	"github.com/spf13/cobra"

	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/server/api"
	"catenary/server/identity"
)

func newOpenAPICommand(*console) *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the OpenAPI document of the API",
		Long: `Print the OpenAPI document of the API, in JSON. A running server has the same
at /api/v1/openapi.json.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a := &api.API{ // the document is made of the routes; nobody asks the services
				Identity: &identity.Service{}, Log: slog.New(slog.DiscardHandler),
				Now: clock.Wall, NewID: id.NewMaker(clock.Wall).New, Version: programVersion(),
			}
			if _, err := a.Handler(); err != nil {
				return err
			}
			_, err := cmd.OutOrStdout().Write(a.OpenAPI())
			return err
		},
	}
}
