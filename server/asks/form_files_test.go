package asks_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/rbac"
	"catenary/runtime"
	"catenary/runtime/run"
	"catenary/server/approvals"
	"catenary/server/forms"
	"catenary/server/inbox"
	"catenary/server/resources"
	"catenary/server/runs"
	"catenary/server/servertest"
)

const receipts = `
nodes:
  - id: fill
    kind: form
    form:
      by: [{role: operator}]
      schema:
        type: object
        required: [receipt]
        properties:
          receipt: {type: string, format: file, x-accept: [.pdf], x-max-bytes: 100}
          others: {type: array, items: {type: string, format: file, x-accept: ["image/*", text/plain]}}
  - {id: after, kind: script, script: {body: "return nodes.fill.output"}}
edges: [{from: fill, to: after}]
output: "${{ nodes.after.output }}"
`

const (
	pdf = "%PDF-1.7 a receipt"
	png = "\x89PNG\r\n\x1a\n a picture"
)

func TestFilesOfAForm(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, f, who := t.Context(), p.asks.Forms, p.Actor(rbac.Operator, servertest.Stock)
		id := p.start(receipts)
		form := p.todo(who, inbox.Forms).SourceID
		add := func(field, name, content string) forms.File {
			t.Helper()
			file, err := f.AddFile(ctx, who, p.org(), form, field, name, []byte(content))
			if err != nil {
				t.Fatal(err)
			}
			return file
		}
		receipt, note, twin, left := add("/receipt", "收据 1.pdf", pdf), add("/others/0", "note.txt", "one"), add("/others/1", "note.txt", "two"), add("/others/0", "photo.PNG", png)
		draft := `{"receipt":"` + receipt.ID + `"}`
		if _, err := f.SaveDraft(ctx, who, p.org(), form, json.RawMessage(draft)); err != nil {
			t.Fatal(err)
		}
		v, err := f.Get(ctx, who, p.org(), form)
		if err != nil || len(v.Files) != 4 || v.Files[0].Name != "收据 1.pdf" || v.Files[3].MediaType != "image/png" || v.Draft.Data != draft {
			t.Fatalf("%+v, %v", v, err)
		}
		if other, err := f.Get(ctx, p.Actor(rbac.Admin, servertest.Stock), p.org(), form); err != nil || len(other.Files) != 0 {
			t.Errorf("somebody else sees %+v, %v", other.Files, err)
		}
		answer := json.RawMessage(`{"receipt":"` + receipt.ID + `","others":["` + note.ID + `","` + twin.ID + `"]}`)
		if _, err := f.Fill(ctx, who, p.org(), form, answer); err != nil {
			t.Fatalf("%v %+v", err, fault.As(err).Details)
		}
		view := p.ends(id, run.Succeeded)
		type given struct {
			Name, SHA256, Artefact string
			Size                   int64
		}
		var out struct {
			Receipt given
			Others  []given
		}
		if err := json.Unmarshal(view.Output, &out); err != nil || out.Receipt.Name != "收据 1.pdf" || out.Receipt.Size != int64(len(pdf)) ||
			"sha256:"+out.Receipt.SHA256 != receipt.Digest || len(out.Others) != 2 || out.Others[1].Name != "note.txt" || out.Others[1].Artefact != "note (2).txt" {
			t.Fatalf("output %s, %v", view.Output, err)
		}
		// What follows takes them as it takes what a task left, and so does who may see the run's data.
		taken, err := p.resources.Artefact(ctx, id, runtime.StepRef{Node: "fill", Attempt: 1}, "note (2).txt")
		if err != nil {
			t.Fatal(err)
		}
		content, err := taken.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err := content.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || string(text) != "two" {
			t.Errorf("it holds %q, %v", text, err)
		}
		if _, err := p.Store.Artefact(ctx, rbac.TenantID(id.Tenant), id.Run, runs.ArtefactRef{Node: "fill", Attempt: 1, Name: "photo.PNG"}); !fault.HasCode(err, "artefact.unknown") {
			t.Errorf("what is not in the answer: %v", err)
		}
		gone, err := p.Store.Unreferred(ctx, rbac.TenantID(id.Tenant), []string{receipt.Digest, left.Digest})
		if err != nil || len(gone) != 1 || gone[0] != left.Digest {
			t.Errorf("kept no more: %v, %v", gone, err)
		}
		again, err := p.runs.Rerun(ctx, who, p.org(), id.Run, runs.Rerun{From: "after"})
		if err != nil {
			t.Fatal(err)
		}
		row, err := p.Store.Run(ctx, id.Tenant, again.Run.ID)
		if err != nil || !strings.Contains(row.Options, `"left":{"fill":{"run":"`+id.Run+`","attempt":1}}`) {
			t.Errorf("a rerun takes them from %s, %v", row.Options, err)
		}
		_, err = f.AddFile(ctx, who, p.org(), form, "/receipt", "late.pdf", []byte(pdf))
		if !fault.HasCode(err, "form.over") {
			t.Errorf("after the form was filled in: %v", err)
		}
	})
}

func TestFilesThatAFormRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, f, who := t.Context(), p.asks.Forms, p.Actor(rbac.Operator, servertest.Stock)
		id := p.start(receipts)
		form := p.todo(who, inbox.Forms).SourceID
		for what, c := range map[string]struct{ field, name, content, code string }{
			"too large":          {"/receipt", "a.pdf", pdf + strings.Repeat(" ", 100), "form.file_large"},
			"another ending":     {"/receipt", "a.png", png, "form.file_type"},
			"another type":       {"/others/0", "a.pdf", pdf, "form.file_type"},
			"not what it says":   {"/receipt", "a.pdf", "<script>", "form.file_type"},
			"a path":             {"/receipt", "../a.pdf", pdf, "form.file_name"},
			"a path of windows":  {"/receipt", `c:\a.pdf`, pdf, "form.file_name"},
			"a hidden name":      {"/receipt", ".pdf", pdf, "form.file_name"},
			"a long name":        {"/receipt", strings.Repeat("据", 63) + ".pdf", pdf, "form.file_name"},
			"what is not seen":   {"/receipt", "a\u202efdp.pdf", pdf, "name.characters"},
			"no field":           {"/other", "a.pdf", pdf, "form.file_field"},
			"a list of files":    {"/others", "a.txt", "a", "form.file_field"},
			"the whole form":     {"", "a.txt", "a", "form.file_field"},
			"no pointer":         {"receipt", "a.pdf", pdf, "form.file_field"},
			"no index of a list": {"/others/x", "a.txt", "a", "form.file_field"},
		} {
			if _, err := f.AddFile(ctx, who, p.org(), form, c.field, c.name, []byte(c.content)); !fault.HasCode(err, c.code) {
				t.Errorf("%s: %v, want %s", what, err, c.code)
			}
		}
		for what, c := range map[string]struct {
			who  rbac.Actor
			code string
		}{
			"who is not asked":    {p.Actor(rbac.Designer, servertest.Stock), "form.not_asked"},
			"who may not fill":    {p.Actor(rbac.Approver, servertest.Stock), "auth.forbidden"},
			"another tenant":      {p.Actor(rbac.Owner, servertest.Umbra), "resource.unknown"},
			"who is besides it":   {p.Actor(rbac.Designer, servertest.Shop), "resource.unknown"},
			"a viewer of the org": {p.Actor(rbac.Viewer, servertest.Stock), "auth.forbidden"},
		} {
			if _, err := f.AddFile(ctx, c.who, p.org(), form, "/receipt", "a.pdf", []byte(pdf)); !fault.HasCode(err, c.code) {
				t.Errorf("%s: %v, want %s", what, err, c.code)
			}
		}
		own, err := f.AddFile(ctx, who, p.org(), form, "/others/0", "a.txt", []byte("a"))
		if err != nil {
			t.Fatal(err)
		}
		above := p.Actor(rbac.Operator, servertest.Retail) // asked too: the role is inherited
		theirs, err := f.AddFile(ctx, above, p.org(), form, "/receipt", "b.pdf", []byte(pdf))
		if err != nil {
			t.Fatal(err)
		}
		far, err := f.Open(ctx, forms.Request{
			Tenant: p.Tenant(servertest.Umbra), Org: p.Org(servertest.Umbra), Ask: "far", Run: "far", Title: "Far",
			Schema: json.RawMessage(`{"type":"object","properties":{"a":{"type":"string","format":"file"}}}`), By: []approvals.By{{Role: "operator"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := f.AddFile(ctx, p.Actor(rbac.Operator, servertest.Umbra), far.Org, far.ID, "/a", "c.pdf", []byte(pdf))
		if err != nil {
			t.Fatal(err)
		}
		for what, stands := range map[string]string{"no file": "nothing", "of the wrong field": own.ID, "of somebody else": theirs.ID, "of another tenant": foreign.ID} {
			_, err := f.Fill(ctx, who, p.org(), form, json.RawMessage(`{"receipt":"`+stands+`"}`))
			if wrong := fault.As(err); err == nil || wrong.Code != "form.data" || wrong.Details[0].Pointer != "/data/receipt" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := f.RemoveFile(ctx, above, p.org(), form, own.ID); !fault.HasCode(err, "form.file_unknown") {
			t.Errorf("somebody else's: %v", err)
		}
		if err := f.RemoveFile(ctx, who, p.org(), form, own.ID); err != nil {
			t.Error(err)
		}
		for range 19 {
			if _, err := f.AddFile(ctx, who, p.org(), form, "/others/0", "a.txt", []byte("a")); err != nil {
				t.Fatal(err)
			}
		}
		last := make(chan error)
		for range 3 {
			go func() {
				_, err := f.AddFile(ctx, who, p.org(), form, "/others/0", "a.txt", []byte("a"))
				last <- err
			}()
		}
		refused := 0
		for range 3 {
			if err := <-last; fault.HasCode(err, "form.files_full") {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		if refused != 2 {
			t.Errorf("%d of three were one too many", refused)
		}
		// What nobody is asked any more is not kept.
		if err := p.runs.End(ctx, p.Tenant(servertest.Acme), id.Run, "", "enough"); err != nil {
			t.Fatal(err)
		}
		p.until("the files are gone", func() bool {
			v, err := f.Get(ctx, who, p.org(), form)
			return err == nil && v.State == forms.Canceled && len(v.Files) == 0
		})
	})
}

func TestAFormThatHidesAFileIsNotOpened(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		_, err := p.asks.Forms.Open(t.Context(), forms.Request{
			Tenant: p.Tenant(servertest.Acme), Org: p.org(), Ask: "a", Run: "r", Title: "F", By: []approvals.By{{Role: "operator"}},
			Schema: json.RawMessage(`{"oneOf":[{"properties":{"a":{"type":"string","format":"file"}}}]}`),
		})
		if wrong := fault.As(err); err == nil || wrong.Code != "form.schema" || wrong.Details[0].Pointer != "/schema/oneOf/0/properties/a" {
			t.Errorf("%v %+v", err, wrong)
		}
	})
}

// A server that dies while a file is given has kept bytes at most, and no form has
// them.
func TestAFileThatIsCutOffDoesNotCount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, p *place) {
		ctx, f, who := t.Context(), p.asks.Forms, p.Actor(rbac.Operator, servertest.Stock)
		p.start(receipts)
		form := p.todo(who, inbox.Forms).SourceID
		died := errors.New("the server died")
		f.Reached = func(string) { panic(died) }
		func() {
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, died) {
					t.Error("nothing was kept")
				}
			}()
			_, _ = f.AddFile(ctx, who, p.org(), form, "/receipt", "a.pdf", []byte(pdf))
		}()
		f.Reached = func(string) {}
		if v, err := f.Get(ctx, who, p.org(), form); err != nil || len(v.Files) != 0 {
			t.Errorf("the form has %+v, %v", v.Files, err)
		}
		counted, err := f.AddFile(ctx, who, p.org(), form, "/receipt", "b.pdf", []byte(pdf+"2"))
		if err != nil {
			t.Fatal(err)
		}
		sweep := &resources.Retention{
			Store: p.Store, Files: p.resources.Files, Keep: func() time.Duration { return time.Hour },
			Now: func() time.Time { return time.Now().Add(2 * time.Hour) }, // the files are as old as the machine says
		}
		if _, err := sweep.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		tenant, sum := p.Tenant(servertest.Acme), sha256.Sum256([]byte(pdf))
		if _, err := p.resources.Files.Open(ctx, tenant, "sha256:"+hex.EncodeToString(sum[:])); !fault.HasCode(err, "artefact.unknown") {
			t.Errorf("what was cut off: %v", err)
		}
		content, err := p.resources.Files.Open(ctx, tenant, counted.Digest)
		if err != nil {
			t.Fatalf("what waits for its form: %v", err)
		}
		_ = content.Close()
	})
}
