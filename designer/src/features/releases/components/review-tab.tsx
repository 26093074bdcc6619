import { Alert, Code, List, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { edgeKey } from "@/shared/chain/document";
import { ChainPicture, type Mark } from "@/shared/flow/chain-picture";
import { useKinds } from "@/shared/flow/use-kinds";
import { ErrorState } from "@/shared/kit/error-state";
import { JsonView } from "@/shared/kit/json-view";
import { type Release, type Review, useReview } from "../api/releases";
import { Changes } from "./changes";
import { PartName } from "./part-name";
import classes from "./releases.module.css";

type Chain = Shape<"ReviewChainBody">;

/** All that is sealed, what of it differs from the seal, and the chains against what was released last. */
export function ReviewTab({ org, release }: { org: string; release: Release }) {
  const { t } = useTranslation("releases");
  const review = useReview(org, release.id);
  if (review.error && !review.data) return <ErrorState error={review.error} retry={() => review.refetch()} />;
  if (!review.data) return <Skeleton height={240} />;
  const { chains, differs, parts } = review.data;
  return (
    <Stack gap="md">
      {differs.length > 0 && <Broken differs={differs} release={release} />}
      {chains.map((c, i) => (
        <details key={c.pointer} className={classes.fold} open={i < 2 && !same(c)}>
          <summary>
            <ChainTitle chain={c} release={release} />
          </summary>
          <ChainReview org={org} chain={c} />
        </details>
      ))}
      <details className={classes.fold}>
        <summary>{t("parts", { count: parts.length })}</summary>
        <Inputs release={release} />
        <Parts review={review.data} release={release} />
      </details>
    </Stack>
  );
}

/** Names what is not as it was sealed. */
function Broken({ differs, release }: { differs: string[]; release: Release }) {
  const { t } = useTranslation("releases");
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t("sealBroken")}
    >
      <List size="sm">
        {differs.map((pointer) => (
          <List.Item key={pointer}>
            <PartName pointer={pointer} release={release} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** What differs from what was released last; where something stands on the canvas does not count. */
const changed = (chain: Chain) => chain.changes.filter((c) => c.subject !== "layout");
const same = (chain: Chain) => Boolean(chain.last_released) && changed(chain).length === 0;

function ChainTitle({ chain, release }: { chain: Chain; release: Release }) {
  const { t } = useTranslation("releases");
  const at = /^\/phases\/(\d+)\/(.*)$/.exec(chain.pointer);
  const phase = release.plan?.phases[Number(at?.[1] ?? 0)]?.name ?? "";
  const rest = at?.[2] ?? "";
  const what = rest === "chain" ? "steps" : rest.startsWith("rollback") ? "rollbackPlan" : "gate";
  return (
    <span>
      <strong>{`${phase} · ${t(what)}`}</strong>{" "}
      <span className={classes.dim}>
        {`${t("version", { version: chain.version })} · `}
        {chain.last_released
          ? t(same(chain) ? "sameAsReleased" : "sinceReleased", {
              version: chain.last_released,
              count: changed(chain).length,
            })
          : t("neverReleased")}
      </span>
    </span>
  );
}

function ChainReview({ org, chain }: { org: string; chain: Chain }) {
  const { t } = useTranslation("releases");
  const { kinds } = useKinds();
  const document = chain.document as ChainDocument;
  const marks = useMemo(() => marksOf(document, chain.changes), [document, chain.changes]);
  return (
    <Stack gap="sm">
      {chain.message && <Text size="sm">{chain.message}</Text>}
      {chain.last_released !== undefined && chain.last_released > 0 && (
        <Changes changes={chain.changes} document={document} />
      )}
      <div className={classes.picture}>
        <ChainPicture
          document={document}
          kinds={kinds}
          view={`${org}/release/${chain.chain_id}/${chain.version}`}
          label={t("pictureOf", { version: chain.version })}
          marks={marks}
        />
      </div>
    </Stack>
  );
}

/** What is new or another, by node and edge; what is gone stands in the list only. */
function marksOf(document: ChainDocument, changes: Chain["changes"]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const c of changes) {
    if (c.kind === "moved" || c.kind === "removed") continue;
    if (c.subject === "node" && c.node) marks.set(c.node, c.kind);
    if (c.subject === "edge")
      for (const e of document.edges) if (e.from === c.from && e.to === c.to) marks.set(edgeKey(e), c.kind);
  }
  return marks;
}

function Inputs({ release }: { release: Release }) {
  const { t } = useTranslation("releases");
  const given = (release.plan?.phases ?? []).filter((p) => p.input !== undefined && p.input !== null);
  return (
    <>
      {given.map((p) => (
        <div key={p.name}>
          <Text size="sm" fw={600}>
            {t("inputOf", { phase: p.name })}
          </Text>
          <JsonView value={p.input} label={t("inputOf", { phase: p.name })} />
        </div>
      ))}
    </>
  );
}

function Parts({ review, release }: { review: Review; release: Release }) {
  const { t } = useTranslation("releases");
  return (
    <>
      <Text size="sm" my="xs">
        {t("sealOver")} <Code>{review.release.seal ?? review.seal}</Code>
      </Text>
      <table className={`plain-table ${classes.parts}`} aria-label={t("partsLabel")}>
        <thead>
          <tr>
            <th scope="col">{t("part")}</th>
            <th scope="col">{t("digest")}</th>
          </tr>
        </thead>
        <tbody>
          {review.parts.map((p) => (
            <tr key={p.pointer} data-differs={review.differs.includes(p.pointer) || undefined}>
              <td>
                <PartName pointer={p.pointer} release={release} />
              </td>
              <td>
                <code title={p.digest}>{p.digest.slice(0, 24)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
