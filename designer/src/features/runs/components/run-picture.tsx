import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { everyNode, pathTo } from "@/shared/chain/graph";
import { ChainPicture } from "@/shared/flow/chain-picture";
import { useKinds } from "@/shared/flow/use-kinds";
import { ErrorState } from "@/shared/kit/error-state";
import { useChildren } from "../api/queries";
import { isOver, placeOf } from "../model/journal";
import { beforeOf, drawnScope, pathOf, scopeAlong } from "../model/names";
import { statesOf } from "../model/states";
import { waysOf } from "../model/ways";
import { ItemPicker } from "./item-picker";
import type { RunSeen } from "./run-context";
import classes from "./run-picture.module.css";

type Props = { seen: RunSeen; error: unknown; retry: () => void };

/** The version that ran, with how far each of its steps is. */
export function RunPicture({ seen, error, retry }: Props) {
  const { t } = useTranslation("runs");
  const { journal, document, selection, select, run } = seen;
  const { kinds } = useKinds();
  const scopePath = drawnScope(selection.scope);
  const scope = journal.scopes.get(scopePath);
  const given = beforeOf(run) ? "before" : "test";
  const over = scope?.state !== undefined || isOver(journal.state);
  const states = useMemo(() => statesOf(scope, document, given, over), [scope, document, given, over]);
  const ways = useMemo(() => waysOf(scope, document, over), [scope, document, over]);
  const path = useMemo(() => pathOf(scopePath), [scopePath]);
  const undone = placeOf(selection.scope);
  const chosen = undone?.undo ? undone.node : selection.node;
  const selected = useMemo(() => ({ nodes: chosen ? [chosen] : [], edges: [] }), [chosen]);

  const { navigate } = useRouter();
  const calls = Boolean(document && [...everyNode(document)].some(({ node }) => node.kind === "chain"));
  const children = useChildren(seen.org, run.id, calls, calls && !over);

  /** A step that runs another chain opens into the run that it began last. */
  function open(node: string | undefined) {
    const child = children.data?.items?.find(
      ({ parent_step: by }) => by?.node === node && (by?.scope ?? "") === scopePath,
    );
    if (child)
      void navigate({ to: "/o/$org/runs/$run", params: { org: child.org_id, run: child.id } as never });
  }

  if (error) return <ErrorState error={error} retry={retry} />;
  if (!document) return null;

  /** Going into a list's graph is looking at one of its items: the first that failed, else the first. */
  function enter(to: readonly string[]) {
    const scope = scopeAlong(journal, to, scopePath);
    if (scope !== undefined) select({ item: scope || undefined, node: scope ? "" : (path[0] ?? "") });
  }

  function pick(nodes: readonly string[]) {
    const node = nodes.at(-1);
    if (node === undefined) select({ node: "", item: scopePath || undefined });
    else if (node !== selection.node || selection.following) {
      // What stands in a group or a note is no step.
      if (document && pathTo(document, node)) select({ node, item: scopePath || undefined });
    }
  }

  return (
    <div className={classes.picture}>
      <ChainPicture
        document={document}
        kinds={kinds}
        path={path}
        onPath={enter}
        states={states}
        ways={ways}
        selected={selected}
        onSelect={({ nodes }) => pick(nodes)}
        onOpen={({ node }) => open(node)}
        view={`run.${run.chain_id || run.id}`}
        label={t("picture")}
      />
      {scopePath && <ItemPicker seen={seen} scope={scopePath} />}
      {run.version === 0 && run.chain_id && <p className={classes.note}>{t("draftPicture")}</p>}
    </div>
  );
}
