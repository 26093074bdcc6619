import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { Can } from "@/shared/kit/can";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import type { Draft } from "@/shared/kit/use-draft";
import { read, written } from "../model/value";
import { Asked } from "./asked";
import type { Switch } from "./switches-page";
import { useSwitchesAnew } from "./use-live-switch";
import { ValueField } from "./value-field";

type Props = {
  path: { org_id: string; switch_key: string };
  one: Switch;
  /** What is written as the next value. */
  draft: Draft<string, Switch>;
  reasonRef: Ref<HTMLTextAreaElement>;
};

/** Gives a switch another value, for a reason. */
export function SetSwitch({ path, one, draft, reasonRef }: Props) {
  const { t } = useTranslation("switches");
  const anew = useSwitchesAnew();
  const [reason, setReason] = useState("");
  const set = api.useMutation("put", "/api/v1/orgs/{org_id}/switches/{switch_key}/value", {
    onSuccess: anew,
  });
  const text = draft.value ?? written(one.type, one.value);
  const value = read(one.type, text);
  const other = value !== undefined && written(one.type, value.value) !== written(one.type, one.value);
  const errors = new FieldErrors(set.error);
  const maySet = one.can.includes("switch:set");
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!value || !other || set.isPending) return;
    set.mutate(
      {
        params: { path, header: { "If-Match": etag(draft.from.revision) } },
        body: { value: value.value as never, reason },
      },
      {
        onSuccess: (next) => {
          draft.kept(next, text);
          setReason((r) => (r === reason ? "" : r));
        },
      },
    );
  };
  const overtaken = draft.from.revision !== one.revision && !set.isPending;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ValueField
          type={one.type}
          options={one.options ?? []}
          label={t("newValue")}
          text={text}
          disabled={!maySet}
          error={errors.under("/value")[0]?.detail}
          change={draft.write}
        />
        <Textarea
          ref={reasonRef}
          label={t("reason")}
          description={t("reasonHelp")}
          autosize
          minRows={2}
          disabled={!maySet}
          value={reason}
          error={errors.at("/reason")}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {overtaken && (
          <Group gap="xs">
            <Text size="sm" role="status">
              {t("overtaken")}
            </Text>
            <Button size="compact-xs" variant="default" onClick={draft.drop}>
              {t("present")}
            </Button>
          </Group>
        )}
        <ProblemNote errors={errors} />
        <Group>
          <Can do="switch:set" on={one}>
            <Button type="submit" disabled={!other || reason.trim() === ""} loading={set.isPending}>
              {t(one.approval ? "ask" : "set")}
            </Button>
          </Can>
          {set.isSuccess && !other && !set.data.request && (
            <Text size="sm" role="status">
              {t("done")}
            </Text>
          )}
        </Group>
        {set.data?.request && <Asked org={path.org_id} request={set.data.request} />}
      </Stack>
    </form>
  );
}
