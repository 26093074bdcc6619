import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { lazily } from "@/shared/kit/lazily";
import type { WidgetProps } from "@/shared/schema-form/context";
import { isFields } from "@/shared/schema-form/pointer";
import classes from "./drawer.module.css";

/** Few nodes wait for a number of others: its field comes when one does. */
const JoinNumber = lazily(() => import("./join-number").then((m) => m.JoinNumber), {
  waiting: ({ value, label }) => <TextInput w={80} aria-label={label} value={value} readOnly />,
});

/** When a node with several edges to it begins: after all of them, any, or some number. */
export function JoinWidget(p: WidgetProps) {
  const { t } = useTranslation("canvas");
  const some = isFields(p.value) ? p.value.at_least : undefined;
  const mode = some !== undefined ? "at_least" : p.value === "any" ? "any" : "all";
  return (
    <div className={classes.line}>
      <NativeSelect
        id={p.id}
        className={classes.grow}
        value={mode}
        disabled={p.readOnly}
        error={p.invalid}
        aria-label={p.label}
        data={["all", "any", "at_least"].map((value) => ({ value, label: t(`drawer.join.${value}`) }))}
        onBlur={p.onBlur}
        onChange={(e) => {
          const to = e.currentTarget.value;
          p.onChange(to === "at_least" ? { at_least: 2 } : to === "any" ? "any" : undefined);
        }}
      />
      {some !== undefined && (
        <JoinNumber
          label={t("drawer.join.number")}
          value={Number(some)}
          readOnly={p.readOnly}
          onChange={(n) => p.onChange({ at_least: n })}
        />
      )}
    </div>
  );
}
