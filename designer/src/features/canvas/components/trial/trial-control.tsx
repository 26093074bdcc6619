import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { useEditor } from "../../store";
import { TrialDialog } from "../later";
import { useTrial } from "./trial-store";

/** Tries the draft out. */
export function TrialControl() {
  const { t } = useTranslation("canvas");
  const selected = useEditor((s) => s.selection.nodes);
  const [asking, setAsking] = useState<{ only?: string }>();
  const actions: Action[] = [
    { id: "canvas.test", label: t("trial.act"), keys: ["mod+enter"], perform: () => setAsking({}) },
    {
      id: "canvas.testNode",
      label: t("trial.testNode"),
      keys: ["alt+enter"],
      enabled: selected.length === 1,
      perform: () => setAsking(selected[0] ? { only: selected[0] } : {}),
    },
  ];
  useActions(actions);
  useEffect(() => () => useTrial.getState().show(undefined), []);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFlask size={16} aria-hidden />}
        onClick={() => setAsking({})}
      >
        {t("trial.act")}
      </Button>
      {asking && <TrialDialog {...asking} close={() => setAsking(undefined)} />}
    </>
  );
}
