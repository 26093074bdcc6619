import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { NameAndKeyFields } from "@/shared/kit/name-and-key";
import { allTriggers, oneTrigger, type Trigger, type TriggerIn, useTriggerNews } from "./api";
import { LimitFields } from "./limit-fields";
import { ScheduleFields } from "./schedule-fields";
import { WebhookFields } from "./webhook-fields";

type Props = {
  org: string;
  kind: "webhook" | "schedule";
  /** The chain of a new one, if that is known. */
  chain?: string;
  /** The one that is changed. */
  trigger?: Trigger;
  /** With its key if it was kept. */
  close: (kept?: string) => void;
};

/** Makes a trigger, or says anew what one does. */
export function TriggerForm({ org, kind, chain, trigger: now, close }: Props) {
  const { t } = useTranslation("triggers");
  const news = useTriggerNews();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [trigger] = useState(now); // what was read is what is changed, whatever others make of it meanwhile
  const [form, setForm] = useState<TriggerIn>(() =>
    trigger
      ? trigger
      : {
          key: "",
          name: "",
          chain: chain ?? "",
          limits: { queue: "wait" },
          ...(kind === "webhook"
            ? { webhook: { scheme: "catenary" } }
            : { schedule: { cron: "0 9 * * 1-5", time_zone: zone, missed: "once" } }),
        },
  );
  const [ok, setOk] = useState(true);
  const kept = { onSuccess: (r: Trigger) => news().then(() => close(r.key)) };
  const create = api.useMutation("post", allTriggers, kept);
  const replace = api.useMutation("put", oneTrigger, kept);
  const errors = new FieldErrors(create.error ?? replace.error);
  const change = (next: Partial<TriggerIn>) => setForm({ ...form, ...next });
  const chains = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { enabled: chain === undefined && !trigger },
  );

  const submit = () => {
    const { key, name, chain: of, enabled, webhook, schedule, limits } = form;
    const body = {
      name,
      chain: of,
      enabled: enabled ?? true,
      ...(webhook ? { webhook } : {}),
      ...(schedule ? { schedule } : {}),
      ...(limits ? { limits } : {}),
    };
    if (trigger)
      replace.mutate({
        params: {
          path: { org_id: org, trigger_key: trigger.key },
          header: { "If-Match": etag(trigger.revision) },
        },
        body,
      });
    else create.mutate({ params: { path: { org_id: org } }, body: { key, ...body } });
  };

  return (
    <FormDialog
      opened
      close={() => close()}
      title={trigger ? t("change", { name: trigger.name }) : t(`new.${kind}`)}
      act={trigger ? t("shared:save") : t("shared:create")}
      submit={submit}
      going={create.isPending || replace.isPending}
      errors={errors}
      ready={ok && form.name.trim() !== "" && form.chain !== ""}
      size={560}
    >
      {trigger ? (
        <TextInput
          label={t("name")}
          required
          maxLength={200}
          value={form.name}
          error={errors.at("/name")}
          onChange={(e) => change({ name: e.currentTarget.value })}
        />
      ) : (
        <NameAndKeyFields value={{ name: form.name, key: form.key }} change={change} errors={errors} />
      )}
      {chain === undefined && !trigger && (
        <Select
          label={t("chain")}
          required
          searchable
          data={(chains.data?.items ?? []).map((c) => ({ value: c.key, label: c.name }))}
          value={form.chain || null}
          error={errors.at("/chain")}
          onChange={(v) => change({ chain: v ?? "" })}
        />
      )}
      {form.schedule && (
        <ScheduleFields
          org={org}
          chain={form.chain}
          value={form.schedule}
          change={(schedule) => change({ schedule })}
          valid={setOk}
          errors={errors}
        />
      )}
      {form.webhook && (
        <WebhookFields value={form.webhook} change={(webhook) => change({ webhook })} errors={errors} />
      )}
      <LimitFields
        value={form.limits ?? { queue: "wait" }}
        change={(limits) => change({ limits })}
        errors={errors}
      />
    </FormDialog>
  );
}
