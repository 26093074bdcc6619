import { Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/session";
import { Header } from "./header";
import { Rail } from "./rail";
import classes from "./shell.module.css";

/** The frame of all screens behind the sign-in. */
export function Shell() {
  const { t } = useTranslation("app");
  const params = useParams({ strict: false });
  const me = useMe();
  const org = params.org ?? me.data?.tops[0]?.id ?? "";
  const path = useRouterState({ select: (s) => s.location.pathname });
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      <Header org={org} />
      <Rail org={org} path={path} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
