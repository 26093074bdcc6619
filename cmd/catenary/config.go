package main

import (
	"github.com/spf13/cobra"

	"catenary/server/config"
)

func newConfigCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Look at the settings"}
	show := &cobra.Command{
		Use:   "show",
		Short: "Print each setting, its value and where that came from",
		Long: `Print each setting, its value and where that came from: the default, the
settings file, a variable or a flag. Secrets are hidden. Settings that are wrong
are named, and the exit code is 6.`,
	}
	cmd.AddCommand(show)
	var keys []string
	for _, f := range config.Fields() {
		keys = append(keys, f.Key)
	}
	h := hostFlags(show, keys...)
	show.RunE = func(cmd *cobra.Command, _ []string) error {
		loaded, err := config.Load(h.input())
		if err != nil {
			return err
		}
		type setting struct {
			Key   string `json:"key"`
			Value string `json:"value"`
			From  string `json:"from"`
			Live  bool   `json:"live"`
		}
		var all []setting
		var rows [][]string
		for _, f := range config.Fields() {
			one := setting{f.Key, f.Show(loaded.Settings), loaded.Origin(f.Key), f.Live}
			all = append(all, one)
			rows = append(rows, []string{one.Key, one.Value, one.From})
		}
		return c.print(cmd, all, []string{"SETTING", "VALUE", "FROM"}, rows)
	}
	return cmd
}
