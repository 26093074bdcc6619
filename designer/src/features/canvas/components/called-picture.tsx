import { Anchor, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { type ChainDocument, nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { ChainPicture, type Selected } from "@/shared/flow/chain-picture";
import { ErrorState } from "@/shared/kit/error-state";
import { useCalled } from "../api/called";
import { calledBy } from "../model/called";
import { useEditor } from "../store";
import classes from "./called-picture.module.css";

type Crumb = { ids: string[]; name: string };
type Props = {
  document: ChainDocument;
  /** The nodes that call, outermost first: each stands in the chain that the one before it calls. */
  ids: string[];
  /** Those that were gone through to get to the document. */
  gone?: Crumb[];
  go: (ids: string[]) => void;
};

const none: Crumb[] = [];

/** A chain that a node of the draft runs, in the draft's place: to look at, with the way back. */
export function CalledPicture({ document, ids, gone = none, go }: Props) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const kinds = useEditor((s) => s.kinds);
  const [selected, select] = useState<Selected>({ nodes: [], edges: [] });
  const [id = "", ...inner] = ids;
  const node = findNode(document, id);
  const called = calledBy(node);
  const { document: shown, version, unpublished, error, retry } = useCalled(org, called);
  const through = useMemo(() => [...(gone.at(-1)?.ids ?? []), id], [gone, id]);
  const back: Crumb[] = [...gone, { ids: through, name: nodeName(node ?? { id }) }];
  const shownHere = inner.length === 0 || !shown;
  const actions = useMemo(
    () =>
      shownHere
        ? [
            {
              id: "canvas.called.back",
              label: t("called.out"),
              keys: ["escape"],
              perform: () => go(through.slice(0, -1)),
            },
          ]
        : [],
    [t, shownHere, go, through],
  );
  useActions(actions);
  if (inner.length > 0 && shown)
    return <CalledPicture key={id} document={shown} ids={inner} gone={back} go={go} />;
  const why = called === undefined ? t("called.nothing") : unpublished ? t("called.unpublished") : undefined;
  return (
    <section className={classes.whole} aria-label={t("called.title", { key: called?.key ?? "" })}>
      <nav className={classes.crumbs} aria-label={t("called.where")}>
        <button type="button" className={classes.crumb} onClick={() => go([])}>
          {t("called.back")}
        </button>
        {back.map((crumb, i) => (
          <span key={crumb.ids.join("/")} className={classes.level}>
            {i < back.length - 1 ? (
              <button type="button" className={classes.crumb} onClick={() => go(crumb.ids)}>
                {crumb.name}
              </button>
            ) : (
              <span aria-current="location">{crumb.name}</span>
            )}
          </span>
        ))}
        {called && version > 0 && (
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/o/$org/chains/$key"
                params={{ org, key: called.key } as never}
                search={{ tab: "versions", version: String(version) } as never}
              />
            )}
          >
            {t("called.version", { name: shown?.name ?? called.key, version })}
          </Anchor>
        )}
      </nav>
      {error ? (
        <ErrorState error={error} retry={retry} />
      ) : why !== undefined ? (
        <Text c="dimmed" size="sm" p="md">
          {why}
        </Text>
      ) : shown ? (
        <ChainPicture
          document={shown}
          kinds={kinds}
          selected={selected}
          onSelect={select}
          onOpen={({ node: at }) => at !== undefined && calledBy(findNode(shown, at)) && go([...through, at])}
          view={`called.${org}/${called?.key}`}
          label={t("called.title", { key: shown.name })}
        />
      ) : (
        <Skeleton height="100%" radius={0} />
      )}
    </section>
  );
}
