import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { DiffView } from "@/shared/kit/diff-view";
import classes from "./releases.module.css";

type Change = Shape<"ChangeBody">;

const signs = { added: "+", removed: "−", changed: "~", moved: "↔" } as const;

type Props = { changes: readonly Change[]; document: ChainDocument };

/** What differs from what was released last, with the fields that changed; moves on the canvas are left out. */
export function Changes({ changes, document }: Props) {
  const { t } = useTranslation("releases");
  const seen = changes.filter((c) => c.subject !== "layout");
  const node = (id: string | undefined) => findNode(document, id ?? "")?.name || (id ?? "");
  const name = (c: Change) =>
    c.subject === "node"
      ? node(c.node)
      : c.subject === "edge"
        ? `${node(c.from)} → ${node(c.to)}`
        : c.pointer;
  if (seen.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("same")}
      </Text>
    );
  return (
    <ol className={classes.changes} aria-label={t("changes")}>
      {seen.map((c) => (
        <li key={`${c.kind} ${c.pointer}`} data-kind={c.kind}>
          <span className={classes.sign} aria-hidden>
            {signs[c.kind]}
          </span>
          <span className="hidden-visually">{t(`change.${c.kind}`)}</span>
          <div className={classes.grow}>
            <strong>{name(c)}</strong>
            {c.fields?.map((f) => (
              <Field key={f.pointer} field={f} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Field({ field }: { field: Shape<"FieldBody"> }) {
  const { t } = useTranslation("releases");
  const [before, after] = [plain(field.before), plain(field.after)];
  const name = field.pointer.slice(1).replaceAll("/", " › ") || t("whole");
  if (before.includes("\n") || after.includes("\n"))
    return (
      <div>
        <Text size="xs" c="dimmed">
          {name}
        </Text>
        <DiffView
          before={before}
          after={after}
          language="javascript"
          beforeLabel={t("before")}
          afterLabel={t("after")}
        />
      </div>
    );
  return (
    <p className={classes.field}>
      <span className={classes.dim}>{name}</span> <del>{before}</del> <ins>{after}</ins>
    </p>
  );
}

function plain(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
