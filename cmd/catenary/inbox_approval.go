package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// approvalResult is an approval as the API shows it, as far as people read it.
type approvalResult struct {
	ID      string `json:"id"`
	Subject struct {
		Kind string `json:"kind"`
		ID   string `json:"id"`
	} `json:"subject"`
	Title  string `json:"title"`
	Digest string `json:"digest"`
	State  string `json:"state"`
	Level  int    `json:"level"`
	Levels []struct {
		Name   string `json:"name,omitempty"`
		Quorum int    `json:"quorum"`
	} `json:"levels"`
	Requester string   `json:"requester"`
	Reason    string   `json:"reason,omitempty"`
	DueAt     string   `json:"due_at,omitempty"`
	Details   any      `json:"details,omitempty"`
	Authors   []string `json:"authors"`
	Asked     []string `json:"asked"`
	Decisions []struct {
		By      string `json:"by"`
		Behalf  string `json:"behalf,omitempty"`
		Level   int    `json:"level"`
		Verdict string `json:"verdict"`
		Reason  string `json:"reason,omitempty"`
		At      string `json:"at"`
	} `json:"decisions"`
	MayDecide bool              `json:"may_decide"`
	Names     map[string]string `json:"names"`
}

// called are people by their names.
func (a approvalResult) called(ids ...string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		if name := a.Names[id]; name != "" {
			names[i] = name
		}
	}
	return strings.Join(names, ", ")
}

func (r *remote) printApproval(cmd *cobra.Command, answer client.Answer, a approvalResult) error {
	if r.format != "table" {
		var whole any
		if err := answer.Into(&whole); err != nil {
			return err
		}
		return r.print(cmd, whole, nil, nil)
	}
	level := ""
	if a.Level < len(a.Levels) && (len(a.Levels) > 1 || a.Levels[a.Level].Quorum > 1) {
		l := a.Levels[a.Level]
		level = strings.TrimSpace(fmt.Sprintf("%d of %d %s", a.Level+1, len(a.Levels), l.Name)) + fmt.Sprintf(", %d have to approve", l.Quorum)
	}
	may := "no"
	if a.MayDecide {
		may = "yes"
	}
	rows := filled([][]string{
		{"title", a.Title},
		{"about", a.Subject.Kind + " " + a.Subject.ID},
		{"state", a.State},
		{"reason", a.Reason},
		{"level", level},
		{"asked for by", a.called(a.Requester)},
		{"authors", a.called(a.Authors...)},
		{"asked", a.called(a.Asked...)},
		{"you may decide", may},
		{"due", short(a.DueAt)},
		{"details", oneLine(a.Details)},
		{"digest", a.Digest},
	})
	if err := r.print(cmd, nil, nil, rows); err != nil || len(a.Decisions) == 0 {
		return err
	}
	say(cmd.OutOrStdout(), "\n")
	rows = nil
	for _, d := range a.Decisions {
		by := a.called(d.By)
		if d.Behalf != "" {
			by += " for " + a.called(d.Behalf)
		}
		rows = append(rows, []string{short(d.At), d.Verdict, by, d.Reason})
	}
	return r.print(cmd, nil, []string{"DECIDED", "VERDICT", "BY", "WHY"}, rows)
}

// verdicts are what people type for what the API calls so.
var verdicts = map[string]string{"approve": "approve", "reject": "reject", "send-back": "send_back"}

func newInboxDecideCommand(r *remote) *cobra.Command {
	var org, digest, reason, behalf string
	cmd := &cobra.Command{
		Use: "decide TO-DO approve|reject|send-back", Short: "Approve, reject or send back, for good", Args: cobra.ExactArgs(2),
		Long: `Approve, reject or send back, for good. --digest is that of what you saw, as 'catenary
inbox show' prints it, or its first eight characters or more: if something else is
to be decided by now, the server refuses. A no takes a reason. What waits for
somebody for whom you stand in is decided on that person's behalf.

Only a person decides: sign in with 'catenary login'; a token is refused.`,
		Example: `  catenary inbox show 01JD…
  catenary inbox decide 01JD… approve --digest 5f2c9a01
  catenary inbox decide 01JD… reject --digest 5f2c9a01 --reason "the numbers are wrong"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			verdict := verdicts[args[1]]
			if verdict == "" {
				return usageError(fmt.Sprintf("%q is none of approve, reject and send-back", args[1]))
			}
			if len(digest) < 8 {
				return usageError("--digest is that of what you saw, or its first eight characters or more")
			}
			c, err := r.client()
			if err != nil {
				return err
			}
			t, err := r.todo(cmd.Context(), c, args[0], org)
			if err != nil {
				return err
			}
			if t.Source != "approval" {
				return usageError("this is nothing to be decided but a to-do of " + t.Source)
			}
			if strings.HasPrefix(t.Digest, digest) {
				digest = t.Digest
			}
			if behalf == "" {
				behalf = t.For
			}
			var a approvalResult
			answer, err := c.Do(cmd.Context(), client.Request{
				Method: http.MethodPost, Path: t.of("approvals", "decisions"),
				Body: map[string]string{"verdict": verdict, "digest": digest, "reason": reason, "behalf": behalf},
			})
			if err != nil {
				return err
			}
			if err := answer.Into(&a); err != nil {
				return err
			}
			return r.printApproval(cmd, answer, a)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&digest, "digest", "", "that of what you saw")
	_ = cmd.MarkFlagRequired("digest") // the flag is there
	cmd.Flags().StringVar(&reason, "reason", "", "why; a no takes one")
	cmd.Flags().StringVar(&behalf, "behalf", "", "the id of whom you stand in for, if it waits for several of them")
	return cmd
}
