package chains_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/server/chains"
	"catenary/server/servertest"
)

func TestALeaseHoldsOthersOff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		lease, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		w.must(err)
		if lease.LeaseID == "" || lease.Ends-lease.Since != chains.LeaseTime.Microseconds() {
			t.Fatalf("lease %+v", lease)
		}

		_, err = w.chains.TakeLease(ctx, w.other, w.org, "a", false)
		held, ok := wantCode(t, err, "chain.leased").Data.(chains.Held)
		if !ok || held.Holder != w.designer.Subject || held.Name == "" || held.Until.UnixMicro() != lease.Ends {
			t.Errorf("told %+v", held)
		}
		_, err = w.chains.SaveDraft(ctx, w.other, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))
		wantCode(t, err, "chain.leased")
		// A second window of the same person has no lease either, and another's id is no lease.
		_, err = w.chains.SaveDraft(ctx, w.designer, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))
		wantCode(t, err, "chain.leased")
		_, err = w.chains.SaveDraft(ctx, w.other, w.org, "a", chains.Base{Revision: 1, Lease: lease.LeaseID}, doc("a", "B", ""))
		wantCode(t, err, "chain.leased")
		_, err = w.chains.GoBack(ctx, w.other, w.org, "a", chains.Base{Revision: 1}, 1)
		wantCode(t, err, "chain.leased")

		saved, err := w.chains.SaveDraft(ctx, w.designer, w.org, "a", chains.Base{Revision: 1, Lease: lease.LeaseID}, doc("a", "B", ""))
		if err != nil || saved.Revision != 2 || !saved.Live(w.Clock.Now()) {
			t.Fatalf("the holder's save: %+v, %v", saved.Chain, err)
		}
	})
}

func TestALeaseEndsUnlessRenewed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		lease, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		w.must(err)
		w.Clock.Add(40 * time.Second)
		renewed, err := w.chains.RenewLease(ctx, w.designer, w.org, "a", lease.LeaseID)
		w.must(err)
		if renewed.Since != lease.Since || renewed.Ends <= lease.Ends {
			t.Errorf("renewed %+v", renewed)
		}
		w.Clock.Add(40 * time.Second)
		_, err = w.chains.SaveDraft(ctx, w.other, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))
		wantCode(t, err, "chain.leased")

		w.Clock.Add(20 * time.Second)
		_, err = w.chains.SaveDraft(ctx, w.other, w.org, "a", chains.Base{Revision: 1}, doc("a", "B", ""))
		w.must(err)
		// It ran out, but nobody took it: the holder goes on.
		_, err = w.chains.RenewLease(ctx, w.designer, w.org, "a", lease.LeaseID)
		w.must(err)
		w.must(w.chains.ReleaseLease(ctx, w.designer, w.org, "a", lease.LeaseID))
		w.must(w.chains.ReleaseLease(ctx, w.designer, w.org, "a", lease.LeaseID))
		_, err = w.chains.RenewLease(ctx, w.designer, w.org, "a", lease.LeaseID)
		if f := wantCode(t, err, "chain.lease_lost"); f.Data != nil {
			t.Errorf("nobody holds it: %v", f.Data)
		}
		_, err = w.chains.RenewLease(ctx, w.designer, w.org, "a", "no id at all\x00")
		wantCode(t, err, "chain.lease_lost")
	})
}

func TestALeaseTakenOverIsLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		first, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		w.must(err)
		_, err = w.chains.TakeLease(ctx, w.other, w.org, "a", true)
		w.must(err)
		_, err = w.chains.RenewLease(ctx, w.designer, w.org, "a", first.LeaseID)
		held, ok := wantCode(t, err, "chain.lease_lost").Data.(chains.Held)
		if !ok || held.Holder != w.other.Subject {
			t.Errorf("told %+v", held)
		}
		_, err = w.chains.SaveDraft(ctx, w.designer, w.org, "a", chains.Base{Revision: 1, Lease: first.LeaseID}, doc("a", "B", ""))
		wantCode(t, err, "chain.leased")
		w.must(w.chains.ReleaseLease(ctx, w.designer, w.org, "a", first.LeaseID)) // not theirs: nothing happens
		if view, err := w.chains.Get(ctx, w.designer, w.org, "a"); err != nil || view.Holder != w.other.Subject {
			t.Errorf("holder %v, %v", view.Holder, err)
		}
		got := w.Audited(w.designer.Tenant)
		if want := []string{"chain:created", "chain:lease_taken", "chain:lease_taken_over"}; !slices.Equal(got, want) {
			t.Errorf("audited %v", got)
		}
	})
}

func TestOfParallelLeasesOneIsGiven(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = w.chains.TakeLease(ctx, w.designer, w.org, "a", false) })
		}
		wg.Wait()
		given := 0
		for _, err := range errs {
			switch {
			case err == nil:
				given++
			case !fault.HasCode(err, "chain.leased"):
				t.Error(err)
			}
		}
		if given != 1 {
			t.Errorf("%d were given", given)
		}
	})
}

func TestAHolderWithoutRightsAnyMoreCannotSave(t *testing.T) {
	t.Parallel()
	w := newWorld(t, servertest.SQLite(t))
	w.create(doc("a", "A", ""))
	lease, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
	w.must(err)
	reader := w.Token(w.designer, "", "chain:view")
	_, err = w.chains.SaveDraft(ctx, reader, w.org, "a", chains.Base{Revision: 1, Lease: lease.LeaseID}, doc("a", "B", ""))
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("save = %v", err)
	}
}

func TestWhoAsksIsHandedTheDraft(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.create(doc("a", "A", ""))
		// Nobody edits: there is nobody to ask.
		view, err := w.chains.AskLease(ctx, w.other, w.org, "a")
		if err != nil || view.AskedBy != "" {
			t.Fatalf("%+v, %v", view.Lease, err)
		}
		lease, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		w.must(err)
		if view, err = w.chains.AskLease(ctx, w.designer, w.org, "a"); err != nil || view.AskedBy != "" {
			t.Errorf("the holder asks: %+v, %v", view.Lease, err)
		}
		view, err = w.chains.AskLease(ctx, w.other, w.org, "a")
		if err != nil || view.AskedBy != w.other.Subject || view.AskedName == "" || view.AskedAt != w.Clock.Now().UnixMicro() || view.Declined {
			t.Fatalf("asked %+v, %v", view.Lease, err)
		}
		w.Clock.Add(10 * time.Second)
		if again, err := w.chains.AskLease(ctx, w.other, w.org, "a"); err != nil || again.AskedAt != view.AskedAt {
			t.Errorf("asked again %+v, %v", again.Lease, err)
		}
		if renewed, err := w.chains.RenewLease(ctx, w.designer, w.org, "a", lease.LeaseID); err != nil || renewed.AskedBy != w.other.Subject {
			t.Errorf("the holder is told %+v, %v", renewed, err)
		}
		wantCode(t, w.chains.AnswerLease(ctx, w.other, w.org, "a", lease.LeaseID, true), "chain.lease_lost")
		w.must(w.chains.AnswerLease(ctx, w.designer, w.org, "a", lease.LeaseID, false))
		if view, err = w.chains.Get(ctx, w.other, w.org, "a"); err != nil || !view.Declined || view.Holder != w.designer.Subject {
			t.Errorf("declined: %+v, %v", view.Lease, err)
		}
		if view, err = w.chains.AskLease(ctx, w.other, w.org, "a"); err != nil || view.Declined {
			t.Errorf("asked after a no: %+v, %v", view.Lease, err)
		}

		w.must(w.chains.AnswerLease(ctx, w.designer, w.org, "a", lease.LeaseID, true))
		if view, err = w.chains.Get(ctx, w.other, w.org, "a"); err != nil || !view.HandedOver() || view.Holder != w.other.Subject || !view.Live(w.Clock.Now()) {
			t.Errorf("handed over: %+v, %v", view.Lease, err)
		}
		// Nobody slips in between, and who was asked has it no longer.
		_, err = w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		wantCode(t, err, "chain.leased")
		_, err = w.chains.RenewLease(ctx, w.designer, w.org, "a", lease.LeaseID)
		wantCode(t, err, "chain.lease_lost")
		taken, err := w.chains.TakeLease(ctx, w.other, w.org, "a", false)
		if err != nil || taken.AskedBy != "" {
			t.Fatalf("taken %+v, %v", taken, err)
		}
		want := []string{
			"chain:created", "chain:lease_taken", "chain:lease_asked", "chain:lease_declined", "chain:lease_asked",
			"chain:lease_handed_over", "chain:lease_taken",
		}
		if got := w.Audited(w.designer.Tenant); !slices.Equal(got, want) {
			t.Errorf("audited %v", got)
		}
		// Nobody asks any more: to hand over is to end.
		w.must(w.chains.AnswerLease(ctx, w.other, w.org, "a", taken.LeaseID, true))
		if view, err = w.chains.Get(ctx, w.other, w.org, "a"); err != nil || view.Live(w.Clock.Now()) {
			t.Errorf("ended: %+v, %v", view.Lease, err)
		}
	})
}

// handOver makes a chain whose draft the designer hands over to other.
func (w *world) handOver() {
	w.t.Helper()
	w.create(doc("a", "A", ""))
	lease, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
	w.must(err)
	_, err = w.chains.AskLease(ctx, w.other, w.org, "a")
	w.must(err)
	w.must(w.chains.AnswerLease(ctx, w.designer, w.org, "a", lease.LeaseID, true))
}

func TestAHandedOverDraftIsFreeAgainIfNobodyTakesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.handOver()
		w.Clock.Add(chains.LeaseTime)
		_, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", false)
		w.must(err)
	})
}

func TestWhatWasHandedOverCanBeTakenOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.handOver()
		_, err := w.chains.TakeLease(ctx, w.designer, w.org, "a", true)
		w.must(err)
		if got := w.Audited(w.designer.Tenant); !slices.Contains(got, "chain:lease_taken_over") {
			t.Errorf("audited %v", got)
		}
	})
}
