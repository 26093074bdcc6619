package rest

import (
	"context"
	"strings"

	"catenary/runtime/pipeline"
)

// make finds what was made with the key, or makes it.
func (e *engine) make(ctx context.Context, m Making, v values) (id, link string, err error) {
	if m.Find != nil {
		a, err := e.call(ctx, m.Find.Call, v)
		if err != nil {
			return "", "", err
		}
		if !gone(a) {
			if err := refused(a); err != nil {
				return "", "", err
			}
			if id, link, err := taken(a, m.Find.ID, m.Find.Link); err != nil || id != "" {
				return id, link, err
			}
		}
	}
	a, err := e.call(ctx, m.Call, v)
	if err == nil {
		err = refused(a)
	}
	if err != nil {
		return "", "", err
	}
	if id, link, err = taken(a, m.ID, m.Link); err == nil && id == "" {
		err = pipeline.BadAnswer("the engine's answer has nothing at %s", m.ID)
	}
	return id, link, err
}

// taken reads an id and a link out of an answer.
func taken(a pipeline.Answer, idAt, linkAt string) (id, href string, err error) {
	if name, ok := strings.CutPrefix(idAt, "header:"); ok {
		location := strings.TrimSuffix(a.Header.Get(name), "/")
		return clip(location[strings.LastIndexByte(location, '/')+1:]), "", nil
	}
	answer, err := read(a)
	if err != nil {
		return "", "", err
	}
	if linkAt != "" {
		href = link(textOf(at(answer, linkAt)))
	}
	return clip(textOf(at(answer, idAt))), href, nil
}
