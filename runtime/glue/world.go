package glue

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// maxStack is how deep functions of glue may call each other.
const maxStack = 512

// removedNames are what the language has and glue has not.
var removedNames = [...]string{"eval", "Function"}

// world makes the runtime for one evaluation. It is never used for another, so
// that nothing which glue does to it can be seen by other glue. Its time stands
// still, its chance comes from the seed, and no code can be made of text in it.
func world(s *scene, m *mention, nth int) (*goja.Runtime, error) {
	r := goja.New()
	r.SetMaxCallStackSize(maxStack)
	r.SetParserOptions(refuseWith(parser.WithDisableSourceMaps, r))
	now := time.UnixMicro(s.startedAt).UTC()
	r.SetTimeSource(func() time.Time { return now })
	chance := &chance{seed: s.seed, nth: nth}
	r.SetRandSource(chance.float)
	// Names cannot be got at but by writing them, or through what mentions
	// takes for anything.
	for i, name := range removedNames {
		if m.removed[i] {
			if err := r.GlobalObject().Delete(name); err != nil {
				return nil, err
			}
		}
	}
	for i := range helpers {
		if m.helpers[i] {
			if err := r.Set(helpers[i].name, helpers[i].make(r, chance)); err != nil {
				return nil, err
			}
		}
	}
	for _, n := range s.names {
		if m.has(n.name) {
			v, err := decode(r, n.value)
			if err != nil {
				return nil, err
			}
			if err := r.Set(n.name, v); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// refuseWith makes a parser option that refuses all code: every way from text
// to code in a runtime (eval, the constructors of functions) leads to the
// parser. The option only shows the type, which has no name outside.
func refuseWith[T any](_ func(T), r *goja.Runtime) func(T) {
	return func(T) { panic(r.NewTypeError("code cannot be made of text")) }
}

// chance makes numbers of a seed (SplitMix64). The seed is taken at the first
// use, for most glue needs none.
type chance struct {
	seed  string
	nth   int
	state uint64
	begun bool
}

func (c *chance) next() uint64 {
	if !c.begun {
		sum := sha256.Sum256(binary.AppendVarint([]byte(c.seed), int64(c.nth)))
		c.state, c.begun = binary.BigEndian.Uint64(sum[:]), true
	}
	c.state += 0x9e3779b97f4a7c15
	z := c.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (c *chance) float() float64 { return float64(c.next()>>11) / (1 << 53) }

func (c *chance) uuid() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], c.next())
	binary.BigEndian.PutUint64(b[8:], c.next())
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// helper is a name that glue has beside the language's own.
type helper struct {
	name string
	make func(*goja.Runtime, *chance) goja.Value
}

// helpers are written once and never changed.
var helpers = [...]helper{
	{"base64", func(r *goja.Runtime, _ *chance) goja.Value {
		o := r.NewObject()
		for name, f := range map[string]func(string) string{
			"encode": func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
			"decode": func(s string) string {
				text, err := base64.StdEncoding.DecodeString(s)
				if err != nil {
					panic(r.NewTypeError("this is no base64"))
				}
				return string(text)
			},
		} {
			if err := o.Set(name, texts(r, f)); err != nil {
				panic(err)
			}
		}
		return o
	}},
	{"sha256", func(r *goja.Runtime, _ *chance) goja.Value {
		return texts(r, func(s string) string {
			sum := sha256.Sum256([]byte(s))
			return hex.EncodeToString(sum[:])
		})
	}},
	{"hmacSha256", func(r *goja.Runtime, _ *chance) goja.Value {
		return r.ToValue(func(call goja.FunctionCall) goja.Value {
			mac := hmac.New(sha256.New, []byte(call.Argument(0).String()))
			mac.Write([]byte(call.Argument(1).String()))
			return r.ToValue(hex.EncodeToString(mac.Sum(nil)))
		})
	}},
	{"uuid", func(r *goja.Runtime, c *chance) goja.Value {
		return r.ToValue(func(goja.FunctionCall) goja.Value { return r.ToValue(c.uuid()) })
	}},
}

// texts makes a function of glue that takes a text and gives one.
func texts(r *goja.Runtime, f func(string) string) goja.Value {
	return r.ToValue(func(call goja.FunctionCall) goja.Value { return r.ToValue(f(call.Argument(0).String())) })
}
