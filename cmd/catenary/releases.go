package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/chain"
)

// releaseResult is a release as the API shows it.
type releaseResult struct {
	ID          string           `json:"id"`
	OrgID       string           `json:"org_id"`
	Name        string           `json:"name"`
	Description string           `json:"description,omitempty"`
	State       string           `json:"state"`
	Revision    int64            `json:"revision"`
	Plan        *releasePlan     `json:"plan,omitempty"`
	Progress    []phaseResult    `json:"progress,omitempty"`
	Rehearsal   *rehearsalResult `json:"rehearsal,omitempty"`
	Seal        string           `json:"seal,omitempty"`
	ApprovalID  string           `json:"approval_id,omitempty"`
	Milestones  int64            `json:"milestones"`
	CreatedAt   string           `json:"created_at"`
	CreatedBy   *named           `json:"created_by,omitempty"`
	UpdatedAt   string           `json:"updated_at"`
	RequestedAt string           `json:"requested_at,omitempty"`
	ApprovedAt  string           `json:"approved_at,omitempty"`
	ExpiresAt   string           `json:"expires_at,omitempty"`
	ExecutedAt  string           `json:"executed_at,omitempty"`
	ExecutedBy  *named           `json:"executed_by,omitempty"`
	EndedAt     string           `json:"ended_at,omitempty"`
	Code        string           `json:"code,omitempty"`
	Message     string           `json:"message,omitempty"`
}

// releasePlan is what a release does, as far as people read it in a table.
type releasePlan struct {
	ValidDays int            `json:"valid_days,omitempty"`
	Review    any            `json:"review,omitempty"`
	Phases    []plannedPhase `json:"phases"`
}

type plannedPhase struct {
	Name     string           `json:"name"`
	Gates    []map[string]any `json:"gates,omitempty"`
	Chain    plannedChain     `json:"chain"`
	Input    any              `json:"input,omitempty"`
	Rollback struct {
		Chain *plannedChain `json:"chain,omitempty"`
		Input any           `json:"input,omitempty"`
	} `json:"rollback,omitzero"`
	Mocks map[string]any `json:"mocks,omitempty"`
}

type plannedChain struct {
	Key     string `json:"key"`
	Version int64  `json:"version,omitempty"`
}

func (c plannedChain) String() string { return c.Key + " " + strconv.FormatInt(c.Version, 10) }

// phaseResult is how a phase goes.
type phaseResult struct {
	Phase          int    `json:"phase"`
	Name           string `json:"name"`
	State          string `json:"state"`
	BeganAt        string `json:"began_at,omitempty"`
	EndedAt        string `json:"ended_at,omitempty"`
	Code           string `json:"code,omitempty"`
	Message        string `json:"message,omitempty"`
	RollbackAt     string `json:"rollback_requested_at,omitempty"`
	RollbackReason string `json:"rollback_reason,omitempty"`
	Runs           []struct {
		Purpose string `json:"purpose"`
		RunID   string `json:"run_id"`
	} `json:"runs"`
	Gates []struct {
		Gate      int    `json:"gate"`
		State     string `json:"state"`
		SubjectID string `json:"subject_id"`
		Message   string `json:"message,omitempty"`
	} `json:"gates"`
}

func newReleasesCommand(c *console) *cobra.Command {
	r := &remote{console: c}
	cmd := r.flags(&cobra.Command{
		Use: "releases", Short: "Plans that people approve, and that run once",
		Long: `Plans that people approve, and that run once. Who wrote any part of a release does
not approve it; 'catenary inbox' is where approvers decide.`,
	})
	cmd.AddCommand(
		newReleasesListCommand(r), newReleasesShowCommand(r), newReleasesReviewCommand(r), newReleasesCreateCommand(r), newReleasesEditCommand(r),
		newReleasesDeleteCommand(r), newReleasesSubmitCommand(r), newReleasesCommentCommand(r), newReleasesWithdrawCommand(r),
		newReleasesRehearseCommand(r), newReleasesExecuteCommand(r), newReleasesRollbackCommand(r), newReleasesMilestonesCommand(r),
		newReleaseRuleCommand(r),
	)
	return cmd
}

func newReleasesListCommand(r *remote) *cobra.Command {
	var org, search, state string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "List the releases of an org and of those below it, the last changed first",
		Example: `  catenary releases list --org acme/retail --state in_review,approved`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 {
				return usageError("--limit is 1 or more")
			}
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			query := url.Values{}
			for name, value := range map[string]string{"q": search, "state": state} {
				if value != "" {
					query.Set(name, value)
				}
			}
			all, err := pages[releaseResult](cmd.Context(), o.Client, o.at("releases"), query, limit)
			if err != nil {
				return err
			}
			all = all[:min(len(all), limit)]
			rows := make([][]string, len(all))
			for i, v := range all {
				rows[i] = []string{v.ID, v.State, v.Name, short(v.UpdatedAt), by(v.CreatedBy), short(v.ExpiresAt), v.Code}
			}
			return r.print(cmd, all, []string{"RELEASE", "STATE", "NAME", "CHANGED", "DRAWN UP BY", "APPROVED UNTIL", "FAILURE"}, rows)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&search, "search", "", "those with this in their name")
	cmd.Flags().StringVar(&state, "state", "", "those in these states: in_review,approved")
	cmd.Flags().IntVar(&limit, "limit", 50, "how many at most")
	return cmd
}

// by is the name of who did something.
func by(who *named) string {
	if who == nil {
		return ""
	}
	return who.Name
}

func newReleasesShowCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "show RELEASE", Short: "Show one release: its phases, and how they go", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var v releaseResult
			if _, err := o.Get(cmd.Context(), o.at("releases", args[0]), nil, &v); err != nil {
				return err
			}
			return r.printRelease(cmd, v)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

// printRelease prints one release with its phases.
func (r *remote) printRelease(cmd *cobra.Command, v releaseResult) error {
	if r.format != "table" {
		return r.print(cmd, v, nil, nil)
	}
	rehearsal := ""
	if v.Rehearsal != nil {
		rehearsal = v.Rehearsal.State + " " + short(v.Rehearsal.BeganAt)
	}
	failure := ""
	if v.Code != "" {
		failure = v.Message + " (" + v.Code + ")"
	}
	err := r.print(cmd, nil, nil, filled([][]string{
		{"release", v.ID},
		{"name", v.Name},
		{"about", v.Description},
		{"state", v.State},
		{"failure", failure},
		{"revision", strconv.FormatInt(v.Revision, 10)},
		{"drawn up", strings.TrimSpace(short(v.CreatedAt) + " " + by(v.CreatedBy))},
		{"rehearsal", rehearsal},
		{"seal", v.Seal},
		{"approval", v.ApprovalID},
		{"good until", short(v.ExpiresAt)},
		{"executed", strings.TrimSpace(short(v.ExecutedAt) + " " + by(v.ExecutedBy))},
		{"ended", short(v.EndedAt)},
	}))
	if err != nil || v.Plan == nil {
		return err
	}
	say(cmd.OutOrStdout(), "\n")
	rows := make([][]string, len(v.Plan.Phases))
	for i, p := range v.Plan.Phases {
		rows[i] = append([]string{strconv.Itoa(i + 1), p.Name, p.Chain.String(), p.gates(), p.rollback()}, v.progress(i)...)
	}
	return r.print(cmd, nil, []string{"PHASE", "NAME", "CHAIN", "GATES", "ROLLBACK", "STATE", "TOOK", "WHY", "RUN"}, rows)
}

// gates names what has to be passed before a phase.
func (p plannedPhase) gates() string {
	var kinds []string
	for _, g := range p.Gates {
		for kind := range g {
			kinds = append(kinds, kind)
		}
	}
	return strings.Join(kinds, ", ")
}

// rollback says what takes a phase back.
func (p plannedPhase) rollback() string {
	if p.Rollback.Chain == nil {
		return "undo"
	}
	return p.Rollback.Chain.String()
}

// progress says how a phase of a release goes; nothing before it is executed.
func (v releaseResult) progress(i int) []string {
	if i >= len(v.Progress) {
		return nil
	}
	p := v.Progress[i]
	why := p.Message
	if p.Code != "" {
		why += " (" + p.Code + ")"
	}
	for _, g := range p.Gates {
		if g.State == "waiting" {
			why = fmt.Sprintf("gate %d waits for %s", g.Gate, g.SubjectID)
		}
	}
	run := ""
	for _, one := range p.Runs {
		if one.Purpose == "steps" {
			run = one.RunID
		}
	}
	return []string{p.State, took(p.BeganAt, p.EndedAt), strings.TrimSpace(why), run}
}

// reviewResult is what approvers read.
type reviewResult struct {
	Release releaseResult `json:"release"`
	Seal    string        `json:"seal"`
	Parts   []struct {
		Pointer string `json:"pointer"`
		Digest  string `json:"digest"`
	} `json:"parts"`
	Differs []string `json:"differs"`
	Chains  []struct {
		Pointer  string         `json:"pointer"`
		ChainID  string         `json:"chain_id"`
		Version  int64          `json:"version"`
		Digest   string         `json:"digest"`
		Message  string         `json:"message,omitempty"`
		Document any            `json:"document"`
		Last     int64          `json:"last_released,omitempty"`
		Changes  []chain.Change `json:"changes"`
	} `json:"chains"`
	Authors  []string        `json:"authors"`
	Comments []commentResult `json:"comments"`
}

type commentResult struct {
	ID       string `json:"id"`
	At       string `json:"at"`
	By       *named `json:"by"`
	Revision int64  `json:"revision"`
	Pointer  string `json:"pointer,omitempty"`
	Body     string `json:"body"`
}

func newReleasesReviewCommand(r *remote) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: "review RELEASE", Short: "Show what would run: how its chains differ from what was released last, its seal, and what was said",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			var v reviewResult
			if _, err := o.Get(cmd.Context(), o.at("releases", args[0], "review"), nil, &v); err != nil {
				return err
			}
			if v.Comments, err = pages[commentResult](cmd.Context(), o.Client, o.at("releases", args[0], "comments"), nil, 0); err != nil {
				return err
			}
			if r.format != "table" {
				return r.print(cmd, v, nil, nil)
			}
			people := approvalResult{}
			if v.Release.ApprovalID != "" {
				if _, err := o.Get(cmd.Context(), o.at("approvals", v.Release.ApprovalID), nil, &people); err != nil {
					return err
				}
			}
			return r.printReview(cmd, v, people)
		},
	}
	orgFlag(cmd, &org)
	return cmd
}

func (r *remote) printReview(cmd *cobra.Command, v reviewResult, people approvalResult) error {
	if err := r.printRelease(cmd, v.Release); err != nil {
		return err
	}
	say(cmd.OutOrStdout(), "\n")
	err := r.print(cmd, nil, nil, filled([][]string{
		{"seal of what would run now", v.Seal},
		{"not as it was sealed", strings.Join(v.Differs, ", ")},
		{"who wrote it, and does not approve it", people.called(v.Authors...)},
	}))
	if err != nil {
		return err
	}
	for _, c := range v.Chains {
		since := "released for the first time"
		if c.Last > 0 {
			since = "since version " + strconv.FormatInt(c.Last, 10)
		}
		say(cmd.OutOrStdout(), "\n%s: version %d, %s\n", c.Pointer, c.Version, since)
		if c.Last == 0 {
			continue
		}
		if err := r.printChanges(cmd, c.Changes); err != nil {
			return err
		}
	}
	if len(v.Comments) == 0 {
		return nil
	}
	say(cmd.OutOrStdout(), "\n")
	rows := make([][]string, len(v.Comments))
	for i, c := range v.Comments {
		rows[i] = []string{short(c.At), by(c.By), c.Pointer, c.Body}
	}
	return r.print(cmd, nil, []string{"SAID", "BY", "ABOUT", "WHAT"}, rows)
}
