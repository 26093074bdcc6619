package main

import (
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// imageResult is how an environment's image stands.
type imageResult struct {
	State string `json:"state"`
	Image *struct {
		Reference string `json:"reference"`
		Digest    string `json:"digest"`
		Platform  string `json:"platform"`
		Size      int64  `json:"size"`
		CreatedAt string `json:"created_at"`
	} `json:"image,omitempty"`
	Upload *struct {
		State   string        `json:"state"`
		Phase   string        `json:"phase"`
		Done    int64         `json:"done"`
		Total   int64         `json:"total"`
		Layer   int           `json:"layer"`
		Layers  int           `json:"layers"`
		Problem *problemShort `json:"problem,omitempty"`
	} `json:"upload,omitempty"`
	Drift *struct {
		Drifted bool          `json:"drifted"`
		Pinned  string        `json:"pinned"`
		Current string        `json:"current,omitempty"`
		Problem *problemShort `json:"problem,omitempty"`
	} `json:"drift,omitempty"`
}

type problemShort struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (r *remote) printImage(cmd *cobra.Command, key string, i imageResult) error {
	row := []string{key, i.State, "", "", "", ""}
	if i.Image != nil {
		row[2], row[3], row[4] = i.Image.Digest, mebibytes(i.Image.Size), i.Image.Platform
	}
	switch {
	case i.Upload != nil && i.Upload.Problem != nil:
		row[5] = i.Upload.Problem.Code + ": " + i.Upload.Problem.Detail
	case i.Drift != nil && i.Drift.Drifted:
		row[5] = "the source is now " + i.Drift.Current
	}
	return r.print(cmd, i, []string{"KEY", "STATE", "DIGEST", "SIZE", "PLATFORM", "NOTE"}, [][]string{row})
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func newEnvironmentsEnsureCommand(r *remote) *cobra.Command {
	var org, accept string
	cmd := &cobra.Command{
		Use: "ensure KEY", Short: "Bring an environment's image to the registry, if it is not there", Args: cobra.ExactArgs(1),
		Long: `Bring an environment's image to the registry, if it is not there, and wait until
it is. A source that has changed since is not followed, unless --accept names its
digest; "show" tells it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := r.in(cmd.Context(), org)
			if err != nil {
				return err
			}
			i, err := ensureImage(cmd, o, args[0], accept)
			if err != nil {
				return err
			}
			return r.printImage(cmd, args[0], i)
		},
	}
	orgFlag(cmd, &org)
	cmd.Flags().StringVar(&accept, "accept", "", "digest of the changed source that is to be followed")
	return cmd
}

// ensureImage asks for an image and tells of its upload until it has ended.
func ensureImage(cmd *cobra.Command, o inOrg, key, accept string) (i imageResult, err error) {
	body := map[string]string{}
	if accept != "" {
		body["accept"] = accept
	}
	path := o.at("environments", key, "image")
	if err := send(cmd.Context(), o.Client, client.Request{Method: http.MethodPost, Path: path, Body: body}, &i); err != nil {
		return i, err
	}
	if i.State == "uploading" {
		told := ""
		err := standing(cmd.Context(), o.Client, path+"/stream", func(now imageResult) bool {
			i = now
			if u := i.Upload; u != nil && i.State == "uploading" {
				if line := progressLine(u.Phase, u.Done, u.Total, u.Layer, u.Layers); line != told {
					told = line
					say(cmd.ErrOrStderr(), "%s\n", line)
				}
			}
			return i.State != "uploading"
		})
		if err != nil {
			return i, err
		}
	}
	if i.State == "failed" && i.Upload != nil && i.Upload.Problem != nil {
		return i, &client.Problem{Status: http.StatusConflict, Code: i.Upload.Problem.Code, Detail: i.Upload.Problem.Detail}
	}
	return i, nil
}

func progressLine(phase string, done, total int64, layer, layers int) string {
	switch {
	case phase == "building" && layers > 0:
		return fmt.Sprintf("building: step %d of %d", layer, layers)
	case total > 0:
		line := fmt.Sprintf("%s: %s of %s", phase, mebibytes(done), mebibytes(total))
		if layers > 0 {
			line += fmt.Sprintf(", layer %d of %d", layer, layers)
		}
		return line
	}
	return phase
}
