package store_test

import (
	"context"
	"errors"
	"testing"

	"catenary/internal/clock"
	"catenary/server/store"
	"catenary/server/store/storetest"
)

func TestMigrateTwiceDoesNothingMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		n, err := s.Migrate(context.Background())
		if err != nil || n != 0 {
			t.Fatalf("second Migrate = %d, %v", n, err)
		}
		schema, err := s.Schema(context.Background())
		if err != nil || schema.Current != schema.Wanted {
			t.Fatalf("Schema = %+v, %v", schema, err)
		}
	})
}

func TestInTxRollsBackOnError(t *testing.T) {
	t.Parallel()
	storetest.Each(t, clock.Wall, func(t *testing.T, s *store.Store) {
		boom := errors.New("boom")
		if err := s.InTx(context.Background(), func(ctx context.Context) error { return boom }); !errors.Is(err, boom) {
			t.Fatalf("InTx = %v", err)
		}
	})
}
