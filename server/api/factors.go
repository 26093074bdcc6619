package api

import (
	"context"
	"net/http"

	"catenary/server/identity"
)

func (a *API) registerFactors() {
	const tag = "me"
	register(a, route{
		ID: "enrolTOTP", Method: http.MethodPost, Path: "/me/totp", Access: personal, Tag: tag, Sensitive: true,
		Summary: "Begin to set up a second factor; its secret is shown once", Status: http.StatusCreated,
	}, a.enrolTOTP)
	register(a, route{
		ID: "confirmTOTP", Method: http.MethodPost, Path: "/me/totp/confirm", Access: personal, Tag: tag, Sensitive: true, Limit: limitLogin,
		Summary: "Put the second factor into use with a code of it; recovery codes are shown once, and your other sessions end",
	}, a.confirmTOTP)
	register(a, route{
		ID: "disableTOTP", Method: http.MethodDelete, Path: "/me/totp", Access: personal, Tag: tag, Sensitive: true,
		Summary: "Take your second factor away; your other sessions end",
	}, a.disableTOTP)
	register(a, route{
		ID: "replaceRecoveryCodes", Method: http.MethodPost, Path: "/me/recovery-codes", Access: personal, Tag: tag, Sensitive: true,
		Summary: "Get new recovery codes, shown once, instead of those before", Status: http.StatusCreated,
	}, a.replaceRecoveryCodes)
}

type enrolmentOutput struct {
	Body struct {
		Secret string `json:"secret" doc:"In base 32, for typing"`
		URI    string `json:"uri" doc:"otpauth address, for a QR code"`
	}
}

// enrolTOTP: POST /me/totp
func (a *API) enrolTOTP(ctx context.Context, _ *struct{}) (*enrolmentOutput, error) {
	e, err := a.Identity.EnrolTOTP(ctx, actor(ctx), identity.SessionOf(ctx))
	if err != nil {
		return nil, err
	}
	out := &enrolmentOutput{}
	out.Body.Secret, out.Body.URI = e.Secret, e.URI
	return out, nil
}

type confirmTOTPInput struct {
	Body struct {
		Code string `json:"code" maxLength:"10"`
	}
}

type recoveryCodesBody struct {
	RecoveryCodes []string `json:"recovery_codes" doc:"Each can be used once instead of a code of the second factor"`
}

type confirmTOTPOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      recoveryCodesBody
}

// confirmTOTP: POST /me/totp/confirm
func (a *API) confirmTOTP(ctx context.Context, in *confirmTOTPInput) (*confirmTOTPOutput, error) {
	codes, session, err := a.Identity.ConfirmTOTP(ctx, actor(ctx), identity.SessionOf(ctx), in.Body.Code)
	if err != nil {
		return nil, err
	}
	return &confirmTOTPOutput{
		SetCookie: sessionCookie(session.Token, session.EndsAt), Body: recoveryCodesBody{RecoveryCodes: codes},
	}, nil
}

// disableTOTP: DELETE /me/totp
func (a *API) disableTOTP(ctx context.Context, _ *struct{}) (*signedInOutput, error) {
	return newSignedInOutput(a.Identity.DisableTOTP(ctx, actor(ctx), identity.SessionOf(ctx)))
}

type recoveryCodesOutput struct{ Body recoveryCodesBody }

// replaceRecoveryCodes: POST /me/recovery-codes
func (a *API) replaceRecoveryCodes(ctx context.Context, _ *struct{}) (*recoveryCodesOutput, error) {
	codes, err := a.Identity.NewRecoveryCodes(ctx, actor(ctx), identity.SessionOf(ctx))
	if err != nil {
		return nil, err
	}
	return &recoveryCodesOutput{Body: recoveryCodesBody{RecoveryCodes: codes}}, nil
}
