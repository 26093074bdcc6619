import { Badge, Code } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { shown } from "../model/value";

/** The value of a switch in one line. */
export function ValueMark({ value, size = "md" }: { value: unknown; size?: "sm" | "md" | "lg" }) {
  const { t } = useTranslation("switches");
  if (typeof value === "boolean")
    return (
      <Badge size={size} variant={value ? "filled" : "default"} tt="none">
        {t(value ? "on" : "off")}
      </Badge>
    );
  if (value !== null && typeof value === "object")
    return (
      <Code style={{ overflowWrap: "anywhere" }}>
        {shown(value).length > 80 ? `${shown(value).slice(0, 80)}…` : shown(value)}
      </Code>
    );
  return (
    <Badge size={size} variant="default" tt="none">
      {shown(value)}
    </Badge>
  );
}
