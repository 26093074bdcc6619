package wake

import "testing"

func woken(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestCallsWakeWhoWaitsForTheThing(t *testing.T) {
	t.Parallel()
	var c Calls[string]
	c.Tell("x") // nobody waits
	first, leave := c.Join("x")
	second, leaveToo := c.Join("x")
	other, leaveOther := c.Join("y")
	defer leaveOther()
	if woken(first) {
		t.Error("woken by what was before")
	}
	for range 3 { // nobody reads in between, and nobody blocks
		c.Tell("x")
	}
	if !woken(first) || !woken(second) || woken(other) {
		t.Error("not woken, or by another thing")
	}
	if woken(first) {
		t.Error("woken twice by what was told before it looked")
	}
	leave()
	leave()
	c.Tell("x")
	if woken(first) || !woken(second) {
		t.Error("who left is woken, or who stayed is not")
	}
	leaveToo()
	if len(c.waiting) != 1 {
		t.Errorf("%d things are kept that nobody waits for", len(c.waiting)-1)
	}
}
