package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"catenary/cmd/catenary/client"
)

// uploadResult is an upload as the API shows it.
type uploadResult struct {
	ID       string `json:"id"`
	Size     int64  `json:"size"`
	Offset   int64  `json:"offset"`
	Complete bool   `json:"complete"`
}

// partSize is how much of a file goes in one request.
const partSize = 8 << 20

func newEnvironmentsUploadCommand(r *remote) *cobra.Command {
	var org, resume string
	f := &environmentFlags{}
	cmd := &cobra.Command{
		Use: "upload KEY ARCHIVE", Short: "Make an environment of an image's archive, and bring it to the registry", Args: cobra.ExactArgs(2),
		Long: `Make an environment of an archive that "docker save" wrote, or of an OCI image
layout, and bring its image to the registry. One that is there gets the archive
as its new source. An upload that was cut off goes on with --resume.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			file, err := os.Open(args[1])
			if err != nil {
				return err
			}
			defer func() { _ = file.Close() }()
			return r.uploadEnvironment(cmd, org, f, args[0], map[string]string{"kind": "archive"}, file, resume)
		},
	}
	orgFlag(cmd, &org)
	f.add(cmd)
	cmd.Flags().StringVar(&resume, "resume", "", "id of the upload to go on with")
	return cmd
}

func newEnvironmentsBuildCommand(r *remote) *cobra.Command {
	var org, dockerfile string
	f := &environmentFlags{}
	cmd := &cobra.Command{
		Use: "build KEY DIR", Short: "Make an environment of a Dockerfile and its context, and bring it to the registry", Args: cobra.ExactArgs(2),
		Long: `Make an environment of a directory with a Dockerfile: the directory is uploaded,
the server's container engine builds it, without a network, and the image is
brought to the registry.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkKey(args[0]); err != nil {
				return err
			}
			file, err := packDirectory(args[1])
			if err != nil {
				return err
			}
			defer func() {
				_ = file.Close()
				_ = os.Remove(file.Name()) // the system clears what stays
			}()
			source := map[string]string{"kind": "build"}
			if dockerfile != "" {
				source["dockerfile"] = dockerfile
			}
			return r.uploadEnvironment(cmd, org, f, args[0], source, file, "")
		},
	}
	orgFlag(cmd, &org)
	f.add(cmd)
	cmd.Flags().StringVar(&dockerfile, "dockerfile", "", "path of the Dockerfile in the directory; Dockerfile if left out")
	return cmd
}

// uploadEnvironment uploads a file and makes it an environment's source.
func (r *remote) uploadEnvironment(cmd *cobra.Command, org string, f *environmentFlags, key string, source map[string]string, file *os.File, resume string) error {
	o, err := r.in(cmd.Context(), org)
	if err != nil {
		return err
	}
	if source["upload_id"], err = uploadFile(cmd, o, file, resume); err != nil {
		return err
	}
	if _, err := f.apply(cmd, o, key, source); err != nil {
		return err
	}
	i, err := ensureImage(cmd, o, key, "")
	if err != nil {
		return err
	}
	return r.printImage(cmd, key, i)
}

// uploadFile sends a file in parts and returns the upload's id.
func uploadFile(cmd *cobra.Command, o inOrg, file *os.File, resume string) (string, error) {
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", file.Name(), err)
	}
	var u uploadResult
	if resume != "" {
		_, err = o.Get(cmd.Context(), o.at("uploads", resume), nil, &u)
	} else {
		err = send(cmd.Context(), o.Client, client.Request{
			Method: http.MethodPost, Path: o.at("uploads"), Body: map[string]any{"size": size, "digest": "sha256:" + hex.EncodeToString(sum.Sum(nil))},
		}, &u)
	}
	if err != nil {
		return "", err
	}
	if u.Size != size {
		return "", fmt.Errorf("%s has %d bytes and the upload %d: this is another file", file.Name(), size, u.Size)
	}
	for !u.Complete {
		say(cmd.ErrOrStderr(), "sending: %s of %s\n", mebibytes(u.Offset), mebibytes(u.Size))
		if u, err = sendPart(cmd.Context(), o, file, u); err != nil {
			return "", fmt.Errorf("%w (go on with --resume %s)", err, u.ID)
		}
	}
	return u.ID, nil
}

// sendPart sends the next part. Where the server is further than was known, it
// is asked anew.
func sendPart(ctx context.Context, o inOrg, file *os.File, u uploadResult) (uploadResult, error) {
	part := make([]byte, min(partSize, u.Size-u.Offset))
	if _, err := file.ReadAt(part, u.Offset); err != nil {
		return u, fmt.Errorf("read %s: %w", file.Name(), err)
	}
	after := u
	err := send(ctx, o.Client, client.Request{
		Method: http.MethodPatch, Path: o.at("uploads", u.ID), Body: part, ContentType: "application/offset+octet-stream",
		Offset: strconv.FormatInt(u.Offset, 10),
	}, &after)
	var p *client.Problem
	if errors.As(err, &p) && p.Code == "upload.offset" {
		if _, err := o.Get(ctx, o.at("uploads", u.ID), nil, &after); err != nil {
			return u, err
		}
		if after.Offset > u.Offset {
			return after, nil
		}
	}
	if err != nil {
		return u, err
	}
	return after, nil
}

// packDirectory writes a directory into a file for a build. Links are packed
// as links; what is no file is left out.
func packDirectory(dir string) (file *os.File, err error) {
	if file, err = os.CreateTemp("", "catenary-context-*.tar"); err != nil {
		return nil, err
	}
	w := tar.NewWriter(file)
	if err = w.AddFS(os.DirFS(dir)); err == nil {
		err = w.Close()
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		_ = os.Remove(file.Name())
		var path *fs.PathError
		if errors.As(err, &path) {
			return nil, err
		}
		return nil, fmt.Errorf("pack %s: %w", filepath.Clean(dir), err)
	}
	return file, nil
}
