import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list } from "@/shared/lib/format";
import type { ScriptChange } from "../../model/script-changes";
import { ScriptDiff } from "../later";
import classes from "./change-line.module.css";

type Props = { org: string; changes: readonly ScriptChange[] };

/** Scripts that tasks run in another version, which the document does not tell; their texts when asked. */
export function ScriptChanges({ org, changes }: Props) {
  const { t } = useTranslation("canvas");
  const [open, setOpen] = useState<ScriptChange>();
  const nameOf = (c: ScriptChange) =>
    t(c.before.key === c.after.key ? "versions.script" : "versions.otherScript", c);
  if (changes.length === 0) return null;
  return (
    <section className={classes.scripts} aria-label={t("versions.scripts")}>
      <Text fw={600} size="sm">
        {t("versions.scripts")}
      </Text>
      <ul className={classes.list}>
        {changes.map((c) => {
          const name = nameOf(c);
          return (
            <li key={name} className={classes.line}>
              <span className={classes.sign} data-kind="changed" aria-hidden>
                {"~"}
              </span>
              <span className="hidden-visually">{t("change.changed")}</span>
              <span>{name}</span>
              <span className={classes.fields}>{list(c.nodes)}</span>
              <Button
                size="compact-xs"
                variant="subtle"
                flex="none"
                aria-label={t("versions.whatOf", { name })}
                onClick={() => setOpen(c)}
              >
                {t("versions.what")}
              </Button>
            </li>
          );
        })}
      </ul>
      {open && <ScriptDiff org={org} change={open} title={nameOf(open)} close={() => setOpen(undefined)} />}
    </section>
  );
}
