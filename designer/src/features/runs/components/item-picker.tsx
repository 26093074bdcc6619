import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/shared/kit/state-badge";
import { itemsOf, placeOf, stepAt } from "../model/journal";
import { itemText } from "../model/names";
import type { RunSeen } from "./run-context";
import classes from "./run-picture.module.css";

/** Which item of a list the picture shows, and the ways to those beside it. */
export function ItemPicker({ seen, scope }: { seen: RunSeen; scope: string }) {
  const { t } = useTranslation("runs");
  const { journal, select, selection } = seen;
  const place = placeOf(scope);
  const list = place && stepAt(journal, place.outer, place.node);
  if (!place || !list?.items) return null;
  const items = itemsOf(journal, list);
  const at = items.findIndex((s) => s.path === scope);
  const item = items[at];
  const go = (by: number) => {
    const next = items[at + by];
    if (next) select({ item: next.path, node: selection.node ?? "" });
  };
  return (
    <div className={classes.items}>
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={t("items.before")}
        disabled={at <= 0}
        onClick={() => go(-1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span>{t("items.one", { n: place.index + 1, count: list.items.count })}</span>
      <strong>{itemText(item?.item)}</strong>
      {item && <StateBadge state={item.state ?? "processing"} short />}
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={t("items.after")}
        disabled={at >= items.length - 1}
        onClick={() => go(1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </div>
  );
}
