package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which Linux counts processor time for programs.
const tick = 10 * time.Millisecond

// processorTime is how much a process and those that it started have taken so
// far; false where the system does not tell.
func processorTime(process int) (time.Duration, bool) {
	if process == 0 {
		return 0, false
	}
	var sum int64
	all, _ := filepath.Glob("/proc/[0-9]*/stat") // fails only for a bad pattern
	for _, path := range all {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ") // the name may have spaces
		fields := strings.Fields(rest)
		if len(fields) < 15 || path != fmt.Sprintf("/proc/%d/stat", process) && fields[1] != strconv.Itoa(process) {
			continue
		}
		counted := fields[11:13]
		if fields[1] != strconv.Itoa(process) {
			counted = fields[11:15] // with that of children that have ended
		}
		for _, f := range counted {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				return 0, false
			}
			sum += n
		}
	}
	return time.Duration(sum) * tick, sum > 0
}
