package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"catenary/chain"
	"catenary/runtime"
	"catenary/server/runs"
)

// chainHold is the hold of a chain, locked.
type chainHold struct {
	Tenant  string `db:"tenant_id"`
	Chain   string `db:"chain_id"`
	State   string `db:"state"`
	OrderBy string `db:"order_by"`
	Last    int64  `db:"last"`

	kept []*newRun
}

// holdable says whether a hold keeps a run: one that a person or a program
// starts, or a trigger does.
func holdable(r runtime.Run) bool {
	switch r.Trigger {
	case "api", "manual", "webhook", "schedule":
		return !r.Test && r.Version > 0 && r.Parent == ""
	}
	return false
}

// holds locks the holds of the chains of new runs. One that is not there yet
// when the run is written keeps only what comes after.
func (c *commit) holds(all []newRun) (map[gateID]*chainHold, error) {
	var chains, tenants []string
	for i := range all {
		if r := &all[i].row; holdable(*r) && !slices.Contains(chains, r.Chain) {
			chains, tenants = append(chains, r.Chain), append(tenants, r.Tenant)
		}
	}
	if len(chains) == 0 {
		return nil, nil
	}
	d := c.s.dialect
	var rows []chainHold
	err := c.s.list(c.ctx, &rows, `SELECT tenant_id, chain_id, state, order_by, last FROM chain_holds
 WHERE `+d.in("tenant_id", "tenants")+` AND `+d.in("chain_id", "chains")+` ORDER BY tenant_id, chain_id`+d.forUpdate,
		map[string]any{"tenants": d.list(tenants), "chains": d.list(chains)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make(map[gateID]*chainHold, len(rows))
	for i := range rows {
		out[gateID{rows[i].Tenant, rows[i].Chain}] = &rows[i]
	}
	for i := range all {
		if r := &all[i]; holdable(r.row) {
			r.hold = out[gateID{r.row.Tenant, r.row.Chain}]
		}
	}
	return out, nil
}

// gated adds the gate of the hold to those of a run.
func gated(r runtime.Run) (string, error) {
	var keys []string
	if r.Gates != "" {
		if err := json.Unmarshal([]byte(r.Gates), &keys); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(append(keys, runs.HoldGate(r.Chain)))
	return string(text), err
}

var insertHeld = insertion("held_runs", `tenant_id text, run_id text, chain_id text, number bigint, state text, order_key text`)

// keep gives the runs that a hold keeps their numbers.
func (c *commit) keep(holds map[gateID]*chainHold) error {
	for _, h := range holds {
		if len(h.kept) == 0 {
			continue
		}
		var keys []string
		for _, r := range h.kept {
			if r.orderKey = orderKey(h.OrderBy, r.row.Input); r.orderKey != "" {
				keys = append(keys, r.orderKey)
			}
		}
		before := map[string]bool{}
		if len(keys) > 0 {
			d := c.s.dialect
			var there []string
			err := c.s.list(c.ctx, &there, `SELECT DISTINCT v.value FROM `+d.values("keys")+`
 WHERE EXISTS (SELECT 1 FROM held_runs o
   WHERE o.tenant_id = :tenant AND o.chain_id = :chain AND o.order_key = v.value AND o.order_key <> '')`,
				map[string]any{"tenant": h.Tenant, "chain": h.Chain, "keys": d.list(keys)})
			if err != nil {
				return err
			}
			for _, key := range there {
				before[key] = true
			}
		}
		rows := make([][]any, 0, len(h.kept))
		for _, r := range h.kept {
			h.Last++
			state := "next"
			if r.orderKey != "" {
				if before[r.orderKey] {
					state = "behind"
				}
				before[r.orderKey] = true
			}
			rows = append(rows, []any{r.row.Tenant, r.row.ID, r.row.Chain, h.Last, state, r.orderKey})
		}
		if _, err := c.do.do(insertHeld, rows); err != nil {
			return err
		}
		_, err := c.s.exec(c.ctx, `UPDATE chain_holds SET last = :last WHERE tenant_id = :tenant_id AND chain_id = :chain_id`, h)
		if err != nil {
			return err
		}
	}
	return nil
}

// maxOrderKey is how long a key may be that is kept as it is.
const maxOrderKey = 200

// orderKey is what an input has at a JSON Pointer; "" for nothing.
func orderKey(pointer, input string) string {
	if pointer == "" {
		return ""
	}
	at := json.RawMessage(input)
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		var fields map[string]json.RawMessage
		if json.Unmarshal(at, &fields) != nil {
			return ""
		}
		inner, there := fields[strings.NewReplacer("~1", "/", "~0", "~").Replace(token)]
		if !there {
			return ""
		}
		at = inner
	}
	text, err := chain.CanonicalJSON(at)
	switch {
	case err == nil && string(text) != "null" && len(text) <= maxOrderKey:
		return clean(string(text))
	case err == nil && len(text) > maxOrderKey:
		sum := sha256.Sum256(text)
		return hex.EncodeToString(sum[:])
	}
	return ""
}
