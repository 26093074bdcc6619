package store

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"catenary/migrations"
)

// Schema says how far the database's schema is and how far this program's goes.
type Schema struct{ Current, Wanted int64 }

// Migrate brings the schema up to this program's, under a lock, and says how
// many files that took. A database newer than the program is refused.
func (s *Store) Migrate(ctx context.Context) (applied int, err error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	if _, err := s.schema(ctx, p); err != nil {
		return 0, err
	}
	results, err := p.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(results), nil
}

// Schema reads where the database stands.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	p, err := s.provider()
	if err != nil {
		return Schema{}, err
	}
	return s.schema(ctx, p)
}

func (s *Store) schema(ctx context.Context, p *goose.Provider) (Schema, error) {
	current, wanted, err := p.GetVersions(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema's version: %w", err)
	}
	if current > wanted {
		return Schema{current, wanted}, fmt.Errorf(
			"the database is at schema %d, which is newer than this program knows (%d): start a newer catenary, or restore a backup from before", current, wanted)
	}
	return Schema{current, wanted}, nil
}

func (s *Store) provider() (*goose.Provider, error) {
	skip, err := migrations.NotFor(s.dialect.name)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithExcludeNames(skip), goose.WithDisableGlobalRegistry(true)}
	kind := goose.DialectSQLite3
	if s.dialect.name == "postgres" {
		kind = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(kind, s.write.DB, migrations.Files, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}
