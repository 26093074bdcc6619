package glue

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

func TestChildGivesUpWhatItDoesNotNeed(t *testing.T) {
	t.Parallel()
	var s spawner
	child, err := s.spawn(self())
	if err != nil {
		t.Fatal(err)
	}
	defer child.end()
	frame, err := checkFrame([]source{{Text: "1"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := child.exchange(frame, 5*time.Second, false); err != nil {
		t.Fatal(err)
	}
	proc := "/proc/" + strconv.Itoa(child.cmd.Process.Pid)
	wants := map[string][]string{
		proc + "/limits": {
			`Max data size\s+` + strconv.Itoa(dataLimit) + `\s`, `Max open files\s+16\s+16`,
			`Max core file size\s+0\s+0`, `Max file size\s+0\s+0`,
		},
	}
	status := []string{`NoNewPrivs:\s+1`}
	if os.Geteuid() == 0 {
		status = append(status, `Uid:\s+65534\s+65534\s+65534\s+65534`, `Gid:\s+65534\s+65534\s+65534\s+65534`, `CapEff:\s+0+\n`)
	}
	threads, err := filepath.Glob(proc + "/task/*/status")
	if err != nil || len(threads) == 0 {
		t.Fatal(threads, err)
	}
	for _, thread := range threads {
		wants[thread] = status
	}
	for file, patterns := range wants {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range patterns {
			if !regexp.MustCompile(p).Match(text) {
				t.Errorf("%s has not %s:\n%s", file, p, text)
			}
		}
	}
	if os.Geteuid() != 0 {
		return
	}
	environment, err := os.ReadFile(proc + "/environ")
	if err != nil || len(environment) > 0 {
		t.Errorf("environment %q, %v", environment, err)
	}
	files, err := os.ReadDir(proc + "/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files { // Go itself reads the limits of its group under /sys
		to, _ := os.Readlink(proc + "/fd/" + f.Name())
		if !regexp.MustCompile(`^(pipe:|anon_inode:|/dev/null|/sys/)`).MatchString(to) {
			t.Errorf("file %s is %s", f.Name(), to)
		}
	}
}
