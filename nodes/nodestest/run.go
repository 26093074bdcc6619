package nodestest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"catenary/chain"
	"catenary/internal/fault"
	"catenary/internal/schema"
	"catenary/internal/secret"
	"catenary/internal/testkit"
	"catenary/nodes"
)

// Now is when calls of this suite begin.
var Now = testkit.NewClock().Now()

// Call makes a call as the runtime does. config is the configuration with its
// values, and empty where written has no expressions.
func Call(t *testing.T, kind nodes.Kind, written, config string) nodes.Call {
	t.Helper()
	if config == "" {
		config = written
	}
	d := kind.Describe()
	form, wrong := schema.Compile(chain.WithExpressions(d.Config.JSON))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if wrong := form.Check([]byte(written)); len(wrong) > 0 {
		t.Fatalf("this could not be published: %v", wrong)
	}
	return nodes.Call{
		Name: "Step", Written: chain.JSON(written), Config: chain.JSON(config), Input: json.RawMessage(`{"from":"before"}`),
		Key: "key-of-the-attempt", Attempt: 1, Now: Now, Tools: Tools(nil, nil),
	}
}

// Tools are those of a call: secrets by their key, and no others.
func Tools(http nodes.Doer, secrets map[string]string) nodes.Tools {
	return nodes.Tools{
		HTTP: http,
		Secret: func(_ context.Context, key string) (secret.Value, error) {
			text, ok := secrets[key]
			if !ok {
				return secret.Value{}, fault.New(fault.NotFound, "secret.unknown", "no such secret")
			}
			return secret.New([]byte(text)), nil
		},
		Log: func(string) {},
	}
}

// BeginCase is a configuration of a Waiter and what is waited for.
type BeginCase struct {
	Name            string
	Written, Config string
	// After is when the wait ends, from Now on.
	After    time.Duration
	Callback bool
	Schema   chain.JSON
	// Ask is what people are asked: its kind, a blank, and its body.
	Ask string
	// Code is that of the failure, if it is one.
	Code string
}

// Begin holds a Waiter against the contract: it waits for just what is said,
// again if it is asked again, and touches nothing.
func Begin(t *testing.T, kind nodes.Waiter, cases []BeginCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.Name, func(t *testing.T) {
			t.Parallel()
			call := Call(t, kind.(nodes.Kind), tt.Written, tt.Config)
			call.Tools = nodes.Tools{}
			for range 2 {
				wait, failure, err := kind.Begin(t.Context(), call)
				switch {
				case err != nil:
					t.Fatal(err)
				case failure != nil:
					checkFailure(t, failure, tt.Code)
				case tt.Code != "":
					t.Fatalf("it waits for %+v", wait)
				case tt.Ask != "":
					if tt.After != 0 && !wait.Until.Equal(Now.Add(tt.After)) || wait.Ask == nil || string(wait.Ask.Kind)+" "+string(wait.Ask.Body) != tt.Ask {
						t.Fatalf("it asks %+v, want %s", wait.Ask, tt.Ask)
					}
				case !wait.Until.Equal(Now.Add(tt.After)) || wait.Callback != tt.Callback || string(wait.Schema) != string(tt.Schema):
					t.Fatalf("it waits for %+v", wait)
				}
			}
		})
	}
}

// Outcome runs an attempt and holds its outcome against the contract: it is
// either an output that is JSON and not too long, or a failure with a code and
// a text, and never an error as long as ctx has not ended. code is empty if it
// is to succeed.
func Outcome(ctx context.Context, t *testing.T, kind nodes.Runner, call nodes.Call, code string) nodes.Outcome {
	t.Helper()
	outcome, err := kind.Run(ctx, call)
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Failure != nil {
		if outcome.Output != nil {
			t.Error("a failure has an output")
		}
		checkFailure(t, outcome.Failure, code)
		return outcome
	}
	if code != "" {
		t.Fatalf("it succeeds with %s", outcome.Output)
	}
	if !json.Valid(outcome.Output) || len(outcome.Output) > nodes.MaxOutput {
		t.Fatalf("the output is no JSON, or too long: %d bytes", len(outcome.Output))
	}
	return outcome
}

func checkFailure(t *testing.T, failure *nodes.Failure, code string) {
	t.Helper()
	if failure.Code != code || failure.Message == "" {
		t.Fatalf("it fails with %+v and not with %q", failure, code)
	}
}

// Broken are tools of a platform that fails.
func Broken(err error) nodes.Tools {
	return nodes.Tools{
		Secret: func(context.Context, string) (secret.Value, error) { return secret.Value{}, err },
		Log:    func(string) {},
	}
}
