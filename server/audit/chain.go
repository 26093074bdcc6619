package audit

import (
	"crypto/sha256"
	"encoding/hex"

	"catenary/internal/tuple"
)

// Sealed is a row in its place in the tenant's chain. Hash covers the row and
// Prev, the hash of the row before it; of the first one Prev is empty.
type Sealed struct {
	Row
	Seq  int64  `db:"seq"`
	Prev string `db:"prev"`
	Hash string `db:"hash"`
}

// rowName stands first in what is hashed of a row; another way of hashing gets
// another name.
const rowName = "catenary.audit-row.1"

// hasher hashes rows; its buffer is used again and again.
type hasher struct{ buffer []byte }

// sum is the hash that belongs to a row at its place.
func (h *hasher) sum(s *Sealed) string {
	b := h.buffer[:0]
	for _, text := range [...]string{rowName, s.Tenant, s.ID} {
		b = tuple.AppendText(b, text)
	}
	b = tuple.AppendInt(b, s.At)
	for _, text := range [...]string{
		s.Subject, s.Human, s.Token, s.Address, s.RequestID, s.Action, s.Kind, s.Resource, s.Org,
		s.Before, s.After, s.Result, s.Code,
	} {
		b = tuple.AppendText(b, text)
	}
	b = tuple.AppendInt(b, s.Times)
	b = tuple.AppendInt(b, s.Seq)
	b = tuple.AppendText(b, s.Prev)
	h.buffer = b
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// link puts rows behind the end of a chain.
func link(end Link, rows []Row) []Sealed {
	var h hasher
	out := make([]Sealed, 0, len(rows))
	for _, row := range rows {
		s := Sealed{Row: row, Seq: end.Seq + 1, Prev: end.Hash}
		s.Hash = h.sum(&s)
		end = Link{Seq: s.Seq, Hash: s.Hash}
		out = append(out, s)
	}
	return out
}

// Link is a place in a chain; the zero Link is before the first row.
type Link struct {
	Seq  int64  `db:"seq"`
	Hash string `db:"hash"`
}
