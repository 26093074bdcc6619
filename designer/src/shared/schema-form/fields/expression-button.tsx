import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMathFunction } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

type Props = { label: string; on?: boolean; onClick: () => void };

/** ƒ: switches between a value and an expression, or puts an expression into a text. */
export function ExpressionButton({ label, on, onClick }: Props) {
  const { t } = useTranslation("schema-form");
  const says = on === undefined ? t("expression.insert") : on ? t("expression.off") : t("expression.on");
  return (
    <Tooltip label={says}>
      <ActionIcon
        size={24}
        variant={on ? "light" : "subtle"}
        color={on ? "indigo" : "gray"}
        aria-label={`${says}: ${label}`}
        aria-pressed={on}
        onClick={onClick}
      >
        <IconMathFunction size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
