package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

func (a *API) registerCallbacks() {
	a.raw(route{
		ID: "callBack", Method: http.MethodPost, Path: "/callbacks/{secret}", Access: public, Tag: runTag,
		Summary: "Answer a step that waits at this one-time address; any JSON that the step takes", Limit: limitWrite,
	}, &huma.Operation{
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {Schema: &huma.Schema{}}}},
		Parameters:  []*huma.Param{pathParam("secret", "What makes the address known to nobody else", "")},
		Responses:   map[string]*huma.Response{"204": {Description: "The step has the answer"}},
	}, a.callBack)
}

// callBack: POST /callbacks/{secret}
func (a *API) callBack(c echo.Context) error {
	if err := a.Runs.Call(c.Request().Context(), c.Param("secret"), bodyOf(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
