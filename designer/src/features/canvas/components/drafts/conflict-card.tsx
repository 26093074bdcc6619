import { Radio, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Conflict, Side } from "../../model/merge";
import { fieldRows } from "../../model/parts";
import classes from "./merge.module.css";
import { usePartName } from "./use-part-name";

type Props = { conflict: Conflict; choice: Side | undefined; choose: (side: Side) => void };

/** One part that both sides changed: its fields as they were, mine and theirs, and which of them is to be. */
export function ConflictCard({ conflict, choice, choose }: Props) {
  const { t } = useTranslation("canvas");
  const partName = usePartName();
  const { part, base, mine, theirs, needed } = conflict;
  const name = partName(part, mine ?? theirs ?? base);
  const done = (side: unknown) =>
    side === undefined ? t("merge.removed") : base === undefined ? t("merge.added") : t("merge.changed");
  const rows = mine === undefined || theirs === undefined ? [] : fieldRows([base, mine, theirs]);
  return (
    <Radio.Group value={choice ?? null} onChange={(v) => choose(v as Side)} aria-label={name}>
      <section className={classes.card} data-open={choice === undefined || undefined}>
        <Text fw={600}>{name}</Text>
        {needed && (
          <Text size="sm" c="dimmed">
            {t("merge.needed")}
          </Text>
        )}
        <table className={classes.table} data-choice={choice}>
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-visually">{t("merge.field")}</span>
              </th>
              <th scope="col">{t("merge.base")}</th>
              <th scope="col">
                <Radio
                  value="mine"
                  label={`${t("merge.mine")}: ${needed && mine !== undefined ? t("merge.keep") : done(mine)}`}
                />
              </th>
              <th scope="col">
                <Radio
                  value="theirs"
                  label={`${t("merge.theirs")}: ${needed && theirs !== undefined ? t("merge.keep") : done(theirs)}`}
                />
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.pointer}>
                <th scope="row">{r.pointer.slice(1).replaceAll("/", " › ") || absent}</th>
                {r.values.map((v, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: always base, mine, theirs
                  <td key={i} data-side={["base", "mine", "theirs"][i]}>
                    {v === undefined ? <span className={classes.none}>{absent}</span> : shown(v)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Radio.Group>
  );
}

/** Stands where there is no value. */
const absent = "–";

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
