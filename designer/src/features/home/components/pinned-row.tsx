import { ActionIcon } from "@mantine/core";
import { IconPinnedOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { QuickLink } from "../api/links";
import classes from "./home.module.css";

/** A chain that is pinned, to be taken away. */
export function PinnedRow({ link, unpin }: { link: QuickLink; unpin: () => void }) {
  const { t } = useTranslation("home");
  return (
    <li className={classes.row}>
      <span className={classes.start}>{link.chain_name}</span>
      <span className={classes.dim}>{link.chain_org_name}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t("unpinOne", { chain: link.chain_name })}
        onClick={unpin}
      >
        <IconPinnedOff size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </li>
  );
}
