import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { PersonField } from "@/shared/kit/person-field";
import { type Approval, useApprovalActs } from "../api/queries";

/** What can be passed to another: the own place, that of people who are gone, one beside it, or just the news. */
export type Passing = "transfer" | "name" | "add" | "copy";

type Props = { approval: Approval; what: Passing | undefined; close: () => void };

/** Asks to whom an approval is passed. The server says who can be. */
export function PassDialog({ approval, what, close }: Props) {
  const { t } = useTranslation("inbox");
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const acts = useApprovalActs();
  const over = what === "name" ? "transfer" : (what ?? "copy");
  const act = acts[over];
  const errors = new FieldErrors(act.error);
  const done = () => {
    setTo("");
    setReason("");
    act.reset();
    close();
  };
  const submit = () => {
    const params = { path: { org_id: approval.org_id, approval_id: approval.id } };
    const person = to.trim();
    if (over === "copy") acts.copy.mutate({ params, body: { to: person } }, { onSuccess: done });
    else
      acts[over].mutate(
        { params, body: { to: person, ...(reason.trim() ? { reason: reason.trim() } : {}) } },
        { onSuccess: done },
      );
  };
  return (
    <FormDialog
      opened={what !== undefined}
      close={done}
      title={what ? t(`pass.${what}.act`) : ""}
      act={what ? t(`pass.${what}.act`) : ""}
      submit={submit}
      going={act.isPending}
      ready={to.trim() !== ""}
      errors={errors}
    >
      <Text size="sm" c="dimmed">
        {what && t(`pass.${what}.help`)}
      </Text>
      <PersonField
        org={what ? approval.org_id : ""}
        label={t("pass.to")}
        description={t("pass.toHelp")}
        value={to}
        change={setTo}
        error={errors.at("/to")}
      />
      {what !== "copy" && (
        <Textarea
          label={t("pass.reason")}
          autosize
          minRows={2}
          value={reason}
          error={errors.at("/reason")}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
