import { Button, Group, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowsOf } from "@/shared/api/paged";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import { type Approval, type Person, useActs, useApprovalActs } from "../api/queries";
import classes from "./inbox.module.css";

type Props = { org: string; approval: Approval; me: string };

/** What happened, and what was said, the oldest first; something more can be said while it waits. */
export function ApprovalHistory({ org, approval: a, me }: Props) {
  const { t } = useTranslation("inbox");
  const acts = rowsOf(useActs(org, a.id).data) ?? [];
  const [text, setText] = useState("");
  const { comment } = useApprovalActs();
  const errors = new FieldErrors(comment.error);
  const named = (who: Person) => (who.id === me ? t("you") : who.name || who.id);
  const say = () =>
    comment.mutate(
      { params: { path: { org_id: org, approval_id: a.id } }, body: { text: text.trim() } },
      { onSuccess: () => setText((now) => (now === text ? "" : now)) },
    );
  return (
    <section aria-label={t("history")}>
      <Title order={3} mb="xs">
        {t("history")}
      </Title>
      <ol className={classes.acts}>
        {acts.map((act) => (
          <li key={act.id} data-mine={act.by?.id === me || undefined}>
            {t(`act.${act.kind}`, {
              who: act.by ? named(act.by) : t("time"),
              to: act.to ? named(act.to) : "",
              level: act.level + 1,
            })}
            {act.behalf && act.behalf.id !== act.by?.id && ` ${t("onBehalf", { name: named(act.behalf) })}`}{" "}
            <span className={classes.dim}>
              <RelativeTime at={act.at} />
            </span>
            {act.text && <p className={classes.said}>{act.text}</p>}
          </li>
        ))}
      </ol>
      {a.state === "waiting" && (
        <>
          <Textarea
            mt="sm"
            label={t("comment")}
            autosize
            minRows={1}
            maxRows={8}
            value={text}
            error={errors.at("/text")}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <ProblemNote errors={errors} />
          {text.trim() !== "" && (
            <Group mt="xs">
              <Button size="xs" variant="default" loading={comment.isPending} onClick={say}>
                {t("say")}
              </Button>
            </Group>
          )}
        </>
      )}
    </section>
  );
}
