package wake

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestDueWorksInTimeWhenWokenAndAfterItsPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const nothing, failure = -1, -2
		// What work answers, in seconds: when something is due.
		answers := []time.Duration{3, nothing, nothing, 3600, failure, 1, nothing}
		// When it works, in seconds.
		want := []time.Duration{
			0,  // at the beginning
			3,  // when the next is due
			5,  // woken
			15, // the pace, as nothing is due
			25, // the pace, as what is due is later
			27, // the rest after a failure
			27, // what is overdue
		}
		var d Due
		var worked []time.Duration
		var failures int
		begin := time.Now()
		work := func(context.Context) (time.Time, error) {
			now := answers[len(worked)]
			worked = append(worked, time.Since(begin)/time.Second)
			switch now {
			case nothing:
				return time.Time{}, nil
			case failure:
				return time.Time{}, errors.New("no answer")
			}
			return begin.Add(now * time.Second), nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- d.Run(ctx, Pace{Look: 10 * time.Second, AfterFailure: 2 * time.Second}, time.Now, work, func(error) { failures++ })
		}()
		synctest.Wait()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		d.Wake()
		time.Sleep(25 * time.Second)
		cancel()
		if err := <-done; err != nil || failures != 1 {
			t.Errorf("it ended with %v and told of %d failures", err, failures)
		}
		if !slices.Equal(worked, want) {
			t.Errorf("it worked at %d, want %d", worked, want)
		}
	})
}

func TestDueIsWokenOnceMoreWhileItWorks(t *testing.T) {
	t.Parallel()
	var d Due
	ctx, cancel := context.WithCancel(t.Context())
	var worked int
	err := d.Run(ctx, Pace{Look: time.Hour}, time.Now, func(context.Context) (time.Time, error) {
		if worked++; worked == 1 {
			d.Wake()
			d.Wake()
		} else {
			cancel()
		}
		return time.Time{}, nil
	}, func(error) {})
	if err != nil || worked != 2 {
		t.Errorf("it worked %d times, and ended with %v", worked, err)
	}
}
