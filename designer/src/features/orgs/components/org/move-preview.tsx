import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { usePermissionName } from "@/shared/kit/permission-name";
import { list } from "@/shared/lib/format";
import classes from "../orgs.module.css";

/** Who gains and loses what by a move, and what stops or starts working. */
export function MovePreview({ preview }: { preview: Shape<"PreviewBody"> }) {
  const { t } = useTranslation("orgs");
  const name = usePermissionName();
  const words = (all: string[]) => list(all.map((p) => `${name(p.split(":")[0] ?? p)}: ${name(p)}`));
  const ties = (
    [
      ["stops", preview.stops],
      ["starts", preview.starts],
    ] as const
  ).flatMap(([when, what]) => {
    const lines: string[] = what.grants.map((g) =>
      t(`${when}.grant`, { role: g.role.name, subject: g.subject.name, org: g.org.name }),
    );
    if (what.shares.length > 0) lines.push(t(`${when}.shares`, { count: what.shares.length }));
    if (what.tokens.length > 0) lines.push(t(`${when}.tokens`, { count: what.tokens.length }));
    return lines;
  });
  if (preview.total === 0 && ties.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("moveNothing")}
      </Text>
    );
  return (
    <Stack gap="xs" role="status">
      {preview.rights.length > 0 && (
        <section className={classes.rights} aria-label={t("movePreview")}>
          {preview.rights.map((r) => (
            <div key={`${r.subject.id} ${r.org.id}`} className={classes.right}>
              <Text size="sm" fw={600}>
                {t("inOrg", { subject: r.subject.name ?? r.subject.id, org: r.org.name })}
              </Text>
              {r.gains.length > 0 && (
                <div className={classes.gains}>
                  <span className={classes.sign} aria-hidden>
                    {"+"}
                  </span>
                  <span>{t("gains", { what: words(r.gains) })}</span>
                </div>
              )}
              {r.loses.length > 0 && (
                <div className={classes.loses}>
                  <span className={classes.sign} aria-hidden>
                    {"−"}
                  </span>
                  <span>{t("loses", { what: words(r.loses) })}</span>
                </div>
              )}
            </div>
          ))}
        </section>
      )}
      {preview.total > preview.rights.length && (
        <Text size="sm" c="dimmed">
          {t("moveMore", { count: preview.total - preview.rights.length })}
        </Text>
      )}
      {ties.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Stack>
  );
}
