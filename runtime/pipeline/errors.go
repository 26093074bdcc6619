package pipeline

import "catenary/internal/fault"

// Unreachable is the engine.unreachable fault: nothing was sent, or the engine
// said that it cannot do anything now. It is safe to try again.
func Unreachable(cause error) error {
	return fault.New(fault.Unavailable, "engine.unreachable", "the engine cannot be reached, or cannot do anything now").Because(cause)
}

// Unanswered is the engine.unanswered fault: a request was sent and nobody
// knows what became of it.
func Unanswered(cause error) error {
	return fault.New(fault.Unavailable, "engine.unanswered", "the engine was asked and did not answer").Because(cause)
}

// BadAnswer is the engine.answer fault: the engine answered with what cannot be
// understood.
func BadAnswer(format string, args ...any) *fault.Fault {
	return fault.New(fault.Unavailable, "engine.answer", format, args...)
}

// Unauthorised is the engine.credentials fault: the engine does not take the
// credentials that it was shown.
func Unauthorised() error {
	return fault.New(fault.Unavailable, "engine.credentials", "the engine does not accept the credentials that are set for it, or they may not do this")
}

// Refused is the engine.refused fault: the engine does not take what it was
// given. Pointer says where in the parameters, if it is known.
func Refused(pointer, format string, args ...any) error {
	return fault.At(pointer, "engine.refused", format, args...)
}

// Unsupported is the engine.unsupported fault: such an engine cannot do it.
func Unsupported(what string) error {
	return fault.New(fault.Conflict, "engine.unsupported", "this engine cannot %s", what)
}

// NoPosition is the position.unknown fault.
func NoPosition(key string) error {
	return fault.At("/position", "position.unknown", "the engine has no interface position %q", key)
}

// NoExecution is the execution.unknown fault: the engine knows no such
// execution, or no longer.
func NoExecution() error {
	return fault.New(fault.NotFound, "execution.unknown", "the engine knows no such execution")
}

// NoPipeline is the pipeline.unknown fault: what was created is no longer there.
func NoPipeline() error {
	return fault.New(fault.NotFound, "pipeline.unknown", "the pipeline is no longer on its engine")
}

// Forged is the callback.refused fault.
func Forged() error {
	return fault.New(fault.Unauthenticated, "callback.refused", "this callback does not come from the engine")
}

// Settings is the engine.settings fault: a place in an engine's settings is
// wrong.
func Settings(pointer, format string, args ...any) error {
	return fault.At(pointer, "engine.settings", format, args...)
}
