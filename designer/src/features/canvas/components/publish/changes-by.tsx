import { Checkbox, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { list } from "@/shared/lib/format";
import { ChangeLine } from "../versions/change-line";
import classes from "./publish.module.css";
import type { ChangeGroup } from "./publish-review";

type Props = { group: ChangeGroup; known: boolean; setKnown: (known: boolean) => void };

/** What some people changed. Others' changes have to be ticked. */
export function ChangesBy({ group, known, setKnown }: Props) {
  const { t } = useTranslation("canvas");
  const seen = group.changes.filter((c) => c.subject !== "layout");
  const canvas = group.changes.length - seen.length;
  const names = list(group.authors.map((a) => a.name));
  const title = group.mine
    ? t("publish.byYou", { count: group.changes.length })
    : names
      ? t("publish.by", { count: group.changes.length, names })
      : t("publish.byUnknown", { count: group.changes.length });
  return (
    <section className={classes.group}>
      {group.mine ? (
        <Text fw={600} size="sm">
          {title}
        </Text>
      ) : (
        <Checkbox
          label={title}
          description={t("publish.tick")}
          checked={known}
          onChange={(e) => setKnown(e.currentTarget.checked)}
        />
      )}
      <ul className={classes.changes}>
        {seen.map((c) => (
          <ChangeLine key={`${c.kind} ${c.pointer} ${c.node ?? ""}`} change={c} />
        ))}
        {canvas > 0 && <li className={classes.quiet}>{t("publish.canvas", { count: canvas })}</li>}
      </ul>
    </section>
  );
}
