package releases

// act is the next thing to be done in an execution.
type act int

const (
	rest       act = iota // nothing: all is done
	begin                 // let a phase wait for its gates
	gate                  // look at its gates, and start it
	follow                // see how its run is
	stopRun               // end its run and then follow it, or never begin it
	drop                  // a phase that waits never begins
	rollBack              // take back what it did
	followBack            // see how that is
	finish                // the execution, or a rollback after it, is over
)

// next says what is to be done, and for which phase (from 0). It is the whole
// order of an execution: one phase at a time, each after its gates; one that
// failed is rolled back and is the last; whoever asks for a rollback by hand
// stops what is at work, which is rolled back too, before the phases asked for
// are, the last first; one that failed to be rolled back is tried again. ran says
// that the steps of a failed phase have begun.
func next(state State, phases []PhaseRow, ran func(PhaseRow) bool) (act, int) {
	byHand := false
	for _, p := range phases {
		byHand = byHand || p.RollbackAt != 0
	}
	stop := byHand && state == Executing
	for i := len(phases) - 1; i >= 0; i-- {
		switch p := phases[i]; {
		case p.State == PhaseRollingBack:
			return followBack, i
		case p.State == PhaseRunning && stop:
			return stopRun, i
		case p.State == PhaseRunning:
			return follow, i
		case p.State == PhaseFailed && ran(p):
			return rollBack, i
		case p.State == PhaseWaiting && stop:
			return drop, i
		}
	}
	for i := len(phases) - 1; i >= 0; i-- {
		if p := phases[i]; p.State == PhaseSucceeded && p.RollbackAt != 0 || p.again() {
			return rollBack, i
		}
	}
	if state != Executing {
		if byHand && outcome(phases) == RolledBack && state != RolledBack {
			return finish, 0
		}
		return rest, 0
	}
	for i, p := range phases {
		switch {
		case p.State == PhaseSucceeded:
		case p.State == PhaseWaiting:
			return gate, i
		case p.State == PhasePending && !stop:
			return begin, i
		default:
			return finish, 0
		}
	}
	return finish, 0
}

// again says that people have asked for another rollback since the last one
// failed.
func (p PhaseRow) again() bool { return p.State == PhaseRollbackFailed && p.RollbackAt > p.EndedAt }

// outcome is how an execution ended by how its phases did.
func outcome(phases []PhaseRow) State {
	end := Succeeded
	for _, p := range phases {
		switch p.State {
		case PhaseRollbackFailed, PhaseFailed:
			return Failed
		case PhaseRolledBack, PhaseCanceled:
			end = RolledBack
		}
	}
	return end
}
