import { Button, Skeleton } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { lazily } from "@/shared/kit/lazily";
import { partsOf, type Todo } from "@/shared/todos/api";
import { ApprovalDetail } from "./approval-detail";
import classes from "./inbox.module.css";
import { OtherDetail } from "./other-detail";

const FormDetail = lazily(() => import("./form-detail").then((m) => m.FormDetail), {
  waiting: () => <Skeleton height={240} />,
});

type Props = { item: string; todo: Todo | undefined; back: () => void };

/** The to-do that is looked at. */
export function Detail({ item, todo, back }: Props) {
  const { t } = useTranslation("inbox");
  const pane = useRef<HTMLElement>(null);
  const parts = partsOf(item);
  useEffect(() => {
    // Where there is one column the list is gone, and the focus with it.
    if (item && window.matchMedia("(max-width: 900px)").matches) pane.current?.focus();
  }, [item]);
  if (!parts) return <p className={classes.none}>{t("chooseOne")}</p>;
  return (
    <section ref={pane} tabIndex={-1} className={classes.pane} aria-label={t("detail")}>
      <Button
        className={classes.back}
        size="compact-sm"
        variant="subtle"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        onClick={back}
      >
        {t("back")}
      </Button>
      {parts.source === "approval" ? (
        <ApprovalDetail org={parts.org} id={parts.id} behalf={todo?.for} />
      ) : parts.source === "form" ? (
        <FormDetail org={parts.org} id={parts.id} />
      ) : (
        <OtherDetail key={item} todo={todo} back={back} />
      )}
    </section>
  );
}
