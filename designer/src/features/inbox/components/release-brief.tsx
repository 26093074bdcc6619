import { Alert, Anchor, Code, List, Skeleton, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { shortDigest } from "@/shared/lib/digest";
import type { Approval } from "../api/queries";
import { releaseOf } from "../model/standing";
import classes from "./inbox.module.css";

type Review = Shape<"ReleaseReviewOutputBody">;

/** What a release does, in short, for who decides about it: its phases, what is new in them, and the seal. */
export function ReleaseBrief({ approval: a }: { approval: Approval }) {
  const { t } = useTranslation("inbox");
  const { release, phase: gated } = releaseOf(a);
  const review = api.useQuery("get", "/api/v1/orgs/{org_id}/releases/{release_id}/review", {
    params: { path: { org_id: a.org_id, release_id: release } },
  });
  if (review.error && !review.data) return <ErrorState error={review.error} retry={() => review.refetch()} />;
  if (!review.data) return <Skeleton height={120} />;
  const { release: r, chains, differs } = review.data;
  return (
    <section aria-label={t("release.title")} className={classes.brief}>
      {r.description && <p className={classes.plain}>{r.description}</p>}
      {differs.length > 0 && (
        <Alert
          role="alert"
          color="red"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t("release.broken")}
        >
          <List size="sm">
            {differs.map((pointer) => (
              <List.Item key={pointer}>
                <code>{pointer}</code>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ol className={classes.phases}>
        {r.plan?.phases.map((phase, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a phase is its place
          <li key={i} data-asked={gated === i + 1 || undefined}>
            <strong>{`${i + 1} · ${phase.name}`}</strong>
            {gated === i + 1 && <span className={classes.here}>{t("release.here")}</span>}
            <br />
            {`${phase.chain.key} v${phase.chain.version} · `}
            <News chain={chains.find((c) => c.pointer === `/phases/${i}/chain`)} />
            <br />
            <span className={classes.dim}>
              {phase.gates && `${t("release.gates", { count: phase.gates.length })} · `}
              {phase.rollback?.chain
                ? t("release.backBy", { chain: phase.rollback.chain.key })
                : t("release.backByUndos")}
            </span>
          </li>
        ))}
      </ol>
      <Text size="sm">
        {t("release.seal")} <Code title={a.digest}>{shortDigest(a.digest)}</Code>
        {" · "}
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/o/$org/releases/$id"
              params={{ org: a.org_id, id: release } as never}
              search={{ tab: "review" } as never}
            />
          )}
        >
          {t("release.all", { count: review.data.parts.length })}
        </Anchor>
      </Text>
    </section>
  );
}

/** How a chain differs from what was released last. */
function News({ chain }: { chain: Review["chains"][number] | undefined }) {
  const { t } = useTranslation("inbox");
  if (!chain?.last_released) return t("release.first");
  const count = chain.changes.filter((c) => c.subject !== "layout").length;
  return count === 0
    ? t("release.same", { version: chain.last_released })
    : t("release.changes", { count, version: chain.last_released });
}
