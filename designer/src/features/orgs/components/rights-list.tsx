import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { usePermissionName } from "@/shared/kit/permission-name";
import { list } from "@/shared/lib/format";
import { alike } from "../model/alike";
import classes from "./orgs.module.css";

type Props = { rights: Shape<"PreviewRightBody">[]; total: number };

const named = 5;

/** Who gains and who loses what, and where; those for whom the same changes together. */
export function RightsList({ rights, total }: Props) {
  const { t } = useTranslation("orgs");
  const name = usePermissionName();
  const words = (all: string[]) => list(all.map((p) => `${name(p.split(":")[0] ?? p)}: ${name(p)}`));
  const people = (who: string[]) =>
    list(who.length > named + 1 ? [...who.slice(0, named), t("others", { count: who.length - named })] : who);
  return (
    <>
      {rights.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard
        <section className={classes.rights} aria-label={t("movePreview")} tabIndex={0}>
          {alike(rights).map((r) => (
            <div key={`${r.org.id} ${r.gains} ${r.loses}`} className={classes.right}>
              <Text size="sm" fw={600}>
                {t("inOrg", { subject: people(r.who), org: r.org.name })}
              </Text>
              {r.gains.length === 0 && r.loses.length === 0 && <span>{t("unchanged")}</span>}
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
      {total > rights.length && (
        <Text size="sm" c="dimmed">
          {t("moveMore", { count: total - rights.length })}
        </Text>
      )}
    </>
  );
}
