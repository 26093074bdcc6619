import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { dateTime } from "@/shared/lib/format";
import { narrow } from "@/shared/lib/narrow";
import { save } from "@/shared/lib/save";
import { changes } from "../../model/parts";
import { tooNarrow, useDesk } from "./desk";
import classes from "./draft-bar.module.css";

/** What is to be known of the draft before it is worked on: unsent work of before, a lease that was lost. */
export function DraftNotes() {
  const { t } = useTranslation("canvas");
  const offered = useDesk((s) => s.offered);
  const hold = useDesk((s) => s.hold);
  const refused = useDesk((s) => s.refused);
  const small = useMediaQuery(narrow);
  const { takeUp, putAside } = useDesk.getState();
  const holder =
    refused?.code === "chain.leased" ? (refused.data as { holder_name?: string }).holder_name : undefined;
  const barred = refused?.code === tooNarrow;
  if (offered && !(barred && small))
    return (
      <div className={classes.note} role="status">
        <span>
          {[
            hold.state === "lost" && (hold.by ? t("draft.lostTo", { name: hold.by }) : t("draft.lost")),
            t("draft.left", {
              count: changes(offered.base.document, offered.document).length,
              at: dateTime(new Date(offered.at)),
            }),
            holder && t("draft.takeUpAfter", { name: holder }),
          ]
            .filter(Boolean)
            .join(" ")}
        </span>
        <Button size="compact-sm" onClick={() => void takeUp(offered)}>
          {t("draft.takeUp")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            save(
              new Blob([JSON.stringify(offered.document, null, 2)], { type: "application/json" }),
              `${offered.document.key}-unsent.json`,
            )
          }
        >
          {t("draft.download")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => void putAside(offered)}>
          {t("draft.throwAway")}
        </Button>
      </div>
    );
  if (hold.state === "lost" && !barred)
    return (
      <div className={classes.note} role="status">
        <span>{hold.by ? t("draft.lostTo", { name: hold.by }) : t("draft.lost")}</span>
      </div>
    );
  if (refused && refused.code !== "chain.leased" && (!barred || small))
    return (
      <div className={classes.note} role="alert">
        <span>{refused.message || refused.code}</span>
      </div>
    );
  return null;
}
