import { Button } from "@mantine/core";
import { IconRocket } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import type { ChainDocument } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";
import { Can } from "@/shared/kit/can";
import { whyNot } from "@/shared/kit/why-not";
import { useLatestPublication } from "../../api/publications";
import { useEditor } from "../../store";
import { useChain } from "../drafts/use-chain";
import { PublishDialog } from "../later";

/**
 * Publishes the draft. Which attempt is looked at stands in the address (`publish=new` or its id), so that
 * leaving and coming back shows it where it is.
 */
export function PublishControl() {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const changed = useEditor((s) => s.document !== s.confirmed.document);
  const chain = useChain().data;
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const navigate = useNavigate();
  const latest = useLatestPublication(org, key).data;
  const running = latest?.state === "running" ? latest : undefined;
  const show = (publish?: string) =>
    void navigate({
      to: ".",
      search: (old: Record<string, string | undefined>) => ({ ...old, publish }),
      replace: search.publish !== undefined,
    });
  // Tasks run what their scripts and environments are then: whether these are others, the review asks.
  const tasks = useEditor((s) => runsTasks(s.document));
  const something = chain !== undefined && (chain.version === 0 || chain.draft.changed || changed || tasks);
  const nothing = something ? undefined : t("publish.nothing", { version: chain?.version ?? 0 });
  const why = (chain && whyNot("chain:publish", chain)) ?? (running ? undefined : nothing);
  const actions: Action[] = [
    {
      id: "canvas.publish",
      label: t("publish.act"),
      enabled: chain !== undefined && why === undefined,
      why,
      perform: () => show(running?.id ?? "new"),
    },
  ];
  useActions(actions);
  return (
    <>
      {running ? (
        <Button size="compact-sm" variant="light" loading={false} onClick={() => show(running.id)}>
          {t("publish.going")}
        </Button>
      ) : (
        <Can do="chain:publish" on={chain}>
          <Button
            size="compact-sm"
            leftSection={<IconRocket size={16} aria-hidden />}
            disabled={!something}
            title={nothing}
            onClick={() => show("new")}
          >
            {t("publish.act")}
          </Button>
        </Can>
      )}
      {search.publish && chain && (
        <PublishDialog id={search.publish} chain={chain} show={show} close={() => show(undefined)} />
      )}
    </>
  );
}

function runsTasks(document: ChainDocument): boolean {
  for (const { node } of everyNode(document)) if (node.task ?? node.undo?.task) return true;
  return false;
}
