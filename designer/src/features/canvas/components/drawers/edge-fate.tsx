import { IconAlertTriangle, IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./drawer.module.css";
import type { Fate } from "./use-taken";

/** Says whether an edge would be taken with the sample. */
export function EdgeFate({ fate, source }: { fate: Fate | undefined; source: string }) {
  const { t } = useTranslation("canvas");
  if (!fate) return null;
  if ("problem" in fate)
    return (
      <p className={classes.warning}>
        <IconAlertTriangle size={14} aria-hidden />
        <span>{t("drawer.tried.fails", { source, text: fate.problem })}</span>
      </p>
    );
  const Icon = fate.taken ? IconCheck : IconMinus;
  return (
    <p className={classes.fate} data-taken={fate.taken || undefined}>
      <Icon size={14} aria-hidden />
      <span>{t(fate.taken ? "drawer.tried.taken" : "drawer.tried.notTaken", { source })}</span>
    </p>
  );
}
