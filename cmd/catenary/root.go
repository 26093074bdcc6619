package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/output"
)

// console is what all commands share.
type console struct {
	format output.Format
	// ran says that a command was found and its arguments were right, so that
	// what fails from then on is not for want of reading the help.
	ran bool
}

// print writes value in the form that --output asks for.
func (c *console) print(cmd *cobra.Command, value any, columns []string, rows [][]string) error {
	return output.Print(cmd.OutOrStdout(), c.format, value, columns, rows)
}

// execute carries one command line out and returns the exit code.
func execute(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	c := &console{format: output.Table}
	root := newRootCommand(c)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitOK
	case !c.ran:
		say(errs, "catenary: %v\nSee '%s --help'.\n", err, cmd.CommandPath())
		return exitUsage
	}
	say(errs, "catenary: %s\n", message(err))
	return exitCode(err)
}

// say tells people something that is not the result; that nobody listens is no
// failure.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

func newRootCommand(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:           "catenary",
		Short:         "Draw, govern and run business chains",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().VarP(&c.format, "output", "o", "how to print results: "+strings.Join(output.Formats(), ", "))
	_ = root.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(output.Formats(), cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	root.AddGroup(
		&cobra.Group{ID: "host", Title: "On the server's machine:"},
		&cobra.Group{ID: "client", Title: "With a running server:"},
	)
	add(root, "host",
		newServeCommand(c),
		newDemoCommand(c),
		newDoctorCommand(c),
		newMigrateCommand(c),
		newConfigCommand(c),
		newOwnerCommand(c),
		newKeysCommand(c),
		newAuditCommand(c),
		newBackupCommand(c),
		newRestoreCommand(c),
		newOpenAPICommand(c),
		newBenchCommand(c),
		newVersionCommand(c),
	)
	add(root, "client",
		newLoginCommand(c),
		newLogoutCommand(c),
		newWhoamiCommand(c),
		newOrgsCommand(c),
		newScriptsCommand(c),
		newChainsCommand(c),
		newRunCommand(c),
		newRunsCommand(c),
		newInboxCommand(c),
		newReleasesCommand(c),
		newTemplatesCommand(c),
		newSwitchesCommand(c),
		newHoldsCommand(c),
		newTriggersCommand(c),
		newChannelsCommand(c),
		newLimitsCommand(c),
		newSecretsCommand(c),
		newEnginesCommand(c),
		newEnvironmentsCommand(c),
	)
	root.InitDefaultCompletionCmd()
	c.prepare(root)
	return root
}

func add(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.GroupID = group
		root.AddCommand(cmd)
	}
}

// prepare lets every command note that it ran, and every group of commands
// refuse what is not one of them.
func (c *console) prepare(cmd *cobra.Command) {
	if cmd.RunE != nil {
		work := cmd.RunE
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			c.ran = true
			return work(cmd, args)
		}
		if cmd.Args == nil {
			cmd.Args = cobra.NoArgs
		}
	}
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			hint := ""
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				hint = "; did you mean " + near[0] + "?"
			}
			return fmt.Errorf("there is no command %q%s", cmd.CommandPath()+" "+args[0], hint)
		}
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		cmd.SuggestionsMinimumDistance = 2
	}
	for _, sub := range cmd.Commands() {
		c.prepare(sub)
	}
}
