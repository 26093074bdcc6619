import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { places } from "./places";
import classes from "./shell.module.css";

/** The places that somebody may go to in an org: only what the server lists. */
export function Rail({ org, path }: { org: string; path: string }) {
  const { t } = useTranslation("app");
  const seen = useOrg(org);
  return (
    <nav className={classes.rail} aria-label={t("places")}>
      {places
        .filter((p) => !p.permission || may(seen.data, p.permission))
        .map(({ id, address, icon: Icon }) => {
          const to = address(org);
          const here = to === "/" ? path === "/" : path.startsWith(to);
          return (
            <Link key={id} to={to} className={classes.place} aria-current={here ? "page" : undefined}>
              <Icon size={20} stroke={1.5} aria-hidden />
              <span>{t(`place.${id}`)}</span>
            </Link>
          );
        })}
    </nav>
  );
}
