package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"catenary/internal/secret"
)

const text = "pa55-w0rd!of the day"

type holder struct {
	Shown  secret.Value
	hidden secret.Value
	many   []secret.Value
	byName map[string]secret.Value
}

func TestValuePrintsAsMark(t *testing.T) {
	t.Parallel()
	v := secret.New([]byte(text))
	h := holder{Shown: v, hidden: v, many: []secret.Value{v}, byName: map[string]secret.Value{"a": v}}
	var printed []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c", "%U", "%t", "%08.3f", "%T"} {
		for _, what := range []any{v, &v, h, &h, []any{v, h}, map[string]any{"a": v}, struct{ x *secret.Value }{&v}} {
			printed = append(printed, fmt.Sprintf(verb, what))
		}
	}
	for _, what := range []any{v, h, &h} {
		b, err := json.Marshal(what)
		if err != nil {
			t.Fatal(err)
		}
		printed = append(printed, string(b))
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(handler).Info("x", "value", v, "pointer", &v, "holder", h, "error", fmt.Errorf("of %v: %w", v, errors.New("no")))
	}
	printed = append(printed, log.String(), fmt.Sprint(v), fmt.Sprintln(h), v.String(), v.GoString())

	forms := secret.NewRedactor(v)
	for _, p := range printed {
		if forms.Text(p) != p {
			t.Errorf("the value is seen in %q", p)
		}
	}
	if got := fmt.Sprintf("%v|%+v|%q|%x|%s", v, v, v, v, v); got != strings.TrimSuffix(strings.Repeat("[secret]|", 5), "|") {
		t.Errorf("printed as %s", got)
	}
	if b, _ := json.Marshal(map[secret.Value]int{}); string(b) != "{}" {
		t.Errorf("map key: %s", b)
	}
}

func TestValueIsKeptApart(t *testing.T) {
	t.Parallel()
	source := []byte(text)
	v := secret.New(source)
	source[0] = 'X'
	v.Reveal()[1] = 'X'
	if string(v.Reveal()) != text || v.Len() != len(text) {
		t.Errorf("the value changed to %q", v.Reveal())
	}
	if !v.Equal(secret.New([]byte(text))) || v.Equal(secret.Value{}) || !(secret.Value{}).Equal(secret.New(nil)) {
		t.Error("Equal is wrong")
	}
	if (secret.Value{}).Len() != 0 || (secret.Value{}).Reveal() != nil {
		t.Error("the zero Value is not empty")
	}
}

func TestValueFromJSON(t *testing.T) {
	t.Parallel()
	var in struct {
		Value secret.Value `json:"value"`
	}
	if err := json.Unmarshal([]byte(`{"value":"a\u00e9\n"}`), &in); err != nil || string(in.Value.Reveal()) != "aé\n" {
		t.Errorf("got %q, %v", in.Value.Reveal(), err)
	}
	for _, bad := range []string{`{"value":12345678}`, `{"value":{"a":"pa55word"}}`, `{"value":["pa55word"]}`} {
		err := json.Unmarshal([]byte(bad), &in)
		if err == nil || strings.Contains(err.Error(), "5") {
			t.Errorf("%s gave %v", bad, err)
		}
	}
}
