import { Autocomplete, Text, Textarea } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { useSearched } from "@/shared/kit/use-searched";
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
  const searched = useSearched();
  const members = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/members",
    { params: { path: { org_id: approval.org_id }, query: searched.query } },
    { enabled: what !== undefined, retry: false, placeholderData: keepPreviousData },
  );
  const known = members.data?.items ?? [];
  const { onSearchChange, ...typing } = searched.typing(known.map((m) => m.email));
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
      <Autocomplete
        label={t("pass.to")}
        description={t("pass.toHelp")}
        required
        data={known.map((m) => m.email)}
        renderOption={({ option }) => (
          <span>{`${known.find((m) => m.email === option.value)?.name ?? ""} · ${option.value}`}</span>
        )}
        value={to}
        error={errors.at("/to")}
        {...typing}
        onChange={(text) => {
          setTo(text);
          onSearchChange(text);
        }}
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
