import { useQueryClient } from "@tanstack/react-query";
import { Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/shared/api/client";
import { sessionOver } from "@/shared/api/session";
import { changeLanguage, hasChosenLanguage } from "@/shared/i18n/i18n";
import { wanted } from "../model/address";
import { Card } from "./card";
import { ForgotForm } from "./forgot-form";
import { SignInForm } from "./sign-in-form";

/** Lets somebody in, and back to where they wanted to go. A server without an owner is set up first. */
export function SignInPage() {
  const { t } = useTranslation("auth");
  const search = useSearch({ strict: false }) as { to?: string };
  const router = useRouter();
  const queries = useQueryClient();
  const [forgot, setForgot] = useState<string>();
  const setup = api.useQuery("get", "/api/v1/setup", {}, { retry: false });

  const done = async () => {
    sessionOver.getState().set(false);
    queries.clear();
    if (!hasChosenLanguage()) {
      const me = await client.GET("/api/v1/me").catch(() => undefined);
      const locale = me?.data?.person?.locale;
      if (locale) await changeLanguage(locale.startsWith("zh") ? "zh-CN" : "en");
    }
    router.history.push(wanted(search.to));
  };

  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  if (forgot !== undefined)
    return (
      <Card title={t("forgotTitle")} intro={t("forgotIntro")}>
        <ForgotForm email={forgot} back={() => setForgot(undefined)} />
      </Card>
    );
  return (
    <Card title={t("signInTitle")}>
      <SignInForm done={() => void done()} forgot={setForgot} />
    </Card>
  );
}
