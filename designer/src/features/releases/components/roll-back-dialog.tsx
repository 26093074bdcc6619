import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { type Release, useReleaseChanged } from "../api/releases";
import type { PhaseSeen } from "../model/phases";
import { ReasonDialog } from "./reason-dialog";

type Props = { org: string; release: Release; phase: PhaseSeen | undefined; close: () => void };

/** Asks before a phase is taken back, and says what that does. */
export function RollBackDialog({ org, release, phase, close }: Props) {
  const { t } = useTranslation("releases");
  const changed = useReleaseChanged();
  const rollBack = api.useMutation(
    "post",
    "/api/v1/orgs/{org_id}/releases/{release_id}/phases/{phase}/rollback",
    {
      onSuccess: () => {
        void changed();
        close();
      },
    },
  );
  const chain = phase?.plan.rollback?.chain;
  return (
    <ReasonDialog
      opened={phase !== undefined}
      close={() => {
        rollBack.reset();
        close();
      }}
      title={t("rollBackTitle", { number: phase?.number ?? 0, name: phase?.plan.name ?? "" })}
      effect={
        <>
          <p>
            {chain ? t("rollBackByChain", { chain: chain.key }) : t("rollBackByUndos")}{" "}
            {release.state === "executing" && t("rollBackStops")}
          </p>
          <p>{t("rollBackOnce")}</p>
        </>
      }
      act={t("rollBackAct")}
      going={rollBack.isPending}
      error={rollBack.error}
      perform={(reason) =>
        phase &&
        rollBack.mutate({
          params: { path: { org_id: org, release_id: release.id, phase: phase.number } },
          body: { reason },
        })
      }
    />
  );
}
