import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { useRun, useRunDocument } from "../api/queries";
import { designed, stepName } from "../model/names";
import classes from "./run-crumbs.module.css";

type Run = Shape<"RunBody">;

/** The runs that wait for this one, outermost first, with the steps that called, and the ways back to them. */
export function RunCrumbs({ run, name }: { run: Run; name: string }) {
  const { t } = useTranslation("runs");
  return (
    <nav className={classes.crumbs} aria-label={t("callers")}>
      <Caller of={run} />
      <span className={classes.here} aria-current="page">
        {name}
      </span>
    </nav>
  );
}

function Caller({ of }: { of: Run }) {
  const { t } = useTranslation("runs");
  const org = of.parent_org ?? "";
  const id = of.parent_id ?? "";
  const parent = useRun(org, id, org !== "");
  const document = useRunDocument(org, id, org !== "");
  const step = of.parent_step;
  if (org === "" || parent.error) return <span className={classes.gone}>{`${t("callerGone")} ›`}</span>;
  if (!parent.data) return null;
  const params = { org, run: id } as never;
  // The one node of a chain that is run for each item has the id of the node around it.
  const shown = step && designed(document.data, step.node) ? step : undefined;
  return (
    <>
      {parent.data.parent_id && <Caller of={parent.data} />}
      <span>
        <Anchor
          component={Link}
          to="/o/$org/runs/$run"
          params={params}
          search={{ node: "" } as never}
          underline="always"
          inherit
        >
          {parent.data.title || document.data?.name || parent.data.chain_key}
        </Anchor>
        {" ›"}
      </span>
      {step && (
        <span>
          <Anchor
            component={Link}
            to="/o/$org/runs/$run"
            params={params}
            search={{ node: step.node, ...(step.scope ? { item: step.scope } : {}) } as never}
            underline="always"
            inherit
          >
            {stepName(document.data, shown?.node ?? step.node)}
          </Anchor>
          {" ›"}
        </span>
      )}
    </>
  );
}
