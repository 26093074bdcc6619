import { Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import type { FieldErrors } from "@/shared/kit/field-errors";

type Webhook = Shape<"WebhookBody">;
type Props = { value: Webhook; change: (value: Webhook) => void; errors: FieldErrors };

const schemes = ["catenary", "github", "gitlab", "stripe", "none"] as const;

/** How callers of a webhook prove who they are, and what becomes of what they send. */
export function WebhookFields({ value, change, errors }: Props) {
  const { t } = useTranslation("triggers");
  const { events, from, input_key, scheme } = value;
  const told = scheme === "github" || scheme === "gitlab";
  return (
    <>
      <Select
        label={t("schemeLabel")}
        description={t(`schemeWhat.${scheme}`)}
        allowDeselect={false}
        data={schemes.map((s) => ({ value: s, label: t(`scheme.${s}`) }))}
        value={scheme}
        error={errors.at("/webhook/scheme")}
        onChange={(s) => change({ ...value, scheme: (s ?? "catenary") as Webhook["scheme"] })}
      />
      <TagsInput
        label={t("from")}
        description={t("fromWhat")}
        placeholder="192.0.2.0/24"
        required={scheme === "none"}
        value={from ?? []}
        error={errors.under("/webhook/from")[0]?.detail}
        onChange={(next) => change({ ...value, from: next })}
      />
      {told && (
        <TagsInput
          label={t("events")}
          description={t("eventsWhat")}
          placeholder="push"
          value={events ?? []}
          error={errors.under("/webhook/events")[0]?.detail}
          onChange={(next) => change({ ...value, events: next })}
        />
      )}
      <TextInput
        label={t("inputKey")}
        description={t("inputKeyWhat")}
        value={input_key ?? ""}
        error={errors.at("/webhook/input_key")}
        onChange={(e) => change({ ...value, input_key: e.currentTarget.value })}
      />
    </>
  );
}
