import { Button, Code, SegmentedControl, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { bytes } from "@/shared/lib/format";
import { save } from "@/shared/lib/save";
import { remember, remembered } from "@/shared/lib/storage";
import { JsonTable, tableOf } from "./json-table";
import { JsonTree } from "./json-tree";
import classes from "./json-view.module.css";

type Props = { value: unknown; label: string; file?: string };
type Mode = "tree" | "table" | "text";

/** What is shown as text before somebody asks for all of it. */
const preview = 32 * 1024;

/** A value of JSON as a tree, as a table if it is a list of things alike, or as text. */
export function JsonView({ value, label, file = "value.json" }: Props) {
  const { t } = useTranslation();
  const [chosen, setMode] = useState<Mode>(() => remembered("json.mode", "tree"));
  const table = useMemo(() => tableOf(value), [value]);
  const modes: Mode[] = table ? ["tree", "table", "text"] : ["tree", "text"];
  const mode = modes.includes(chosen) ? chosen : "tree";
  if (value === null || typeof value !== "object") return <JsonTree value={value} label={label} />;
  return (
    <div className={classes.view}>
      <SegmentedControl
        size="xs"
        className={classes.modes}
        aria-label={t("json.label")}
        value={mode}
        onChange={(m) => {
          setMode(m as Mode);
          remember("json.mode", m);
        }}
        data={modes.map((m) => ({ value: m, label: t(`json.${m}`) }))}
      />
      {mode === "tree" && <JsonTree value={value} label={label} />}
      {mode === "table" && table && <JsonTable table={table} label={label} />}
      {mode === "text" && <JsonText value={value} file={file} />}
    </div>
  );
}

function JsonText({ value, file }: { value: unknown; file: string }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const cut = !whole && text.length > preview;
  return (
    <>
      <Code block className={classes.text} tabIndex={0}>
        {cut ? text.slice(0, preview) : text}
      </Code>
      {cut && (
        <Text size="xs" c="dimmed">
          {t("json.cut", { shown: bytes(preview), size: bytes(text.length) })}{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
            {t("json.showAll")}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => save(new Blob([text], { type: "application/json" }), file)}
          >
            {t("json.download")}
          </Button>
        </Text>
      )}
    </>
  );
}
