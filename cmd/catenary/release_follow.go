package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// milestoneResult is one thing that happened to a release, as the API shows it.
type milestoneResult struct {
	Seq    int64  `json:"seq"`
	At     string `json:"at"`
	Kind   string `json:"kind"`
	Phase  int    `json:"phase,omitempty"`
	By     string `json:"by,omitempty"`
	ByName string `json:"by_name,omitempty"`
	Human  string `json:"human,omitempty"`
	Code   string `json:"code,omitempty"`
	Note   string `json:"note,omitempty"`
}

// line is a milestone for people.
func (m milestoneResult) line() string {
	text := short(m.At) + "  " + m.Kind
	if m.Phase > 0 {
		text += " of phase " + strconv.Itoa(m.Phase)
	}
	if m.ByName != "" {
		text += " by " + m.ByName
	}
	if why := strings.TrimSpace(m.Note); why != "" {
		text += ": " + why
	}
	if m.Code != "" {
		text += " (" + m.Code + ")"
	}
	return printable(text)
}

// isOver says that nothing more happens to a release unless somebody begins it.
func isOver(m milestoneResult) bool {
	switch m.Kind {
	case "finished", "rejected", "withdrawn", "expired", "rolled_back", "rollback_failed":
		return true
	}
	return false
}

// followRelease tells of the milestones behind a number, those that are there
// and those that come, until one is the last.
func (o inOrg) followRelease(ctx context.Context, at string, after int64, tell func(milestoneResult) (last bool, err error)) error {
	return o.Stream(ctx, at+"/milestones/stream", nil, func(e client.Event) (bool, error) {
		if e.Name == "refused" {
			return false, refused(e)
		}
		var m milestoneResult
		if as(e.Data, &m); m.Seq <= after {
			return false, nil
		}
		return tell(m)
	})
}

func newReleasesMilestonesCommand(r *remote) *cobra.Command {
	var org string
	var follow bool
	cmd := &cobra.Command{
		Use: "milestones RELEASE", Short: "Print what happened to a release", Args: cobra.ExactArgs(1),
		Example: `  catenary releases milestones 01JD… --follow`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			at := o.at("releases", args[0])
			if follow {
				var now releaseResult
				if _, err := o.Get(cmd.Context(), at, nil, &now); err != nil {
					return err
				}
				return o.followRelease(cmd.Context(), at, 0, func(m milestoneResult) (last bool, err error) {
					last = m.Seq >= now.Milestones && isOver(m)
					if r.format != "table" {
						return last, r.print(cmd, m, nil, nil)
					}
					say(cmd.OutOrStdout(), "%s\n", m.line())
					return last, nil
				})
			}
			all, err := milestones(cmd.Context(), o, at)
			if err != nil {
				return err
			}
			rows := make([][]string, len(all))
			for i, m := range all {
				phase := ""
				if m.Phase > 0 {
					phase = strconv.Itoa(m.Phase)
				}
				rows[i] = []string{short(m.At), m.Kind, phase, m.ByName, strings.TrimSpace(m.Note + " " + m.Code)}
			}
			return r.print(cmd, all, []string{"AT", "WHAT", "PHASE", "BY", "WHY"}, rows)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().BoolVar(&follow, "follow", false, "go on until the release is over")
	return cmd
}

// milestones reads the whole history of a release.
func milestones(ctx context.Context, o inOrg, at string) ([]milestoneResult, error) {
	all := []milestoneResult{}
	for after := int64(0); ; {
		var part struct {
			Items []milestoneResult `json:"items"`
			Next  int64             `json:"next"`
		}
		query := url.Values{"after": {strconv.FormatInt(after, 10)}, "limit": {"200"}}
		if _, err := o.Get(ctx, at+"/milestones", query, &part); err != nil {
			return nil, err
		}
		all = append(all, part.Items...)
		if after = part.Next; after == 0 {
			return all, nil
		}
	}
}

// rehearsalResult is a rehearsal as the API shows it.
type rehearsalResult struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Seal    string `json:"seal"`
	BeganAt string `json:"began_at"`
	EndedAt string `json:"ended_at,omitempty"`
	By      string `json:"by"`
	Report  *struct {
		Message string           `json:"message,omitempty"`
		Phases  []rehearsedPhase `json:"phases"`
	} `json:"report,omitempty"`
}

type rehearsedPhase struct {
	Name     string        `json:"name"`
	Whole    rehearsedRun  `json:"whole"`
	Rollback *rehearsedRun `json:"rollback,omitempty"`
	Steps    []struct {
		Node    string       `json:"node"`
		Scope   string       `json:"scope,omitempty"`
		Trial   rehearsedRun `json:"trial"`
		Reached bool         `json:"reached"`
		GoesOn  bool         `json:"goes_on,omitempty"`
		Covered bool         `json:"covered"`
		Left    []string     `json:"left,omitempty"`
		Nothing bool         `json:"nothing,omitempty"`
	} `json:"steps"`
}

type rehearsedRun struct {
	RunID   string `json:"run_id,omitempty"`
	State   string `json:"state,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

func newReleasesRehearseCommand(r *remote) *cobra.Command {
	var org string
	var wait bool
	cmd := &cobra.Command{
		Use: "rehearse RELEASE", Short: "Try the phases out without effects outside, with a failure at each step", Args: cobra.ExactArgs(1),
		Long: `Try the phases out without effects outside: once as they are, and once with a failure
at each of their steps. With --wait the command prints the report, and ends with
code 1 if the rehearsal did not pass. One is "uncovered" if it ran through, and what
was done before some failures is not taken back by the rollback plan.`,
		Example: `  catenary releases rehearse 01JD… --wait`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			at := o.at("releases", args[0])
			var before releaseResult
			if _, err := o.Get(cmd.Context(), at, nil, &before); err != nil {
				return err
			}
			var h rehearsalResult
			if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: at + "/rehearsals"}, &h); err != nil {
				return err
			}
			if !wait {
				return r.printRehearsal(cmd, h)
			}
			for seen := before.Milestones; h.State == "running"; {
				err := o.followRelease(cmd.Context(), at, seen, func(m milestoneResult) (last bool, err error) {
					seen = m.Seq
					return m.Kind == "rehearsed", nil
				})
				if err != nil {
					return err
				}
				if _, err := o.Get(cmd.Context(), at+"/rehearsals/"+url.PathEscape(h.ID), nil, &h); err != nil {
					return err
				}
			}
			if err := r.printRehearsal(cmd, h); err != nil {
				return err
			}
			if h.State != "passed" {
				return errors.New("the rehearsal did not pass")
			}
			return nil
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().BoolVar(&wait, "wait", false, "wait for the report; fail if it did not pass")
	return cmd
}

func (r *remote) printRehearsal(cmd *cobra.Command, h rehearsalResult) error {
	if r.format != "table" {
		return r.print(cmd, h, nil, nil)
	}
	rows := [][]string{{"rehearsal", h.ID}, {"state", h.State}, {"seal", h.Seal}}
	if h.Report != nil && h.Report.Message != "" {
		rows = append(rows, []string{"why", h.Report.Message})
	}
	if err := r.print(cmd, nil, nil, rows); err != nil || h.Report == nil {
		return err
	}
	say(cmd.OutOrStdout(), "\n")
	rows = nil
	for i, p := range h.Report.Phases {
		rows = append(rows, []string{strconv.Itoa(i + 1), "(whole)", p.Whole.State, "", p.Whole.why()})
		if p.Rollback != nil {
			rows = append(rows, []string{strconv.Itoa(i + 1), "(rollback)", p.Rollback.State, "", p.Rollback.why()})
		}
		for _, s := range p.Steps {
			rows = append(rows, []string{strconv.Itoa(i + 1), stepName(s.Scope, s.Node), s.Trial.State, covers(s.Reached, s.GoesOn, s.Covered, s.Nothing), strings.Join(s.Left, ", ")})
		}
	}
	return r.print(cmd, nil, []string{"PHASE", "FAILS AT", "RUN", "ROLLBACK", "LEFT AS IT IS"}, rows)
}

func (t rehearsedRun) why() string {
	if t.Code == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s)", t.Message, t.Code)
}

// covers says whether a failure at a step is taken back.
func covers(reached, goesOn, covered, nothing bool) string {
	switch {
	case !reached:
		return "not reached"
	case goesOn:
		return "not needed"
	case nothing:
		return "nothing to undo"
	case covered:
		return "covered"
	}
	return "NOT COVERED"
}
