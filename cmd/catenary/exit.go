package main

import (
	"errors"
	"net/http"
	"strings"

	"catenary/cmd/catenary/client"
	"catenary/internal/fault"
)

// The exit codes, which docs/cli.md explains.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitRefused     = 4
	exitConflict    = 5
	exitInvalid     = 6
	exitUnavailable = 7
)

// exitCode is the code for a command that ended with err.
func exitCode(err error) int {
	var p *client.Problem
	var f *fault.Fault
	var invalid errInvalid
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &invalid):
		return exitInvalid
	case errors.Is(err, client.ErrUnreachable):
		return exitUnavailable
	case errors.As(err, &p):
		return exitOfStatus(p.Status)
	case errors.As(err, &f):
		return exitOfKind(f.Kind)
	}
	return exitFailed
}

func exitOfKind(kind fault.Kind) int {
	switch kind {
	case fault.NotFound:
		return exitNotFound
	case fault.Unauthenticated, fault.Forbidden:
		return exitRefused
	case fault.Conflict, fault.Stale, fault.Unconditional:
		return exitConflict
	case fault.Malformed, fault.TooLarge, fault.Unsupported, fault.Invalid:
		return exitInvalid
	case fault.Limited, fault.Unavailable:
		return exitUnavailable
	default:
		return exitFailed
	}
}

func exitOfStatus(status int) int {
	switch status {
	case http.StatusNotFound, http.StatusGone:
		return exitNotFound
	case http.StatusUnauthorized, http.StatusForbidden:
		return exitRefused
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired:
		return exitConflict
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return exitUnavailable
	}
	if status >= 400 && status < 500 {
		return exitInvalid
	}
	return exitFailed
}

// message is what the command line says about err: all of it, because whoever
// runs a command on this machine may know.
func message(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err.Error()
	}
	var b strings.Builder
	b.WriteString(err.Error())
	for _, d := range f.Details {
		if line := d.Pointer + ": " + d.Detail; d.Detail != "" && !strings.Contains(err.Error(), d.Detail) {
			b.WriteString("\n  " + strings.TrimPrefix(line, ": "))
		}
	}
	return b.String()
}
