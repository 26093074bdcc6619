import { NumberInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { duration } from "@/shared/lib/format";
import { type Hold, release, useHoldNews } from "./api";
import { counted, timeLeft } from "./counted";

type Props = { org: string; chain: string; hold: Hold; close: () => void };

/** Asks at which pace what is kept begins, or goes on to begin. */
export function ReleaseDialog({ org, chain, hold, close }: Props) {
  const { t } = useTranslation("holds");
  const news = useHoldNews();
  const [pace, setPace] = useState<number | string>(hold.per_minute ?? "");
  const [reason, setReason] = useState(hold.state === "releasing" ? (hold.reason ?? "") : "");
  const post = api.useMutation("post", release, {
    onSuccess: async () => {
      await news();
      close();
    },
  });
  const errors = new FieldErrors(post.error);
  const perMinute = Number(pace) || 0;
  const left = timeLeft({ waiting: hold.waiting, per_minute: perMinute });
  const going = hold.state === "releasing";
  return (
    <FormDialog
      opened
      close={close}
      title={t(going ? "paceTitle" : "releaseTitle")}
      act={t(going ? "pace" : "release")}
      going={post.isPending}
      errors={errors}
      submit={() =>
        post.mutate({
          params: { path: { org_id: org, chain_key: chain } },
          body: {
            ...(perMinute === 0 ? {} : { per_minute: perMinute }),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
        })
      }
    >
      <Text size="sm">
        {t("releaseEffect", { count: hold.waiting, n: counted(hold) })}
        {hold.run_id && !going && ` ${t("releaseOfRun")}`}
      </Text>
      <NumberInput
        label={t("perMinute")}
        description={left === undefined ? t("perMinuteHelp") : t("takes", { time: duration(left) })}
        placeholder={t("atOnce")}
        min={0}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=" "
        data-autofocus
        value={pace}
        error={errors.at("/per_minute")}
        onChange={setPace}
      />
      <TextInput
        label={t("reason")}
        description={t("reasonHelp")}
        maxLength={2000}
        value={reason}
        error={errors.at("/reason")}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
