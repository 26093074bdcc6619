package bench

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// Report is what one go of the works gave, and where.
type Report struct {
	At      time.Time `json:"at"`
	Version string    `json:"version"`
	Machine Machine   `json:"machine"`
	Figures []Figure  `json:"figures"`
}

// Machine is where it was measured. Load is that of the last minute when it
// began.
type Machine struct {
	Cores     int    `json:"cores"`
	Processor string `json:"processor,omitempty"`
	System    string `json:"system"`
	Kernel    string `json:"kernel,omitempty"`
	Go        string `json:"go"`
	Database  string `json:"database"`
	Load      string `json:"load,omitempty"`
}

// NewMachine describes this machine, as far as the system tells.
func NewMachine(database string) Machine {
	m := Machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Database: database}
	m.Kernel = firstField("/proc/sys/kernel/osrelease")
	m.Load = firstField("/proc/loadavg")
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer func() { _ = f.Close() }()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if name, value, found := strings.Cut(lines.Text(), ":"); found && strings.TrimSpace(name) == "model name" {
				m.Processor = strings.TrimSpace(value)
				break
			}
		}
	}
	return m
}

func firstField(path string) string {
	text, err := os.ReadFile(path)
	if fields := strings.Fields(string(text)); err == nil && len(fields) > 0 {
		return fields[0]
	}
	return ""
}

// String is one line about the machine.
func (m Machine) String() string {
	return fmt.Sprintf("%d cores %s, %s %s, %s, %s, load %s", m.Cores, m.Processor, m.System, m.Kernel, m.Go, m.Database, m.Load)
}

// Row is the figure as one row of a table.
func (f Figure) Row() []string {
	if f.Skipped != "" {
		return []string{f.Work, f.What, "skipped", "", f.Skipped}
	}
	goal, met := "", ""
	if f.Goal != 0 {
		goal, met = fmt.Sprintf("≥ %g %s", f.Goal, f.Unit), "missed"
		if f.Most {
			goal = fmt.Sprintf("≤ %g %s", f.Goal, f.Unit)
		}
		if f.Most == (f.Value <= f.Goal) || f.Value == f.Goal {
			met = "met"
		}
	}
	return []string{f.Work, f.What, fmt.Sprintf("%g %s", f.Value, f.Unit), goal, met}
}

// Columns are those of the table.
func Columns() []string { return []string{"WORK", "WHAT", "MEASURED", "GOAL", ""} }
