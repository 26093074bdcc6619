package store

import (
	"errors"

	"catenary/runtime"
)

var insertSwitchWaits = insertion("switch_waits", `tenant_id text, run_id text, step text, switch_id text, value text`)

// switchWaits keeps the steps that wait for a switch, and answers those whose
// switch has the value already. The switch is locked: whoever sets it has
// either done so before, or finds the wait. One that is gone never answers.
func (c *commit) switchWaits(done []int) error {
	var waits [][]any
	var answers []runtime.Signal
	for _, i := range done {
		for _, w := range c.batch[i].SwitchWaits {
			var now struct {
				Value    string
				Revision int64
			}
			err := c.s.get(c.ctx, &now, `SELECT value, revision FROM switches
 WHERE tenant_id = :tenant_id AND id = :switch_id AND deleted_at IS NULL`+c.s.dialect.forShare, w)
			if err != nil && !errors.Is(err, ErrNoRows) {
				return err
			}
			if err != nil || now.Value != w.Value {
				waits = append(waits, []any{w.Tenant, w.Run, w.Step, w.Switch, w.Value})
				continue
			}
			answer, err := w.Answer(now.Value, now.Revision, c.now)
			if err != nil {
				return err
			}
			answers = append(answers, answer)
		}
	}
	if _, err := c.do.do(insertSwitchWaits, waits); err != nil {
		return err
	}
	asked, err := c.s.ask(c.do, c.now, answers)
	c.due = append(c.due, asked...)
	return err
}
