import { Button, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { clockTime } from "@/shared/lib/format";
import { changes } from "../../model/parts";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import classes from "./draft-bar.module.css";
import type { Keeping } from "./keeper";
import { useChain } from "./use-chain";

const nothing = create<Keeping>(() => ({ phase: "still", unkept: false }));

/** Whether the server has the draft as it is shown, and since when; if not, why. */
export function DraftChip({ onMerge }: { onMerge: () => void }) {
  const { t } = useTranslation("canvas");
  const keeper = useDesk((s) => s.keeper);
  const { phase, savedAt, problem, unkept } = (keeper?.state ?? nothing)();
  const document = useEditor((s) => s.document);
  const confirmed = useEditor((s) => s.confirmed.document);
  const unsent = useMemo(
    () => (keeper ? changes(confirmed, document).length : 0),
    [keeper, confirmed, document],
  );
  const chain = useChain().data;

  if (phase === "conflict")
    return (
      <Button
        size="compact-sm"
        color="red"
        variant="light"
        leftSection={<IconAlertTriangle size={16} aria-hidden />}
        onClick={onMerge}
      >
        {t("draft.merge")}
      </Button>
    );
  const stuck = phase === "retrying" || phase === "refused";
  const at = savedAt ? new Date(savedAt).toISOString() : chain?.updated_at;
  const text = stuck
    ? t("draft.unsent", { count: unsent })
    : unsent > 0
      ? t("draft.unsent", { count: unsent })
      : at
        ? t("draft.saved", { at: clockTime(at).replace(/:\d\d(?=\D*$)/, "") })
        : "";
  const Icon = stuck ? IconCloudOff : unsent > 0 ? IconCloudUp : IconCloudCheck;
  const why = [
    problem && stuck ? problem.message || problem.code : "",
    phase === "retrying" ? t("draft.retrying") : "",
    unkept && unsent > 0 ? t("draft.unkept") : "",
    !stuck && unsent === 0 && chain ? t("draft.lastBy", { name: chain.updated_by?.name ?? "" }) : "",
  ].filter(Boolean);
  return (
    <Tooltip label={why.join(" · ")} disabled={why.length === 0} multiline maw={360}>
      <span role="status" className={classes.chip} data-stuck={stuck || undefined}>
        <Icon size={16} aria-hidden />
        <span>{text}</span>
        {stuck && <span className="hidden-visually">{why.join(" ")}</span>}
      </span>
    </Tooltip>
  );
}
