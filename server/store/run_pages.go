package store

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"catenary/internal/id"
	"catenary/internal/page"
	"catenary/rbac"
	"catenary/runtime/run"
	"catenary/server/runs"
)

// A page of runs is found in two steps. First an index names the newest runs of
// each source: each org, each state, each word that is searched. Then those are
// read and held against the rest of what is asked. A page may have fewer runs
// than its limit and still a next one: what is looked at is bounded, however
// many runs there are and however few are wanted.

const (
	// looked is how many runs are looked at for one page, unless the first ones
	// will do.
	looked = 1000
	// maxExpanded is how many words one beginning stands for; the shortest come
	// first.
	maxExpanded = 100
)

// idPrefix is what an id begins with, if enough of it is there.
var idPrefix = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{10,26}$`)

const lastID = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"

// runSources are where a page of runs is looked for.
type runSources struct {
	column string   // of runs, org_state, word, or empty: all runs of the tenant
	keys   []string // whose newest runs are looked at
	rest   bool     // not all runs of the sources are wanted
}

// Runs lists what f chooses, the newest first.
func (s *Store) Runs(ctx context.Context, tenant rbac.TenantID, f runs.Filter, r page.Request) (page.Of[runs.Row], error) {
	var out page.Of[runs.Row]
	if f.Set.Mode == rbac.None {
		return out, nil
	}
	args := map[string]any{"tenant": tenant, "max": r.Limit + 1}
	floor, below := "", lastID+"Z"
	where := s.inOrgs(f.Set, "r.org_id", args)
	where += runFilter(f, args)
	if f.From > 0 {
		floor = id.First(time.UnixMicro(f.From).Add(-time.Minute))
	}
	if f.To > 0 {
		below = id.First(time.UnixMicro(f.To).Add(time.Minute))
	}
	where += s.statesIn(f, args)
	src, also, err := s.runSources(ctx, f, args)
	if err != nil || src.column != "" && len(src.keys) == 0 {
		return out, err
	}
	if text := strings.ToUpper(strings.TrimSpace(f.Search)); idPrefix.MatchString(text) {
		floor, below = max(floor, text), min(below, text+strings.Repeat("Z", 27-len(text)))
	}
	if !r.After.IsZero() {
		below = min(below, r.After.ID)
	}
	args["floor"], args["below"] = floor, below
	args["keys"] = s.dialect.list(src.keys)
	for _, each := range []int{r.Limit + 1, max(r.Limit+1, looked/max(1, len(src.keys)))} {
		found, more, err := s.newestRuns(ctx, src, each, args)
		if err != nil {
			return out, err
		}
		var rows []runs.Row
		if len(found) > 0 {
			if !src.rest {
				found = found[:min(len(found), r.Limit+1)]
			}
			args["ids"] = s.dialect.list(found)
			err = s.list(ctx, &rows, `SELECT `+runRowColumns+runListed+`
  FROM (SELECT * FROM runs r WHERE r.tenant_id = :tenant AND `+s.dialect.in("r.id", "ids")+` AND `+where+also+`
         ORDER BY r.id DESC LIMIT :max) r`+withStarters+`
 ORDER BY r.id DESC`, args)
			if err != nil {
				return out, err
			}
		}
		out = page.Cut(rows, r, func(row runs.Row) page.Cursor { return page.Cursor{Sort: row.ID, ID: row.ID} })
		if len(rows) > r.Limit || more == "" {
			return out, nil
		}
		out.Next = page.Cursor{Sort: more, ID: more}
		if !src.rest {
			return out, nil
		}
	}
	return out, nil
}

// runFilter is what rows are held against, but for their orgs and states.
func runFilter(f runs.Filter, args map[string]any) string {
	where := ""
	for _, c := range []struct{ column, value string }{
		{"chain_key", f.Chain}, {"trigger_kind", f.Trigger}, {"parent_id", f.Parent}, {"started_by", string(f.By)},
	} {
		if c.value != "" {
			where += ` AND r.` + c.column + ` = :` + c.column
			args[c.column] = c.value
		}
	}
	if f.Test != nil {
		where += ` AND r.test = :test`
		args["test"] = *f.Test
	}
	if f.From > 0 {
		where += ` AND r.created_at >= :from`
		args["from"] = f.From
	}
	if f.To > 0 {
		where += ` AND r.created_at < :to`
		args["to"] = f.To
	}
	return where
}

func (s *Store) statesIn(f runs.Filter, args map[string]any) string {
	if len(f.States) == 0 {
		return ""
	}
	args["states"] = s.dialect.list(texts(f.States))
	return ` AND ` + s.dialect.in("r.state", "states")
}

// runSources chooses the index that leads to the fewest runs. also is a
// condition on what it leads to.
func (s *Store) runSources(ctx context.Context, f runs.Filter, args map[string]any) (src runSources, also string, err error) {
	conditions := 0
	for _, given := range []bool{f.Chain != "", f.Trigger != "", f.Parent != "", f.By != "", f.Test != nil, len(f.States) > 0, f.Search != "", f.Set.Mode != rbac.All, f.From > 0, f.To > 0} {
		if given {
			conditions++
		}
	}
	scarce := len(f.States) > 0 && !slices.Contains(f.States, run.Succeeded)
	few := f.Set.Mode == rbac.In && len(f.Set.IDs) <= askedEach
	switch {
	case idPrefix.MatchString(strings.ToUpper(strings.TrimSpace(f.Search))):
		src = runSources{rest: conditions > 1}
	case f.Search != "":
		words := wordsOf(f.Search)
		if len(words) == 0 {
			return runSources{column: "word"}, "", nil
		}
		last := words[len(words)-1]
		keys, err := s.wordsFrom(ctx, args["tenant"], last)
		if err != nil {
			return src, "", err
		}
		for i, word := range words[:len(words)-1] {
			name := "word" + string(rune('a'+i))
			args[name] = word
			also += ` AND EXISTS (SELECT 1 FROM run_words w WHERE w.tenant_id = :tenant AND w.word = :` + name + ` AND w.run_id = r.id)`
		}
		src = runSources{column: "word", keys: keys, rest: conditions > 1 || len(words) > 1}
	case f.Parent != "":
		src = runSources{column: "parent_id", keys: []string{f.Parent}, rest: conditions > 1}
	case f.By != "":
		src = runSources{column: "started_by", keys: []string{string(f.By)}, rest: conditions > 1}
	case few && scarce:
		src = runSources{column: "org_state", rest: conditions > 2}
		for _, org := range f.Set.IDs {
			for _, state := range f.States {
				src.keys = append(src.keys, string(org)+" "+string(state))
			}
		}
	case few:
		src = runSources{column: "org_id", keys: texts(f.Set.IDs), rest: conditions > 1}
	case scarce:
		src = runSources{column: "state", keys: texts(f.States), rest: conditions > 1}
	case f.Chain != "":
		src = runSources{column: "chain_key", keys: []string{f.Chain}, rest: conditions > 1}
	default:
		src = runSources{rest: conditions > 0}
	}
	return src, also, nil
}

// wordsFrom are the words of titles that begin as the given one.
func (s *Store) wordsFrom(ctx context.Context, tenant any, beginning string) ([]string, error) {
	var out []string
	err := s.list(ctx, &out, `
WITH RECURSIVE w (word, n) AS (
  SELECT * FROM (SELECT word, 1 FROM run_words WHERE tenant_id = :tenant AND word >= :from AND word < :to ORDER BY word LIMIT 1) f
  UNION ALL
  SELECT (SELECT MIN(x.word) FROM run_words x WHERE x.tenant_id = :tenant AND x.word > w.word AND x.word < :to), w.n + 1
    FROM w WHERE w.word IS NOT NULL AND w.n < :max
)
SELECT word FROM w WHERE word IS NOT NULL`,
		map[string]any{"tenant": tenant, "from": beginning, "to": beginning + "\U0010FFFF", "max": maxExpanded})
	return out, err
}

// newestRuns names the newest runs of all sources together, the newest first.
// more is where to look further: all runs behind it were not looked at; empty:
// there are none.
func (s *Store) newestRuns(ctx context.Context, src runSources, each int, args map[string]any) (ids []string, more string, err error) {
	args["each"] = each
	var found []struct{ Source, ID string }
	if err := s.list(ctx, &found, s.dialect.newestOf(src.column, ""), args); err != nil {
		return nil, "", err
	}
	count := map[string]int{}
	for _, row := range found { // the newest of a source comes first
		ids = append(ids, row.ID)
		if count[row.Source]++; count[row.Source] == each && row.ID > more {
			more = row.ID
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	slices.Reverse(ids)
	for i, id := range ids {
		if id < more {
			ids = ids[:i]
			break
		}
	}
	return ids, more, nil
}
