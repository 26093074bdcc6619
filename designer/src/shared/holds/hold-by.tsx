import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Hold } from "./api";

/** Who holds: a person, or the run whose step does. */
export function HoldBy({ org, hold }: { org: string; hold: Hold }) {
  const { t } = useTranslation("holds");
  if (!hold.run_id) return hold.held_by?.name ?? "";
  return (
    <Anchor
      inherit
      underline="always"
      renderRoot={(props) => (
        <Link {...props} to="/o/$org/runs/$run" params={{ org, run: hold.run_id } as never} />
      )}
    >
      {t("byRun")}
    </Anchor>
  );
}
