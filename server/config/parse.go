package config

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"catenary/internal/secret"
)

var errNoText = errors.New("want text; put it in quotes")

// set reads raw, which a file, a variable or a flag gave, into the field that
// dst points to. Its error says what is wanted, and never repeats a secret.
func set(dst, raw any) error {
	switch d := dst.(type) {
	case *string:
		text, ok := raw.(string)
		if !ok {
			return errNoText
		}
		*d = text
	case *int:
		n, err := strconv.Atoi(scalar(raw))
		if err != nil {
			return fmt.Errorf("want a whole number, not %q", scalar(raw))
		}
		*d = n
	case *float64:
		n, err := strconv.ParseFloat(scalar(raw), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("want a number, not %q", scalar(raw))
		}
		*d = n
	case *time.Duration:
		length, err := parseDuration(scalar(raw))
		if err != nil {
			return err
		}
		*d = length
	case *slog.Level:
		return setLevel(d, scalar(raw))
	case *[]string:
		texts, err := list(raw)
		if err != nil {
			return err
		}
		*d = texts
	case *[]netip.Prefix:
		return setPrefixes(d, raw)
	case *SecretURL:
		text, ok := raw.(string)
		if !ok {
			return errNoText
		}
		d.text = strings.TrimSpace(text)
	case *secret.Value:
		text, ok := raw.(string)
		if !ok {
			return errNoText
		}
		*d = secret.New([]byte(strings.TrimSpace(text)))
	default:
		return fmt.Errorf("no way to read a %T", dst)
	}
	return nil
}

func scalar(raw any) string {
	if raw == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(raw))
}

// parseDuration reads Go's form and whole days: 90d.
func parseDuration(text string) (time.Duration, error) {
	if days, found := strings.CutSuffix(text, "d"); found {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n <= 36500 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("want a length of time such as 30m, 8h or 90d, not %q", text)
	}
	return d, nil
}

func showDuration(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	text := d.String()
	if s, found := strings.CutSuffix(text, "m0s"); found {
		text = s + "m"
	}
	if s, found := strings.CutSuffix(text, "h0m"); found {
		text = s + "h"
	}
	return text
}

func setLevel(d *slog.Level, text string) error {
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		if strings.EqualFold(text, level.String()) {
			*d = level
			return nil
		}
	}
	return fmt.Errorf("want debug, info, warn or error, not %q", text)
}

// list reads a list of YAML, or a text with commas.
func list(raw any) ([]string, error) {
	switch r := raw.(type) {
	case nil:
		return nil, nil
	case string:
		var out []string
		for part := range strings.SplitSeq(r, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		return out, nil
	case []any:
		out := make([]string, 0, len(r))
		for _, item := range r {
			text, ok := item.(string)
			if !ok {
				return nil, errors.New("want a list of texts")
			}
			out = append(out, text)
		}
		return out, nil
	}
	return nil, errors.New("want a list")
}

func setPrefixes(d *[]netip.Prefix, raw any) error {
	texts, err := list(raw)
	if err != nil {
		return err
	}
	out := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if addr, single := netip.ParseAddr(text); single == nil {
			p, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("want networks such as 10.0.0.0/8, not %q", text)
		}
		out = append(out, p.Masked())
	}
	*d = out
	return nil
}

// show is the inverse of set, without secrets.
func show(v any) string {
	switch v := v.(type) {
	case time.Duration:
		return showDuration(v)
	case secret.Value:
		if v.Len() == 0 {
			return ""
		}
		return secret.Mark
	case slog.Level:
		return strings.ToLower(v.String())
	case []string:
		return strings.Join(v, ",")
	case []netip.Prefix:
		texts := make([]string, len(v))
		for i, p := range v {
			texts[i] = p.String()
		}
		return strings.Join(texts, ",")
	}
	return fmt.Sprint(v)
}
