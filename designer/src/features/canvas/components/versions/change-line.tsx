import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "../../api/compare";
import classes from "./change-line.module.css";
import { FieldChanges } from "./field-changes";
import { useChangeName } from "./use-change-name";

const signs = { added: "+", removed: "−", changed: "~", moved: "↔" } as const;

/** One difference in a line: what, and which of its fields; what was in them and is now, when asked. */
export function ChangeLine({ change }: { change: Change }) {
  const { t } = useTranslation("canvas");
  const name = useChangeName();
  const [open, setOpen] = useState(false);
  const fields = (change.fields ?? []).map((f) => f.pointer.slice(1).replaceAll("/", " › ")).filter(Boolean);
  const told = (change.fields ?? []).filter((f) => f.before !== undefined || f.after !== undefined);
  return (
    <li>
      <div className={classes.line}>
        <span className={classes.sign} data-kind={change.kind} aria-hidden>
          {signs[change.kind]}
        </span>
        <span className="hidden-visually">{t(`change.${change.kind}`)}</span>
        <span>{name(change)}</span>
        {change.kind === "changed" && change.subject !== "document" && (
          <span className={classes.fields}>{fields.join(", ")}</span>
        )}
        {told.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            flex="none"
            aria-expanded={open}
            aria-label={t("versions.whatOf", { name: name(change) })}
            onClick={() => setOpen(!open)}
          >
            {t("versions.what")}
          </Button>
        )}
      </div>
      {open && <FieldChanges fields={told} />}
    </li>
  );
}
