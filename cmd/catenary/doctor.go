package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/output"
	"catenary/runtime/executor/docker"
	"catenary/server/config"
)

// diagnosis is one line of what doctor found out. Advice is empty if there is
// nothing to do.
type diagnosis struct {
	Part   string       `json:"part"`
	Level  docker.Level `json:"level"`
	Text   string       `json:"text"`
	Advice string       `json:"advice,omitempty"`
}

func good(part, format string, args ...any) diagnosis {
	return diagnosis{Part: part, Level: docker.OK, Text: fmt.Sprintf(format, args...)}
}

func warning(part, advice, format string, args ...any) diagnosis {
	return diagnosis{Part: part, Level: docker.Warn, Text: fmt.Sprintf(format, args...), Advice: advice}
}

func failure(part, advice, format string, args ...any) diagnosis {
	return diagnosis{Part: part, Level: docker.Fail, Text: fmt.Sprintf(format, args...), Advice: advice}
}

// checkTime is how long one part may take to answer.
const checkTime = 15 * time.Second

func newDoctorCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use: "doctor", Short: "Look whether this machine has what the server needs",
		Long: `Look whether this machine has what the server needs: container engine, registry,
database, clock, disk, limits of the system, glue and what may be reached. It
reads the same settings as serve, works beside a running server and without
one, and changes nothing. The exit code is 1 if anything fails.`,
	}
	h := hostFlags(cmd, "registry.listen", "registry.url", "listen")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := h.load()
		if err != nil {
			return err
		}
		found := examine(cmd.Context(), s)
		if err := c.printFindings(cmd, found); err != nil {
			return err
		}
		failed := 0
		for _, f := range found {
			if f.Level == docker.Fail {
				failed++
			}
		}
		if failed > 0 {
			return fmt.Errorf("%d of %d things fail; each line says what to do", failed, len(found))
		}
		return nil
	}
	return cmd
}

func (c *console) printFindings(cmd *cobra.Command, found []diagnosis) error {
	if c.format != output.Table {
		return c.print(cmd, map[string]any{"findings": found}, nil, nil)
	}
	for _, f := range found {
		line := fmt.Sprintf("%-4s %s: %s", f.Level, f.Part, f.Text)
		if f.Advice != "" {
			line += ". " + f.Advice
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), line); err != nil {
			return err
		}
	}
	return nil
}

// examine looks at one part after the other; each has its own time.
func examine(ctx context.Context, s config.Settings) []diagnosis {
	running := findServer(ctx, s)
	found := []diagnosis{running.diagnosis}
	for _, look := range []func(context.Context) []diagnosis{
		func(context.Context) []diagnosis { return checkDisk(s.Data) },
		func(ctx context.Context) []diagnosis { return checkDatabase(ctx, s, running) },
		func(ctx context.Context) []diagnosis { return checkContainers(ctx, s.Tasks) },
		func(ctx context.Context) []diagnosis { return checkRegistry(ctx, s, running) },
		checkGlue,
		func(context.Context) []diagnosis { return checkSystem() },
		func(context.Context) []diagnosis { return []diagnosis{checkOutbound(s.Outbound)} },
	} {
		ctx, cancel := context.WithTimeout(ctx, checkTime)
		found = append(found, look(ctx)...)
		cancel()
	}
	return found
}

// checkContainers asks the container engine.
func checkContainers(ctx context.Context, s config.Tasks) []diagnosis {
	engine, err := docker.New(containers(s, nil))
	if err != nil {
		return []diagnosis{failure("docker", "Set DOCKER_HOST to the address of the container engine, or leave it out.", "%v", err)}
	}
	defer func() { _ = engine.Close() }()
	var found []diagnosis
	for _, f := range engine.Doctor(ctx) {
		found = append(found, diagnosis{Part: "docker " + f.Name, Level: f.Level, Text: f.Text, Advice: f.Advice})
	}
	return found
}
