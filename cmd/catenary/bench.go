package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/bench"
	"catenary/internal/clock"
	"catenary/internal/id"
	"catenary/server/config"
	"catenary/server/identity"
)

// benchFlags are those of catenary bench.
type benchFlags struct {
	bench.Options
	server, org, database, out, profile string
	history                             int
}

func newBenchCommand(c *console) *cobra.Command {
	var f benchFlags
	r := &remote{console: c}
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast runs are",
		Long: `Measure how fast runs are, what a hold keeps, and who follows a switch: W1 to W4, H1
and S1 of docs/benchmarks.md.

It starts a server of its own in a temporary directory, with SQLite or on the
empty PostgreSQL database that --database names, and leaves what it wrote there.
With --server it measures one that runs already, within the limits that it sets,
in the org of --org and with what CATENARY_TOKEN may do; use one for tests.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, r) },
	}
	flags := cmd.Flags()
	flags.DurationVar(&f.Duration, "duration", 10*time.Second, "how long each thing is measured")
	flags.IntVar(&f.Connections, "connections", 64, "how many connections ask at once")
	flags.StringSliceVar(&f.Only, "only", nil, "works to do: "+strings.Join(bench.Works(), ", ")+"; all if left out")
	flags.StringVar(&f.Image, "image", "", "image of the container engine for W4, one that has sh")
	flags.IntVar(&f.Release, "release", 200, "how many held calls a second H1 releases; 0: all at once")
	flags.StringVar(&f.database, "database", "", "an empty PostgreSQL database: postgres://user:password@host/name")
	flags.StringVar(&f.server, "server", "", "a running server to measure instead")
	orgFlag(cmd, &f.org)
	flags.IntVar(&f.history, "history", 0, "measure start, list and search with 1000 and with so many finished runs, instead of the works")
	flags.StringVar(&f.out, "out", "", "file for the results as JSON")
	flags.StringVar(&f.profile, "profile", "", "file for a profile of the server's processor time")
	_ = flags.MarkHidden("profile") // it is there
	cmd.AddCommand(newBenchServeCommand())
	return cmd
}

func (f *benchFlags) run(cmd *cobra.Command, r *remote) error {
	for _, name := range f.Only {
		if !slices.Contains(bench.Works(), name) {
			return usageError(fmt.Sprintf("there is no work %q; there are %s", name, strings.Join(bench.Works(), ", ")))
		}
	}
	if f.Connections < 1 || f.Duration <= 0 || f.Release < 0 {
		return usageError("--connections and --duration are more than 0, --release is not less")
	}
	if f.server != "" && (f.history > 0 || f.database != "") {
		return usageError("--history and --database need a server of its own, without --server")
	}
	f.Suffix = "-" + strings.ToLower(id.NewMaker(clock.Wall).New()[16:])
	report := bench.Report{At: clock.Wall(), Version: programVersion(), Machine: bench.NewMachine(f.kind())}
	say(cmd.ErrOrStderr(), "%s\n", report.Machine)
	tell := func(one bench.Figure) {
		report.Figures = append(report.Figures, one)
		say(cmd.ErrOrStderr(), "%s\n", strings.TrimSpace(strings.Join(one.Row(), "  ")))
	}
	if err := f.measure(cmd.Context(), r, cmd.ErrOrStderr(), tell); err != nil {
		return err
	}
	if f.out != "" {
		text, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(f.out, append(text, '\n'), 0o644); err != nil { //nolint:gosec // results are for everybody
			return fmt.Errorf("write the results: %w", err)
		}
	}
	rows := make([][]string, len(report.Figures))
	for i, one := range report.Figures {
		rows[i] = one.Row()
	}
	return r.print(cmd, report, bench.Columns(), rows)
}

func (f *benchFlags) kind() string {
	switch {
	case f.server != "":
		return "that of " + f.server
	case f.database != "":
		return "PostgreSQL"
	}
	return "SQLite"
}

func (f *benchFlags) measure(ctx context.Context, r *remote, errs io.Writer, tell func(bench.Figure)) error {
	if f.server != "" {
		r.server = f.server
		o, err := r.in(ctx, f.org)
		if err != nil {
			return err
		}
		t := bench.Target{Server: o.Server, Token: o.Token, Org: o.id}
		return t.Run(ctx, f.Options, tell)
	}
	dir, err := os.MkdirTemp("", "catenary-bench-")
	if err != nil {
		return fmt.Errorf("make a directory for the server: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s := &benched{dir: dir, flags: f, errs: errs}
	t, err := s.owned(ctx)
	if err != nil {
		return err
	}
	if f.history > 0 {
		return s.history(ctx, t, tell)
	}
	return s.with(ctx, t, func() error { return t.Run(ctx, f.Options, tell) })
}

// benched is a server of its own that is measured.
type benched struct {
	dir   string
	flags *benchFlags
	errs  io.Writer
}

func (s *benched) settings() (config.Settings, error) {
	in := config.Input{Flags: map[string]string{"data": filepath.Join(s.dir, "data"), "database": s.flags.database}}
	loaded, err := config.Load(in)
	if err != nil {
		return config.Settings{}, err
	}
	return loaded.Settings, nil
}

// owned makes the schema and an owner.
func (s *benched) owned(ctx context.Context) (*bench.Target, error) {
	settings, err := s.settings()
	if err != nil {
		return nil, err
	}
	db, err := openReady(ctx, settings)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	owner, err := createOwner(ctx, settings, db, identity.NewOwner{
		TenantName: "Bench" + s.flags.Suffix, Email: "owner" + s.flags.Suffix + "@example.org", Password: id.NewMaker(clock.Wall).New(),
	}, true)
	if err != nil {
		return nil, fmt.Errorf("make an owner: %w", err)
	}
	return &bench.Target{Token: owner.Token, Org: string(owner.Tenant)}, nil
}

// unlimited lets one caller ask as often as it can.
const unlimited = `limits:
  start: {rate: 1000000, burst: 1000000}
  read: {rate: 1000000, burst: 1000000}
  write: {rate: 1000000, burst: 1000000}
`

// with starts the server, lets work be done and ends it.
func (s *benched) with(ctx context.Context, t *bench.Target, work func() error) error {
	file := filepath.Join(s.dir, "settings.yaml")
	if err := os.WriteFile(file, []byte(unlimited), 0o600); err != nil {
		return fmt.Errorf("write the settings: %w", err)
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	args := []string{"bench", "serve", "--listen", "127.0.0.1:0", "--data", data, "--config", file, "--log-level", "warn"}
	if s.flags.profile != "" {
		args = append(args, "--profile", s.flags.profile)
	}
	cmd := exec.CommandContext(ctx, program, args...) //nolint:forbidigo // our own binary, which ends before this command does
	cmd.Stderr = s.errs
	if s.flags.database != "" {
		cmd.Env = append(os.Environ(), "CATENARY_DATABASE="+s.flags.database) // seen by nobody, unlike a flag
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	ended, how := make(chan struct{}), error(nil)
	go func() {
		how = cmd.Wait()
		close(ended)
	}()
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		<-ended
	}()
	if t.Server, err = awaitAddress(ctx, filepath.Join(data, addressFile), ended); err != nil {
		return err
	}
	if t.Server == "" {
		return fmt.Errorf("the server did not start: %w", how)
	}
	t.Process = cmd.Process.Pid
	return work()
}

// awaitAddress waits until the server has said where it is; empty: it has ended.
func awaitAddress(ctx context.Context, file string, ended <-chan struct{}) (string, error) {
	for {
		if text, err := os.ReadFile(file); err == nil {
			return "http://" + strings.TrimSpace(string(text)), nil
		}
		select {
		case <-ended:
			return "", nil
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// history measures with few runs and with many.
func (s *benched) history(ctx context.Context, t *bench.Target, tell func(bench.Figure)) error {
	var past bench.Past
	err := s.with(ctx, t, func() (err error) {
		past, err = t.PastOf(ctx, s.flags.Suffix)
		return err
	})
	if err != nil {
		return err
	}
	before := 0
	for _, n := range []int{1000, s.flags.history} {
		if err := s.fill(ctx, past, n-before); err != nil {
			return err
		}
		before = n
		err := s.with(ctx, t, func() error { return t.Look(ctx, s.flags.Options, past, strconv.Itoa(n)+" runs", tell) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *benched) fill(ctx context.Context, past bench.Past, n int) error {
	settings, err := s.settings()
	if err != nil {
		return err
	}
	db, err := openReady(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	began := clock.Wall()
	if err := bench.Fill(ctx, db, past, n, func(int) {}); err != nil {
		return err
	}
	say(s.errs, "%d finished runs written in %s\n", n, clock.Wall().Sub(began).Round(time.Millisecond))
	return nil
}

// newBenchServeCommand is serve with a profile.
func newBenchServeCommand() *cobra.Command {
	var profile string
	cmd := &cobra.Command{Use: "serve", Short: "Run the server that is measured", Hidden: true}
	h := hostFlags(cmd, "listen", "log.level")
	cmd.Flags().StringVar(&profile, "profile", "", "file for a profile of processor time")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if profile != "" {
			f, err := os.Create(profile)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			if err := pprof.StartCPUProfile(f); err != nil {
				return err
			}
			defer pprof.StopCPUProfile()
		}
		return serve(cmd.Context(), h.input(), io.Discard, cmd.ErrOrStderr())
	}
	return cmd
}
