import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useOrg } from "@/shared/api/session";
import { useTodoCounts } from "@/shared/todos/api";
import { placesFor } from "./places";
import classes from "./shell.module.css";

type Props = {
  org: string;
  path: string;
  folded?: boolean;
  /** Without it the rail cannot be folded. */
  fold?: () => void;
  /** Called when a place was chosen. */
  pick?: () => void;
};

/** The places that somebody may go to in an org: only what the server lists. */
export function Rail({ org, path, folded = false, fold, pick }: Props) {
  const { t } = useTranslation("app");
  const seen = useOrg(org);
  const todo = useTodoCounts().data;
  const count = (todo?.waiting ?? 0) + (todo?.delegated ?? 0);
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const foldText = t(folded ? "unfold" : "fold");
  return (
    <nav className={classes.rail} data-folded={folded || undefined} aria-label={t("places")}>
      <ul className={classes.places}>
        {placesFor(seen.data).map(({ id, address, icon: Icon, divided }) => {
          const to = address(org);
          const here = to === "/" ? path === "/" : path.startsWith(to);
          const name = t(`place.${id}`);
          const counted = id === "inbox" && count > 0;
          return (
            <li key={id} data-divided={divided || undefined}>
              <Tooltip label={name} position="right" disabled={!folded}>
                <Link
                  to={to}
                  className={classes.place}
                  aria-current={here ? "page" : undefined}
                  aria-label={folded ? (counted ? `${name}, ${t("waiting", { count })}` : name) : undefined}
                  onClick={pick}
                >
                  <Icon size={20} stroke={1.5} aria-hidden />
                  {!folded && <span>{name}</span>}
                  {counted && (
                    <span className={classes.count}>
                      <span aria-hidden>{count >= (todo?.most ?? 100) ? "99+" : count}</span>
                      <span className="hidden-visually">{t("waiting", { count })}</span>
                    </span>
                  )}
                </Link>
              </Tooltip>
            </li>
          );
        })}
      </ul>
      {fold && (
        <Tooltip label={foldText} position="right" disabled={!folded}>
          <UnstyledButton
            className={classes.place}
            onClick={fold}
            aria-label={foldText}
            aria-expanded={!folded}
          >
            <Fold size={20} stroke={1.5} aria-hidden />
            {!folded && <span>{foldText}</span>}
          </UnstyledButton>
        </Tooltip>
      )}
    </nav>
  );
}
