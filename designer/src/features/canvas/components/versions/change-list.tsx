import { ActionIcon, Checkbox, Group, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChainDocument } from "@/shared/chain/document";
import { ErrorState } from "@/shared/kit/error-state";
import type { Change } from "../../api/compare";
import type { ScriptChange } from "../../model/script-changes";
import { useEditor } from "../../store";
import { FieldChanges } from "./field-changes";
import { ScriptChanges } from "./script-changes";
import { useChangeName } from "./use-change-name";
import classes from "./versions-tab.module.css";

const signs = { added: "+", removed: "−", changed: "~", moved: "↔" } as const;

type Props = {
  changes: readonly Change[];
  document: ChainDocument;
  at: number;
  go: (index: number) => void;
  /** Tasks whose script is another one, which the documents do not tell. */
  scripts: { changes: readonly ScriptChange[]; pending: boolean; error: unknown };
  title: string;
};

/** All that differs, one after the other; moves on the canvas only when asked. */
export function ChangeList({ changes, document, at, go, scripts, title }: Props) {
  const { t } = useTranslation("canvas");
  const name = useChangeName(document);
  const org = useEditor((s) => s.org);
  const [moves, setMoves] = useState(false);
  const canvas = changes.filter((c) => c.subject === "layout").length;
  const seen = changes.filter((c) => moves || c.subject !== "layout");
  return (
    <aside className={classes.changes} aria-label={title}>
      <Group justify="space-between" wrap="nowrap" px="sm" py={6}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Group gap={2} wrap="nowrap">
          <Tooltip label={t("versions.previous")}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t("versions.previous")}
              disabled={seen.length === 0}
              onClick={() => go(at < 0 ? -1 : at - 1)}
            >
              <IconChevronLeft size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("versions.next")}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t("versions.next")}
              disabled={seen.length === 0}
              onClick={() => go(at + 1)}
            >
              <IconChevronRight size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {canvas > 0 && (
        <Checkbox
          size="xs"
          px="sm"
          pb={6}
          label={t("publish.canvas", { count: canvas })}
          checked={moves}
          onChange={(e) => setMoves(e.currentTarget.checked)}
        />
      )}
      {seen.length === 0 && scripts.changes.length === 0 && !scripts.pending && (
        <Text size="sm" c="dimmed" px="sm">
          {t("versions.same")}
        </Text>
      )}
      <ol className={classes.differences}>
        {seen.map((c) => {
          const index = changes.indexOf(c);
          return (
            <li key={`${c.kind} ${c.pointer}`} data-current={index === at || undefined}>
              <button type="button" className={classes.difference} onClick={() => go(index)}>
                <span className={classes.sign} data-kind={c.kind} aria-hidden>
                  {signs[c.kind]}
                </span>
                <span className="hidden-visually">{t(`change.${c.kind}`)}</span>
                <span>{name(c)}</span>
              </button>
              {index === at && c.fields && c.fields.length > 0 && <FieldChanges fields={c.fields} />}
            </li>
          );
        })}
      </ol>
      {scripts.error ? (
        <ErrorState error={scripts.error} />
      ) : (
        <ScriptChanges org={org} changes={scripts.changes} />
      )}
    </aside>
  );
}
