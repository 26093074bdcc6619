package api

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// designerPages are the addresses of screens. Which screen it is, the designer
// finds out by itself, so that each can be opened, sent on and reloaded.
var designerPages = []string{
	"/", "/sign-in", "/setup", "/invite", "/reset", "/verify", "/me", "/system", "/inbox", "/inbox/{item}",
	"/o/{org}", "/o/{org}/{place}", "/o/{org}/{place}/{thing}",
}

// designerFiles is where what the page loads is.
const designerFiles = "/assets/{file}"

// nonceMark stands in the built page where a nonce belongs.
const nonceMark = "__NONCE__"

// registerDesigner adds the designer: its page at each address of a screen, and
// what the page loads.
func (a *API) registerDesigner() error {
	page, err := fs.ReadFile(a.Designer, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		page = []byte("<!doctype html><title>Catenary</title><p>This program was built without the designer. The API is described at <a href=\"/api/docs\">/api/docs</a>.</p>\n")
	} else if err != nil {
		return fmt.Errorf("read the designer: %w", err)
	}
	for i, address := range designerPages {
		a.page(address, &huma.Operation{OperationID: fmt.Sprintf("getDesigner%d", i), Hidden: true}, designerPage(page, http.StatusOK)).Limit = ""
	}
	a.noPage = designerPage(page, http.StatusNotFound)
	if err := a.registerLicenses(); err != nil {
		return err
	}
	a.page(designerFiles, &huma.Operation{OperationID: "getDesignerFile", Hidden: true}, a.designerFile).Limit = ""
	return nil
}

// registerLicenses adds the notices of what others wrote and the program holds,
// which are made together with the designer. They are for everybody.
func (a *API) registerLicenses() error {
	text, err := fs.ReadFile(a.Designer, "licenses.txt")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("read the licences: %w", err)
	}
	page := newFixed("text/plain; charset=utf-8", text)
	a.page("/licenses", &huma.Operation{OperationID: "getLicenses", Hidden: true}, page.serve).Limit = ""
	return nil
}

// designerPage serves the page with a fresh nonce for its style tags. It is
// asked for each time, so that a new build is seen at once.
func designerPage(page []byte, status int) echo.HandlerFunc {
	return func(c echo.Context) error {
		var secret [16]byte
		if _, err := rand.Read(secret[:]); err != nil {
			return fmt.Errorf("make a nonce: %w", err)
		}
		nonce := base64.RawURLEncoding.EncodeToString(secret[:])
		c.Response().Header().Set("Content-Security-Policy", contentPolicy(nonce))
		return c.HTMLBlob(status, bytes.ReplaceAll(page, []byte(nonceMark), []byte(nonce)))
	}
}

// readByPerson says whether a browser asks for a page that nobody knows, or for
// more than there is below a screen: it is shown the designer, which says so in
// the person's language. Programs, and whoever asks below an address that is not
// for pages, get a problem.
func (a *API) readByPerson(c echo.Context) bool {
	r := c.Request()
	if e := endpointOf(c); a.noPage == nil || e != nil && !slices.Contains(designerPages, e.Path) || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	for _, programs := range []string{"/api", "/assets", "/problems"} {
		if r.URL.Path == programs || strings.HasPrefix(r.URL.Path, programs+"/") {
			return false
		}
	}
	return strings.Contains(r.Header.Get(echo.HeaderAccept), "text/html")
}

// designerFile serves what the page loads. Built files have their digest in
// their names and may be kept for good.
func (a *API) designerFile(c echo.Context) error {
	name := path.Join("assets", path.Base(c.Param("file")))
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	accepted := c.Request().Header.Get("Accept-Encoding")
	for _, e := range []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}} {
		if !strings.Contains(accepted, e.coding) {
			continue
		}
		body, err := fs.ReadFile(a.Designer, name+e.suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read the designer: %w", err)
		}
		if e.coding != "" {
			h.Set("Content-Encoding", e.coding)
		}
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		return c.Blob(http.StatusOK, mime.TypeByExtension(path.Ext(name)), body)
	}
	return echo.ErrNotFound
}
