package runtime

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// maxBatch bounds how many writes go into one transaction.
const maxBatch = 512

// commitPauses are waited between tries while the database cannot be written.
var commitPauses = []time.Duration{50 * time.Millisecond, 200 * time.Millisecond, time.Second}

// committer writes the journal: whatever waits when a transaction has ended
// goes into the next one. There is no timer: a batch grows while the one before
// it is written.
type committer struct {
	journal Journal
	replica string
	log     *slog.Logger
	// held says whether the lease still holds; without it nothing is tried.
	held func() bool

	queue chan *commit
}

// commit is one write on its way to the disk.
type commit struct {
	write   Write
	outcome Outcome
	err     error
	done    chan struct{}
}

func newCommitter(j Journal, replica string, held func() bool, log *slog.Logger) *committer {
	return &committer{journal: j, replica: replica, held: held, log: log, queue: make(chan *commit, maxBatch)}
}

// submit hands a write over and waits until it is on disk. A write that has
// been handed over is carried out even if ctx ends.
func (c *committer) submit(ctx context.Context, w Write) (Outcome, error) {
	item := &commit{write: w, done: make(chan struct{})}
	select {
	case c.queue <- item:
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
	select {
	case <-item.done:
		return item.outcome, item.err
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
}

// run commits until ctx ends.
func (c *committer) run(ctx context.Context) {
	batch := make([]*commit, 0, maxBatch)
	writes := make([]Write, 0, maxBatch)
	for {
		batch, writes = batch[:0], writes[:0]
		select {
		case item := <-c.queue:
			batch = append(batch, item)
		case <-ctx.Done():
			return
		}
	more:
		for len(batch) < maxBatch {
			select {
			case item := <-c.queue:
				batch = append(batch, item)
			default:
				break more
			}
		}
		for _, item := range batch {
			writes = append(writes, item.write)
		}
		outcomes, err := c.commit(ctx, writes)
		for i, item := range batch {
			if item.err = err; err == nil {
				item.outcome = outcomes[i]
			}
			close(item.done)
		}
	}
}

// commit tries until the batch is written, or this replica may write no more.
// The journal makes it harmless to try what may have been done already.
func (c *committer) commit(ctx context.Context, writes []Write) ([]Outcome, error) {
	for try := 0; ; try++ {
		if !c.held() {
			return nil, ErrFenced
		}
		outcomes, err := c.journal.Commit(ctx, c.replica, writes)
		if err == nil || errors.Is(err, ErrFenced) || ctx.Err() != nil {
			return outcomes, err
		}
		c.log.Error("the journal cannot be written", "error", err, "writes", len(writes), "try", try+1)
		select {
		case <-time.After(commitPauses[min(try, len(commitPauses)-1)]):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
