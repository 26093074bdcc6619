package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	ends := time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC)
	got, err := http.ParseSetCookie(sessionCookie("the-token", ends))
	if err != nil {
		t.Fatal(err)
	}
	want := &http.Cookie{
		Name: "__Host-catenary", Value: "the-token", Path: "/", Expires: ends,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, // and no Domain
	}
	got.Raw, got.RawExpires = "", ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cookie (-want +got):\n%s", diff)
	}
	gone, err := http.ParseSetCookie(noSessionCookie())
	if err != nil {
		t.Fatal(err)
	}
	if gone.Name != want.Name || gone.Value != "" || gone.MaxAge >= 0 || !gone.Secure || !gone.HttpOnly || gone.Path != "/" {
		t.Errorf("cookie that ends = %+v", gone)
	}
}
