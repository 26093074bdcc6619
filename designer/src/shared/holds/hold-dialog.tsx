import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { oneHold, useHoldNews } from "./api";

type Props = { org: string; chain: string; close: () => void };

/** Asks before the starts of a chain are kept: in which order they will begin, and why. */
export function HoldDialog({ org, chain, close }: Props) {
  const { t } = useTranslation("holds");
  const news = useHoldNews();
  const [orderBy, setOrderBy] = useState("");
  const [reason, setReason] = useState("");
  const put = api.useMutation("put", oneHold, {
    onSuccess: async () => {
      await news();
      close();
    },
  });
  const errors = new FieldErrors(put.error);
  return (
    <FormDialog
      opened
      close={close}
      title={t("holdTitle")}
      act={t("hold")}
      going={put.isPending}
      errors={errors}
      submit={() =>
        put.mutate({
          params: { path: { org_id: org, chain_key: chain } },
          body: {
            ...(orderBy.trim() ? { order_by: orderBy.trim() } : {}),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
        })
      }
    >
      <Text size="sm">{t("holdEffect")}</Text>
      <TextInput
        label={t("orderBy")}
        description={t("orderByHelp")}
        placeholder="/order/id"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={orderBy}
        error={errors.at("/order_by")}
        onChange={(e) => setOrderBy(e.currentTarget.value)}
      />
      <TextInput
        label={t("reason")}
        description={t("reasonHelp")}
        maxLength={2000}
        data-autofocus
        value={reason}
        error={errors.at("/reason")}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
