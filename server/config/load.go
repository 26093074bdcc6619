package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"catenary/internal/fault"
)

// File is the name of the settings file in the data directory.
const File = "catenary.yaml"

// FileVariable names another settings file, as --config does.
const FileVariable = prefix + "CONFIG"

// clientVariables are ours too, but not the server's.
var clientVariables = []string{FileVariable, prefix + "SERVER", prefix + "TOKEN", prefix + "ORG"}

// kubernetes sets such variables for every pod beside a service that is called
// catenary; nobody wrote them for us.
var kubernetes = regexp.MustCompile(`^CATENARY_(SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP).*)?)$`)

// Input is where settings come from.
type Input struct {
	// File is the settings file. Empty: CATENARY_CONFIG, or else catenary.yaml
	// in the data directory if it is there.
	File string
	// Flags are the flags that were given: their text by the setting's key.
	Flags map[string]string
	// Environ is the environment, as os.Environ gives it.
	Environ []string
}

// Loaded is what Load found.
type Loaded struct {
	Settings Settings
	// File is the settings file that was read; empty if there was none.
	File    string
	path    string // where the file is looked for
	origins map[string]string
}

// Origin says where the value of a setting came from.
func (l *Loaded) Origin(key string) string {
	if from, found := l.origins[key]; found {
		return from
	}
	return "default"
}

// layer is one source of settings.
type layer struct {
	values map[string]any
	// from says where a key's value stands.
	from func(key string) string
}

// Load reads all sources. Whatever is unknown, unreadable or does not fit
// together is config.invalid (Invalid), with a detail for each.
func Load(in Input) (*Loaded, error) {
	fields := Fields()
	l := &Loaded{Settings: Default(), origins: map[string]string{}}
	var wrong problems
	variables, err := environment(in.Environ, fields, &wrong)
	if err != nil {
		return nil, err
	}
	flags, err := given(in.Flags, fields)
	if err != nil {
		return nil, err
	}
	written := l.read(in, variables, flags, &wrong)
	for _, source := range []layer{written, variables, flags} {
		l.apply(source, fields, &wrong)
	}
	if len(wrong) == 0 {
		check(&l.Settings, func(key, format string, args ...any) {
			wrong.add(l.Origin(key)+": "+key, format, args...)
		})
	}
	return l, wrong.fault()
}

// read finds and reads the settings file. The data directory, in which it lies
// unless it is named, is known from the environment and the flags only.
func (l *Loaded) read(in Input, variables, flags layer, wrong *problems) layer {
	path, named := in.File, true
	if path == "" {
		path = valueOf(in.Environ, FileVariable)
	}
	if path == "" {
		data := l.Settings.Data
		for _, source := range []layer{variables, flags} {
			if text, ok := source.values["data"].(string); ok {
				data = text
			}
		}
		path, named = filepath.Join(data, File), false
	}
	l.path = path
	k := koanf.New(".")
	switch err := k.Load(file.Provider(path), yaml.Parser()); {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return layer{}
	case err != nil:
		wrong.add(path, "cannot be read: %v", err)
		return layer{}
	}
	l.File = path
	written := layer{values: k.All(), from: func(string) string { return path }}
	if _, found := written.values["data"]; found && !named {
		wrong.add(path+": data", "the data directory cannot be set in a file that lies in it; use --data")
		delete(written.values, "data")
	}
	return written
}

// environment reads the variables that begin with CATENARY_.
func environment(environ []string, fields []Field, wrong *problems) (layer, error) {
	keys := map[string]string{}
	for _, f := range fields {
		keys[f.Env] = f.Key
	}
	k := koanf.New(".")
	err := k.Load(env.Provider(".", env.Opt{
		Prefix:      prefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			key, known := keys[name]
			if !known && !slices.Contains(clientVariables, name) && !kubernetes.MatchString(name) {
				wrong.add(name, "there is no such setting%s", suggest(name, slices.Sorted(maps.Keys(keys))))
			}
			return key, value
		},
	}), nil)
	names := map[string]string{}
	for name, key := range keys {
		names[key] = name
	}
	return layer{values: k.All(), from: func(key string) string { return names[key] }}, err
}

func given(flags map[string]string, fields []Field) (layer, error) {
	values := map[string]any{}
	for key, text := range flags {
		values[key] = text
	}
	k := koanf.New(".")
	err := k.Load(confmap.Provider(values, "."), nil)
	names := map[string]string{}
	for _, f := range fields {
		names[f.Key] = "--" + f.Flag()
	}
	return layer{values: k.All(), from: func(key string) string { return names[key] }}, err
}

// apply sets what the layer has.
func (l *Loaded) apply(source layer, fields []Field, wrong *problems) {
	byKey := map[string]Field{}
	for _, f := range fields {
		byKey[f.Key] = f
	}
	for _, key := range slices.Sorted(maps.Keys(source.values)) {
		raw := source.values[key]
		f, known := byKey[key]
		switch {
		case known && raw == nil: // "key:" with nothing behind it
			continue
		case known:
			if err := set(f.of(&l.Settings).Addr().Interface(), raw); err != nil {
				wrong.add(source.from(key)+": "+key, "%v", err)
			}
			l.origins[key] = source.from(key)
		case raw == nil && inside(key, fields) != "":
			continue
		case inside(key, fields) != "":
			wrong.add(source.from(key)+": "+key, "there is no such setting; it holds others, such as %s", inside(key, fields))
		default:
			wrong.add(source.from(key)+": "+key, "there is no such setting%s", suggest(key, slices.Sorted(maps.Keys(byKey))))
		}
	}
}

// inside is the first setting below key, if there is one.
func inside(key string, fields []Field) string {
	for _, f := range fields {
		if strings.HasPrefix(f.Key, key+".") {
			return f.Key
		}
	}
	return ""
}

func valueOf(environ []string, name string) string {
	for _, line := range environ {
		if value, found := strings.CutPrefix(line, name+"="); found {
			return value
		}
	}
	return ""
}

// problems gathers what is wrong, so that all of it is told at once.
type problems []fault.Detail

func (p *problems) add(where, format string, args ...any) {
	*p = append(*p, fault.Detail{Pointer: where, Detail: fmt.Sprintf(format, args...)})
}

func (p problems) fault() error {
	if len(p) == 0 {
		return nil
	}
	lines := make([]string, len(p))
	for i, d := range p {
		lines[i] = d.Pointer + ": " + d.Detail
	}
	return fault.New(fault.Invalid, "config.invalid", "%s", strings.Join(lines, "\n")).With(p...)
}

// OpenToOthers says whether the settings file holds secrets and can be read by
// other users of the machine.
func (l *Loaded) OpenToOthers() bool {
	if l.File == "" {
		return false
	}
	for _, f := range Fields() {
		if f.Secret() && l.Origin(f.Key) == l.File {
			info, err := os.Stat(l.File)
			return err == nil && info.Mode().Perm()&0o007 != 0
		}
	}
	return false
}
