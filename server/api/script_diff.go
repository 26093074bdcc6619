package api

import (
	"context"

	"catenary/server/scripts"
)

type compareScriptInput struct {
	InScript
	From int64 `query:"from" required:"true" minimum:"1" doc:"Number of the older version"`
	To   int64 `query:"to" required:"true" minimum:"1" doc:"Number of the newer version"`
}

type scriptDiffBody struct {
	From      int64      `json:"from"`
	To        int64      `json:"to"`
	Unified   string     `json:"unified" doc:"In the unified form; empty if nothing differs"`
	Hunks     []hunkBody `json:"hunks"`
	Truncated bool       `json:"truncated" doc:"There are more lines than the hunks have"`
}

type hunkBody struct {
	OldStart int        `json:"old_start"`
	OldLines int        `json:"old_lines"`
	NewStart int        `json:"new_start"`
	NewLines int        `json:"new_lines"`
	Lines    []lineBody `json:"lines"`
}

type lineBody struct {
	Kind scripts.LineKind `json:"kind" enum:"same,added,removed"`
	Old  int              `json:"old,omitempty" doc:"Its number in the older version; absent if it is not there"`
	New  int              `json:"new,omitempty" doc:"Its number in the newer version; absent if it is not there"`
	Text string           `json:"text"`
}

type scriptDiffOutput struct{ Body scriptDiffBody }

// compareScript: GET /orgs/{org_id}/scripts/{script_key}/compare
func (a *API) compareScript(ctx context.Context, in *compareScriptInput) (*scriptDiffOutput, error) {
	d, err := a.Scripts.Compare(ctx, actor(ctx), in.org(), in.Key, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := &scriptDiffOutput{Body: scriptDiffBody{
		From: d.From, To: d.To, Unified: d.Unified, Hunks: make([]hunkBody, len(d.Hunks)), Truncated: d.Truncated,
	}}
	for i, h := range d.Hunks {
		hunk := hunkBody{OldStart: h.OldStart, OldLines: h.OldLines, NewStart: h.NewStart, NewLines: h.NewLines, Lines: make([]lineBody, len(h.Lines))}
		for j, l := range h.Lines {
			hunk.Lines[j] = lineBody(l)
		}
		out.Body.Hunks[i] = hunk
	}
	return out, nil
}
