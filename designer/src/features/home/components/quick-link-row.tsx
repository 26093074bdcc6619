import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./home.module.css";
import { UnpinButton } from "./unpin-button";

type Props = {
  org: string;
  chain: string;
  name: string;
  note?: string;
  /** For who may: takes it away. */
  unpin?: (() => void) | undefined;
};

/** A chain whose start form opens with one click. */
export function QuickLinkRow({ org, chain, name, note, unpin }: Props) {
  const { t } = useTranslation("home");
  return (
    <li className={classes.row}>
      <Button
        component={Link}
        to={`/o/${org}/chains/${chain}`}
        search={{ start: "1" } as never}
        variant="subtle"
        size="compact-sm"
        className={classes.start}
        leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
        aria-label={t("start", { chain: name })}
      >
        {name}
      </Button>
      {note && <span className={classes.dim}>{note}</span>}
      {unpin && <UnpinButton chain={name} onClick={unpin} />}
    </li>
  );
}
