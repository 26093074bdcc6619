// Command catenary is the whole product in one binary: the server, the commands
// of whoever operates it, and those that speak to a running server. It wires
// the packages together, starts and stops them; it holds no rule.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	// Where the machine has no certificates of authorities, as in an image with
	// nothing but this binary, those that come with it are used.
	_ "golang.org/x/crypto/x509roots/fallback"

	"catenary/runtime/glue"
)

func main() {
	// A glue child is started often and judged by its memory: nothing else of
	// the program comes to life in it.
	if len(os.Args) == 2 && os.Args[1] == glue.Command {
		end(glue.Child(os.Stdin, os.Stdout, os.Stderr))
	}
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals // somebody does not want to wait
		end(exitFailed)
	}()
	end(execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func end(code int) {
	os.Exit(code) //nolint:forbidigo // this is main
}
