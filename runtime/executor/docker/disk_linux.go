package docker

import "syscall"

// free says how many bytes are free where a directory is; false if nobody can
// tell, because the engine is on another machine, say.
func free(dir string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * s.Bsize, true
}
