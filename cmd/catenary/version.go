package main

import (
	goruntime "runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set when the binary is linked (-X main.version=…).
var version = ""

// programVersion is the version, or else the commit it was built from.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return "dev-" + s.Value[:12]
			}
		}
	}
	return "dev"
}

func newVersionCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the program's version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := struct {
				Version  string `json:"version"`
				Go       string `json:"go"`
				Platform string `json:"platform"`
			}{programVersion(), goruntime.Version(), goruntime.GOOS + "/" + goruntime.GOARCH}
			return c.print(cmd, v, nil, [][]string{{"catenary", v.Version}, {"go", v.Go}, {"platform", v.Platform}})
		},
	}
}
