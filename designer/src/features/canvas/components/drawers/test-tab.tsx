import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { StateBadge } from "@/shared/kit/state-badge";
import { TrialDialog } from "../trial/trial-dialog";
import { useTrial } from "../trial/trial-store";
import classes from "./drawer.module.css";

/** Tries one node out, and how that went. */
export function TestTab({ node, effects }: { node: ChainNode; effects: boolean }) {
  const { t } = useTranslation("canvas");
  const [asking, setAsking] = useState(false);
  const state = useTrial((s) => s.states.get(node.id)?.state);
  return (
    <div className={classes.stack}>
      <p className={classes.dim}>{t(effects ? "drawer.test.effects" : "drawer.test.pure")}</p>
      <div className={classes.line}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFlask size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t("trial.testNode")}
        </Button>
        {state && (
          <>
            <span className={classes.dim}>{t("drawer.test.last", { name: nodeName(node) })}</span>
            <StateBadge state={state} />
          </>
        )}
      </div>
      {asking && <TrialDialog only={node.id} close={() => setAsking(false)} />}
    </div>
  );
}
