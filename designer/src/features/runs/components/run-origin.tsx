import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { rowsOf } from "@/shared/api/paged";
import { useTriggers } from "@/shared/triggers/api";

type Props = { run: Pick<Shape<"RunBody">, "org_id" | "trigger" | "trigger_id"> };

/** What began the run, with the way there: the trigger, the release or the run before. */
export function RunOrigin({ run: { org_id: org, trigger: kind, trigger_id: id } }: Props) {
  const { t } = useTranslation("runs");
  const triggers = useTriggers(org, (kind === "webhook" || kind === "schedule") && id !== undefined);
  const trigger = rowsOf(triggers.data)?.find((one) => one.id === id);
  if (kind === "release" && id)
    return (
      <Anchor component={Link} to="/o/$org/releases/$id" params={{ org, id } as never} inherit>
        {t("trigger.release")}
      </Anchor>
    );
  return (
    <>
      <span>{t(`trigger.${kind}`)}</span>
      {kind === "rerun" && id && (
        <Anchor component={Link} to="/o/$org/runs/$run" params={{ org, run: id } as never} inherit>
          {t("runBefore")}
        </Anchor>
      )}
      {trigger && (
        <Anchor
          component={Link}
          to="/o/$org/chains/$key"
          params={{ org, key: trigger.chain } as never}
          search={{ tab: "triggers", trigger: trigger.key } as never}
          inherit
        >
          {trigger.name}
        </Anchor>
      )}
    </>
  );
}
