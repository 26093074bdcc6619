export { InvitePage } from "./components/invite-page";
export { ResetPage } from "./components/reset-page";
export { SetupPage } from "./components/setup-page";
export { SignInForm } from "./components/sign-in-form";
export { SignInPage } from "./components/sign-in-page";
export { VerifyPage } from "./components/verify-page";
