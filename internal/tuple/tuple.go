// Package tuple turns lists of texts and numbers into bytes to be hashed,
// signed or bound to. Every field stands with its length before it, so no two
// different lists give the same bytes.
package tuple

import (
	"encoding/binary"
	"errors"
)

// Of encodes texts.
func Of(texts ...string) []byte {
	n := 0
	for _, s := range texts {
		n += 8 + len(s)
	}
	b := make([]byte, 0, n)
	for _, s := range texts {
		b = AppendText(b, s)
	}
	return b
}

// AppendText adds a text to an encoding.
func AppendText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
	return append(b, s...)
}

// AppendInt adds a number to an encoding, as a field of eight bytes.
func AppendInt(b []byte, n int64) []byte {
	b = binary.BigEndian.AppendUint64(b, 8)
	return binary.BigEndian.AppendUint64(b, uint64(n))
}

var errBroken = errors.New("tuple: the bytes are not an encoding")

// Decode gives the fields back; a number comes as its eight bytes.
func Decode(b []byte) ([]string, error) {
	var out []string
	for len(b) > 0 {
		if len(b) < 8 {
			return nil, errBroken
		}
		n := binary.BigEndian.Uint64(b)
		b = b[8:]
		if n > uint64(len(b)) {
			return nil, errBroken
		}
		out = append(out, string(b[:n]))
		b = b[n:]
	}
	return out, nil
}
