package registry

import (
	"context"
	"io"
	"log/slog"

	"github.com/sirupsen/logrus"
)

// quiet sends what the library logs to log at its lowest level: every answer
// that is an error to the client is an error there too. The library has one
// logger in a process, and nothing else here writes to it.
func quiet(log *slog.Logger) {
	std := logrus.StandardLogger()
	std.SetOutput(io.Discard)
	std.SetLevel(logrus.WarnLevel)
	hooks := logrus.LevelHooks{}
	hooks.Add(forward{log})
	std.ReplaceHooks(hooks)
}

// forward is a logrus.Hook.
type forward struct{ log *slog.Logger }

// Levels are those that are forwarded.
func (forward) Levels() []logrus.Level {
	return []logrus.Level{logrus.WarnLevel, logrus.ErrorLevel, logrus.FatalLevel, logrus.PanicLevel}
}

// Fire forwards an entry, without its fields: they carry the request's headers.
func (f forward) Fire(e *logrus.Entry) error {
	f.log.Log(context.Background(), slog.LevelDebug, "registry", "said", e.Message)
	return nil
}
